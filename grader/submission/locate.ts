/** Finds a submission: its folder, its files and its track. */
import { existsSync, lstatSync, readFileSync, realpathSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Assignment, Track } from "../assignment.ts";
import { plainLine } from "../report/plain.ts";
import { say } from "../wording/catalogue.ts";
import { converted, type Unread } from "../wording/files.ts";
import { landmarksIn, notes as noteTexts } from "../wording/handIn.ts";
import { decode } from "./encoding.ts";
import { refusal, type UsageError } from "./errors.ts";
import { filesToCompare, findLayout, foldersOf, type Layout } from "./layout.ts";
import { maxFileBytes, maxFileKb } from "./limits.ts";
import { listedAs, nearlyNamed } from "./spelling.ts";
import { type Entry, type Tree, treeOfFolder } from "./tree.ts";
import { inHiddenFolder, isClutter } from "./unread.ts";

export interface Submission {
  /** The assignment that it is for. */
  assignment: Assignment;
  /** The folder's name. */
  name: string;
  /** Where the files are, or should be. */
  root: string;
  track: Track;
  /** Whether a marker file is present, even if the user gave the track. */
  hasMarker: boolean;
  /** The texts of the assignment's files that exist, by name in the contract. */
  files: Map<string, string>;
  /** The assignment's files that exist and were not read, with the reason. */
  unread: Map<string, Unread>;
  /** How the submission was read, as sentences for people. */
  notes: string[];
  /** The files of an archive that were not unpacked, because nothing reads them. */
  notUnpacked?: string[];
}

/**
 * @param folder where the submission lies
 * @param track given by the user; otherwise the marker file decides
 * @param source what the user named, if that is not the folder itself
 * @throws UsageError if the folder does not exist or holds none of the assignment's files
 */
export function locateSubmission(
  assignment: Assignment,
  folder: string,
  track?: Track,
  source = folder,
): Submission {
  const top = resolve(folder);
  if (!existsSync(top)) throw refusal({ code: "no-submission", source });
  if (!lstatSync(top).isDirectory()) throw refusal({ code: "not-a-folder", source });
  const tree = treeOfFolder(top);
  const layout = layoutOfFolder(assignment, tree, source);
  if (!layout) throw nothingFound(assignment, source, tree.entries);
  if (layout.flat) {
    const file = [...layout.flat.keys()].find((name) => name.includes("/")) ?? "";
    const home = file.slice(0, file.lastIndexOf("/") + 1);
    throw refusal({ code: "all-in-one-folder", source, file, folder: home });
  }
  return submissionAt(assignment, top, layout, track);
}

export function layoutOfFolder(
  assignment: Assignment,
  { entries, read }: Tree,
  source: string,
): Layout | null {
  const texts = new Map(
    filesToCompare(assignment, entries).map((entry) => [entry, read(entry).toString("utf8")]),
  );
  return findLayout(assignment, entries, texts, source);
}

/** The submission in a folder whose layout is known. */
export function submissionAt(
  assignment: Assignment,
  top: string,
  { folder, marker, notes }: Layout,
  track?: Track,
): Submission {
  const root = join(top, folder.replace(/\/$/, ""));
  const files = readFiles(assignment, root);
  return {
    assignment,
    name: basename(top),
    root,
    track: track ?? (marker?.track ?? assignment.tracks[0]).id,
    hasMarker: marker !== null,
    ...files,
    notes: [
      // The user's choice overrides the marker.
      ...notes.filter(({ code }) => !track || code !== "marker-taken").map((note) => say(noteTexts, note)),
      ...files.notes,
    ],
  };
}

export function nothingFound({ handIn }: Assignment, source: string, entries: Entry[]): UsageError {
  const names = new Set(
    entries.filter(({ name }) => !isClutter(name)).map(({ name }) => plainLine(name.split("/")[0], 100)),
  );
  const expected = landmarksIn({ landmarks: handIn.landmarks, folder: handIn.code });
  return refusal({ code: "nothing-found", source, expected, found: [...names].slice(0, 5) });
}

function readFiles(assignment: Assignment, root: string): Pick<Submission, "files" | "unread" | "notes"> {
  const files = new Map<string, string>();
  const unread = new Map<string, Unread>();
  const notes: string[] = [];
  for (const name of assignment.files) {
    const { text, problem = displaced(assignment, root, name), note } = readSubmittedFile(root, name);
    if (text !== undefined) files.set(name, text);
    else if (problem) unread.set(name, problem);
    if (note) notes.push(noteTexts.converted({ file: name, how: converted[note] }));
  }
  return { files, unread, notes };
}

/** Finds a missing file at the top, in another folder of the assignment, or under a similar name. */
function displaced(assignment: Assignment, root: string, name: string): Unread | undefined {
  const base = name.slice(name.lastIndexOf("/") + 1);
  const other = ["", ...foldersOf(assignment)]
    .map((folder) => `${folder}${base}`)
    .find((one) => one !== name && listedAs(root, one) === one);
  if (other) return { code: "misplaced", other, name };
  const near = nearlyNamed(root, name, assignment.files);
  return near ? { code: "misspelt", other: plainLine(near), name } : undefined;
}

/**
 * Reads a regular file of limited size in `root` that is listed by exactly this name. Otherwise, including for links, returns
 * the reason.
 */
export function readSubmittedFile(
  root: string,
  name: string,
): { text?: string; problem?: Unread; note?: keyof typeof converted } {
  if (inHiddenFolder.test(name)) return { problem: { code: "hidden-folder" } };
  const tooLarge: Unread = { code: "too-large", maxKb: maxFileKb };
  try {
    const listed = listedAs(root, name);
    if (listed === null) return {};
    if (listed !== name) return { problem: { code: "misnamed", listed, name } };
    const path = join(root, name);
    const stat = lstatSync(path);
    if (stat.isSymbolicLink() || realpathSync(path) !== join(realpathSync(root), name))
      return { problem: { code: "symbolic-link" } };
    if (!stat.isFile()) return { problem: { code: "not-a-file" } };
    if (stat.size > maxFileBytes) return { problem: tooLarge };
    const decoded = decode(readFileSync(path));
    // A conversion can enlarge the text. It must not be too large in one place and graded in another.
    return "text" in decoded && Buffer.byteLength(decoded.text) > maxFileBytes
      ? { problem: tooLarge }
      : decoded;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" || code === "ENOTDIR" ? {} : { problem: { code: "unreadable" } };
  }
}
