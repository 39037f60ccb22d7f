/** Submissions as they arrive: a folder, a zip file, a git repository at a commit, or single files. */
import { existsSync, lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Assignment, Track } from "../assignment.ts";
import { removeFolder } from "../removeFolder.ts";
import { makeTemporaryFolder } from "../temporaryFolder.ts";
import { notes as noteTexts } from "../wording/handIn.ts";
import { chooseFiles, type PackedEntry } from "./entries.ts";
import { refusal } from "./errors.ts";
import { openCommit } from "./git.ts";
import { filesToCompare, findLayout } from "./layout.ts";
import { maxFileBytes } from "./limits.ts";
import { layoutOfFolder, nothingFound, type Submission, submissionAt } from "./locate.ts";
import { type Entry, treeOfFolder } from "./tree.ts";
import { isClutter, isUnread } from "./unread.ts";
import { openZip } from "./zip.ts";

/** The extensions of archives that cannot be graded. */
export const otherArchive = /\.(rar|7z|tar|tgz|gz|bz2|xz)$/i;

export interface OpenSubmission {
  submission: Submission;
  /** Removes unpacked files. Leaves a folder that was graded in place untouched. */
  close(): void;
}

/** How deeply zip files are opened within folders and zip files. */
const maxNesting = 3;
const maxInnerZips = 10;

interface Options {
  /** Given by the user; otherwise the marker file decides. */
  track?: Track;
  /** The commit to take from a git repository. */
  commit?: string;
  /** The submission's name in messages; its path by default. */
  shownAs?: string;
}

/**
 * @param source where it is
 * @throws UsageError in one line, if there is no submission or it must not be unpacked
 */
export async function openSubmission(
  assignment: Assignment,
  source: string,
  { track, commit, shownAs = source }: Options = {},
): Promise<OpenSubmission> {
  const path = resolve(source);
  const name = basename(path);
  if (commit !== undefined) {
    if (!existsSync(path)) throw refusal({ code: "no-repository", source });
    const opened = await openCommit(path, commit);
    return unpack(assignment, { ...opened, name: name.replace(/\.git$/, "") }, shownAs, track);
  }
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) throw refusal({ code: "no-submission", source: shownAs });
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) {
    const [extension] = otherArchive.exec(path) ?? /\.ts$/.exec(path) ?? [];
    if (extension) throw refusal({ code: "not-a-folder", source: shownAs, extension });
    return unpack(
      assignment,
      { ...(await openZip(path, shownAs)), name: name.replace(/\.zip$/i, "") },
      shownAs,
      track,
    );
  }
  if (!stat.isDirectory()) throw refusal({ code: "not-a-folder", source: shownAs });
  const tree = treeOfFolder(path);
  const layout = layoutOfFolder(assignment, tree, shownAs);
  // Graded in place, so that breakpoints and the names in messages are those of the user's files.
  if (layout && !layout.flat)
    return { submission: submissionAt(assignment, path, layout, track), close() {} };
  const files = tree.entries.map((entry) => ({ ...entry, packedBytes: entry.bytes }));
  return unpack(assignment, { ...onDisk(files, (entry) => join(path, entry.name)), name }, shownAs, track);
}

/** Opens single files from a learning platform, with their original names. */
export async function openFiles(
  assignment: Assignment,
  files: { name: string; path: string }[],
  name: string,
  { track, shownAs = name }: Omit<Options, "commit"> = {},
): Promise<OpenSubmission> {
  const entries = files.map((file): PackedEntry & { path: string } => {
    const { size } = statSync(file.path);
    return { ...file, kind: "file", bytes: size, packedBytes: size };
  });
  return unpack(assignment, { ...onDisk(entries, ({ path }) => path), name }, shownAs, track);
}

/** A submission that must be unpacked or rearranged before it is graded. */
interface Packed<E extends PackedEntry = PackedEntry> {
  name: string;
  entries: E[];
  read(entries: E[]): Promise<Buffer[]>;
  /** The path of a file, if it is on the disk. */
  pathOf?(entry: E): string;
  /** Writes a file to a path. */
  extract?(entry: E, path: string): Promise<void>;
  close(): void;
}

