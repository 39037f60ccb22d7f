/** What comes out of an archive: the source files that grading reads, and nothing else. */
import { posix } from "node:path";
import type { Assignment } from "../assignment.ts";
import { linkName } from "../wording/handIn.ts";
import { refusal } from "./errors.ts";
import { foldersOf, type Layout } from "./layout.ts";
import type { Entry } from "./tree.ts";
import { inHiddenFolder, isClutter, isUnread } from "./unread.ts";

/** An entry of a zip file or of a git commit, as it claims to be. */
export interface PackedEntry extends Entry {
  /** In the archive; as `bytes` where nothing is compressed. */
  packedBytes: number;
  isEncrypted?: boolean;
}

/** Names that are read to find the code among them: ten times what a large virtual environment has. */
export const maxNames = 200_000;
/** Ten source files are what belongs in a submission; these are far beyond it. Further ones are not unpacked. */
const maxFiles = 500;
/** As Linux has it. A path of 32,000 folders would be read 32,000 times. */
const maxPath = 4096;
export const maxTotalMb = 100;
export const maxTotalBytes = maxTotalMb * 1024 * 1024;
/** Text becomes 3 to 10 times as small, a file of zeros 1000 times. Small files are let be: they do no harm. */
const maxRatio = 100;
const ratioFromBytes = 4 * 1024 * 1024;

/** Names that Windows keeps for devices, with any extension. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A name as an archive has it, with the "./" gone that tar writes in front.
 * @returns null for a name of nothing, such as "./", and for one that no system can write
 * @throws UsageError for one that leads out of the archive: no honest program writes it
 */
export function cleanName(name: string, source: string): string | null {
  const entry = JSON.stringify(name.slice(0, 200));
  if (/^\/|^[a-z]:\//i.test(name)) throw refusal({ code: "absolute-path", source, entry });
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw refusal({ code: "leads-out", source, entry });
  return name.length > maxPath ? null : parts.join("/") || null;
}

/** What is unpacked, and the names of what is not. */
export interface Chosen<E extends Entry> {
  /** From the name within the submission. */
  files: Map<string, E>;
  /** What is not read, a folder of which nothing is read as one. */
  notRead: string[];
}

/**
 * Chooses the source files in the folder of the code. Everything else is never written, so nothing about it matters: not
 * its name, its size, nor how much of it there is.
 *
 * @throws UsageError in one line, when a file that grading would read must not be unpacked
 */
export function chooseFiles<E extends PackedEntry>(
  assignment: Assignment,
  entries: E[],
  { folder, flat, marker }: Pick<Layout, "folder" | "flat" | "marker">,
  source: string,
): Chosen<E> {
  const named: [name: string, entry: E][] = [];
  for (const entry of entries) {
    if (entry.kind === "folder" || isClutter(entry.name)) continue;
    // Where code is looked for, a link stands for somebody else's.
    if (entry.kind === "link" && isWhereCodeIs(assignment, entry.name) && !isUnread(entry.name))
      throw refusal({ code: "link", source, entry: JSON.stringify(entry.name) });
    if (!entry.name.startsWith(folder)) continue;
    const inner = entry.name.slice(folder.length);
    const isSource = inner.endsWith(".ts") && !inHiddenFolder.test(inner) && isWritable(inner);
    const contractName = flat && [...flat].find(([, one]) => one.name === entry.name)?.[0];
    if (contractName) named.push([contractName, entry]);
    else if (isSource) named.push([inner, entry]);
    // A helper whose folder is lost: beside whichever file imports it.
    if (isSource && flat && !contractName)
      for (const own of foldersOf(assignment)) named.push([`${own}${inner}`, entry]);
  }
  const isInContract = (name: string) => assignment.files.includes(name);
  const order = named.sort(
    ([a], [b]) =>
      Number(isInContract(b)) - Number(isInContract(a)) || a.split("/").length - b.split("/").length,
  );
  const files = new Map<string, E>();
  const admit = guard(source);
  for (const [name, entry] of order.slice(0, maxFiles)) {
    admit(entry, name);
    files.set(name, entry);
  }
  const others = entries.filter(({ name }) => name !== marker?.name);
  return { files, notRead: notReadOf(assignment, others, new Set(files.values()), folder) };
}

/** Whether a name is a source file's, or that of a folder of the assignment. */
function isWhereCodeIs(assignment: Assignment, name: string): boolean {
  const isFolder = foldersOf(assignment).some((own) => `/${name}/`.endsWith(`/${own}`));
  return isFolder || name.endsWith(".ts");
}

/** Whether every system can write it: a helper's name, not that of a file that nobody reads. */
function isWritable(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\x00-\x1f\x7f\\:*?"<>|]/.test(name)) return false;
  return name.split("/").every((part) => !/[. ]$/.test(part) && !deviceName.test(part));
}

/** A function to call with each file that is to be written; it throws where one must not be. */
function guard(source: string): (entry: PackedEntry, name: string) => void {
  /** From a name in lower case, folders included, to how it was spelt. */
  const spelling = new Map<string, string>();
  const files = new Set<string>();
  let [total, packed] = [0, 0];
  return (entry, name) => {
    const ofEntry = { source, entry: JSON.stringify(entry.name) };
    if (entry.kind !== "file") throw refusal({ code: "neither-file-nor-folder", ...ofEntry });
    if (entry.isEncrypted) throw refusal({ code: "encrypted", ...ofEntry });
    const parts = name.split("/");
    parts.forEach((_, i) => {
      const path = parts.slice(0, i + 1).join("/");
      const key = path.normalize("NFC").toLowerCase();
      const other = spelling.get(key) ?? path;
      if (other !== path) throw refusal({ code: "same-name", source, one: other, other: path });
      const isFile = i === parts.length - 1;
      if (files.has(key)) throw refusal({ code: "entry-twice", ...ofEntry });
      if (isFile && spelling.has(key)) throw refusal({ code: "file-and-folder", ...ofEntry });
      spelling.set(key, path);
      if (isFile) files.add(key);
    });
    total += entry.bytes;
    packed += entry.packedBytes;
    if (total > maxTotalBytes) throw refusal({ code: "too-large", source, maxMb: maxTotalMb });
    if (total > ratioFromBytes && total > maxRatio * packed)
      throw refusal({ code: "too-dense", source, maxRatio });
  };
}

function notReadOf<E extends Entry>(
  { handIn }: Assignment,
  entries: E[],
  read: Set<E>,
  folder: string,
): string[] {
  const foldersRead = new Set<string>([""]);
  for (const { name } of read)
    for (let at = name.indexOf("/"); at >= 0; at = name.indexOf("/", at + 1))
      foldersRead.add(name.slice(0, at + 1));
  const names = new Set<string>();
  for (const entry of entries) {
    const { name, kind } = entry;
    if (read.has(entry) || kind === "folder" || isClutter(name)) continue;
    // People read it themselves.
    if (!name.startsWith(folder) && handIn.isDocument.test(name)) continue;
    let shown = kind === "link" ? linkName({ name }) : isUnread(`${name}/`) ? `${name}/` : name;
    for (let at = name.indexOf("/"); at >= 0; at = name.indexOf("/", at + 1)) {
      if (foldersRead.has(name.slice(0, at + 1))) continue;
      shown = name.slice(0, at + 1);
      break;
    }
    names.add(shown.startsWith(folder) ? posix.normalize(shown.slice(folder.length)) : shown);
  }
  return [...names];
}
