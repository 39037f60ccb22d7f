/** Chooses what to unpack from an archive: only the source files that grading reads. */
import { posix } from "node:path";
import type { Assignment } from "../assignment.ts";
import { linkName } from "../wording/handIn.ts";
import { refusal } from "./errors.ts";
import { foldersOf, type Layout } from "./layout.ts";
import type { Entry } from "./tree.ts";
import { inHiddenFolder, isClutter, isUnread } from "./unread.ts";

/** An entry of a zip file or of a git commit. Its fields are claims. */
export interface PackedEntry extends Entry {
  /** The size in the archive; the same as `bytes` without compression. */
  packedBytes: number;
  isEncrypted?: boolean;
}

/** The most names that are searched for the code: ten times those of a large virtual environment. */
export const maxNames = 200_000;
/** A submission has about ten source files. Files beyond this limit are not unpacked. */
const maxFiles = 500;
/** Linux's limit. A path of 32,000 folders would be read 32,000 times. */
const maxPath = 4096;
/** Linux's limits on one name and on a whole path, in bytes; the folder that is unpacked to is in front of the path. */
const maxNameBytes = 255;
const maxPathBytes = 3_500;
export const maxTotalMb = 100;
export const maxTotalBytes = maxTotalMb * 1024 * 1024;
/** Text shrinks by a factor of 3 to 10, a file of zeros by 1000. Small files are harmless and exempt. */
const maxRatio = 100;
const ratioFromBytes = 4 * 1024 * 1024;

/** Names that Windows reserves for devices, with any extension. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Cleans a name from an archive. Removes the leading "./" that tar writes.
 * @returns null for an empty name, such as "./", and for a name that no system can write
 * @throws UsageError for a name that leads out of the archive, which no ordinary program writes
 */
export function cleanName(name: string, source: string): string | null {
  const entry = JSON.stringify(name.slice(0, 200));
  if (/^\/|^[a-z]:\//i.test(name)) throw refusal({ code: "absolute-path", source, entry });
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw refusal({ code: "leads-out", source, entry });
  return name.length > maxPath ? null : parts.join("/") || null;
}

/** The files to unpack, and the names of the others. */
export interface Chosen<E extends Entry> {
  /** By name in the submission. */
  files: Map<string, E>;
  /** The names that are not read. A folder without any file that is read counts as one name. */
  notRead: string[];
}

/**
 * Chooses the source files in the folder of the code. Nothing else is written, so the names, sizes and number of other files
 * do not matter.
 *
 * @throws UsageError in one line, if a file that grading reads must not be unpacked
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
    // A link among the code can lead to another student's files.
    if (entry.kind === "link" && isWhereCodeIs(assignment, entry.name) && !isUnread(entry.name))
      throw refusal({ code: "link", source, entry: JSON.stringify(entry.name) });
    if (!entry.name.startsWith(folder)) continue;
    const inner = entry.name.slice(folder.length);
    const isSource = inner.endsWith(".ts") && !inHiddenFolder.test(inner) && isWritable(inner);
    const contractName = flat && [...flat].find(([, one]) => one.name === entry.name)?.[0];
    if (contractName) named.push([contractName, entry]);
    else if (isSource) named.push([inner, entry]);
    // The folder of this helper is unknown, so it is put into each.
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

/** Whether it is the name of a source file or of a folder of the assignment. */
function isWhereCodeIs(assignment: Assignment, name: string): boolean {
  const isFolder = foldersOf(assignment).some((own) => `/${name}/`.endsWith(`/${own}`));
  return isFolder || name.endsWith(".ts");
}

/** Whether every system can write a file of this name. */
function isWritable(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\x00-\x1f\x7f\\:*?"<>|]/.test(name)) return false;
  if (Buffer.byteLength(name) > maxPathBytes) return false;
  return name
    .split("/")
    .every(
      (part) => !/[. ]$/.test(part) && !deviceName.test(part) && Buffer.byteLength(part) <= maxNameBytes,
    );
}

/** Returns a function that throws for a file that must not be written. Call it with each file. */
function guard(source: string): (entry: PackedEntry, name: string) => void {
  /** Maps a path in lower case to its original spelling. */
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
    // People read these.
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