function onDisk<E extends PackedEntry>(entries: E[], pathOf: (entry: E) => string): Omit<Packed<E>, "name"> {
  return {
    entries,
    pathOf,
    read: async (list) => list.map((entry) => readFileSync(pathOf(entry))),
    close() {},
  };
}

/** Unpacks into a temporary folder. The submission keeps its name. */
async function unpack<E extends PackedEntry>(
  assignment: Assignment,
  packed: Packed<E>,
  source: string,
  track: Track | undefined,
  nesting = 1,
): Promise<OpenSubmission> {
  const temporary = makeTemporaryFolder("submission");
  const close = () => removeFolder(temporary);
  try {
    const { entries } = packed;
    const compared = filesToCompare(assignment, entries) as E[];
    const contents = compared.length ? await packed.read(compared) : [];
    const texts = new Map(compared.map((entry, i) => [entry as Entry, contents[i].toString("utf8")]));
    const layout = findLayout(assignment, entries, texts, source);
    if (!layout) {
      const inner = await openInnerZip(assignment, packed, temporary, source, track, nesting);
      return {
        submission: { ...inner.submission, name: packed.name },
        close() {
          inner.close();
          close();
        },
      };
    }
    const { files, notRead } = chooseFiles(assignment, entries, layout, source);
    const root = join(temporary, "submission");
    mkdirSync(root);
    const isSmall = ([, { bytes }]: [string, E]) => bytes <= maxFileBytes;
    const small = [...files].filter(isSmall);
    const read = await packed.read(small.map(([, entry]) => entry));
    for (const [i, [name]] of small.entries()) write(join(root, name), read[i]);
    // These files are too large to be read, so their content does not matter.
    for (const [name] of [...files].filter((file) => !isSmall(file)))
      write(join(root, name), Buffer.alloc(maxFileBytes + 1, "\n"));
    if (layout.marker?.track.marker) writeFileSync(join(root, layout.marker.track.marker.name), "");
    const submission = submissionAt(assignment, root, { ...layout, folder: "" }, track);
    return { submission: { ...submission, name: packed.name || "submission", notUnpacked: notRead }, close };
  } catch (error) {
    close();
    throw error;
  } finally {
    packed.close();
  }
}

function write(path: string, content: Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { flag: "wx" });
}

/** Opens the only inner zip file with a submission: Moodle exports folders with a zip file in each. */
async function openInnerZip<E extends PackedEntry>(
  assignment: Assignment,
  { entries, read, pathOf, extract }: Packed<E>,
  temporary: string,
  source: string,
  track: Track | undefined,
  nesting: number,
): Promise<OpenSubmission> {
  const isZip = ({ name, kind }: E) =>
    kind === "file" && /\.zip$/i.test(name) && !isClutter(name) && !isUnread(name);
  const zips = entries.filter(isZip).slice(0, maxInnerZips);
  const opened: { name: string; inner: OpenSubmission }[] = [];
  const errors: unknown[] = [];
  for (const [i, zip] of nesting < maxNesting ? zips.entries() : []) {
    try {
      const path = pathOf?.(zip) ?? join(temporary, `${nesting}-${i}.zip`);
      if (extract) await extract(zip, path);
      else if (!pathOf) writeFileSync(path, (await read([zip]))[0]);
      const shown = `${source}: ${zip.name}`;
      const inner = await unpack(
        assignment,
        { ...(await openZip(path, shown)), name: "" },
        shown,
        track,
        nesting + 1,
      );
      opened.push({ name: zip.name, inner });
    } catch (error) {
      errors.push(error);
    }
  }
  const [first, second] = opened;
  if (first && !second) {
    const { submission, close } = first.inner;
    const notes = [noteTexts["inner-zip"]({ file: first.name }), ...submission.notes];
    return { submission: { ...submission, notes }, close };
  }
  for (const { inner } of opened) inner.close();
  if (second) throw refusal({ code: "several-submissions", source, one: first.name, other: second.name });
  if (errors.length === 1) throw errors[0];
  // A problem with the archive itself has priority.
  chooseFiles(assignment, entries, { folder: "", flat: null, marker: null }, source);
  throw nothingFound(assignment, source, entries);
}
