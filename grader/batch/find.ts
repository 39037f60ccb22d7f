/** Finds the submissions of a class: what lies in a folder, with the names that a grading service knows. */
import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { cut, plainLine } from "../report/plain.ts";
import { UsageError } from "../submission/errors.ts";
import { otherArchive } from "../submission/open.ts";

export interface Student {
  name: string;
  /** As the service has it; "" when it has none. */
  sid: string;
  email: string;
}

export interface Found {
  /** Unique in the batch; its report is reports/NAME.json and .html. */
  name: string;
  path: string;
  /** Who handed it in: several for a group. */
  students: Student[];
}

export interface Class {
  /** Sorted by name. */
  submissions: Found[];
  /** What lies beside them and is no submission. */
  leftOut: string[];
}

/** Archives other than zip files cannot be graded, and somebody has to be told: they are submissions that are rejected. */
const isArchive = (name: string) => /\.zip$/i.test(name) || otherArchive.test(name);
/** Gradescope puts it into the archive of "Export Submissions". */
const metadataFile = "submission_metadata.yml";

/**
 * @param folder with a folder or zip file for each submission, or with a grading service's export in it
 * @param except a folder that is none: where the results go, if they go there
 * @throws UsageError when there is nothing to grade, or the metadata cannot be read
 */
export function findSubmissions(folder: string, except?: string): Class {
  if (!existsSync(folder)) throw new UsageError(`There is no folder ${folder}`);
  if (!statSync(folder).isDirectory())
    throw new UsageError(`${folder} is no folder: \`npm run grade -- ${folder}\` grades one submission`);
  const place = exportFolder(folder);
  const metadata = readMetadata(join(place, metadataFile));
  const entries = readdirSync(place, { withFileTypes: true })
    .filter(({ name }) => !isClutter(name) && name !== metadataFile && join(place, name) !== except)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const isSubmission = (entry: Dirent) =>
    metadata ? metadata.has(entry.name) : entry.isDirectory() || isArchive(entry.name);
  const names = new Set<string>();
  const submissions = metadata
    ? [...metadata].map(([key, students]) => ({ ...nameOf(key, names), path: join(place, key), students }))
    : entries.filter(isSubmission).map(({ name: file }) => ({
        ...nameOf(file, names),
        path: join(place, file),
        students: [{ name: file.replace(/\.zip$/i, ""), sid: "", email: "" }],
      }));
  if (submissions.length === 0)
    throw new UsageError(`${folder} holds no submissions: neither folders nor zip files`);
  return {
    submissions: submissions.sort((a, b) => (a.name < b.name ? -1 : 1)),
    leftOut: entries.filter((entry) => !isSubmission(entry)).map(({ name }) => plainLine(name)),
  };
}

/** An export is unpacked into a folder of its own: assignment_123_export/. Beside other submissions, it would be one of them. */
function exportFolder(folder: string): string {
  if (existsSync(join(folder, metadataFile))) return folder;
  let entries: string[];
  try {
    entries = readdirSync(folder).filter((name) => !isClutter(name));
  } catch (error) {
    throw new UsageError(`${folder} cannot be read: ${(error as Error).message}`);
  }
  const [inner] = entries;
  return entries.length === 1 && existsSync(join(folder, inner, metadataFile)) ? join(folder, inner) : folder;
}

const isClutter = (name: string) => name.startsWith(".") || name === "__MACOSX";

/** "alice.zip" is called alice, unless somebody else is already. A name becomes part of a path, so it is kept plain. */
function nameOf(file: string, taken: Set<string>): { name: string } {
  const plain = (text: string) =>
    shorten(
      cut(text, 300)
        .normalize("NFC")
        .replace(/[^\p{L}\p{N}._ -]/gu, "_")
        .replace(/^[. ]+|[. ]+$/g, ""),
    ) || "submission";
  const isTaken = (name: string) => taken.has(name.toLowerCase());
  let name = plain(file.replace(/\.zip$/i, ""));
  if (isTaken(name)) name = plain(file);
  for (let i = 2; isTaken(name); i++) name = `${plain(file)}-${i}`;
  taken.add(name.toLowerCase());
  return { name };
}

/** A file's name has at most 255 bytes on most systems; it gets an extension and, while it is written, some digits. */
function shorten(name: string): string {
  const letters = Array.from(name).slice(0, 100);
  while (Buffer.byteLength(letters.join("")) > 200) letters.pop();
  return letters.join("");
}

type Metadata = Record<string, { ":submitters"?: Record<string, unknown>[] }>;

function readMetadata(file: string): Map<string, Student[]> | null {
  if (!existsSync(file)) return null;
  let metadata: Metadata;
  try {
    // Ruby wrote it: its keys begin with a colon. Aliases would let a small file become a huge one.
    metadata = parse(readFileSync(file, "utf8"), { maxAliasCount: 100, logLevel: "error" });
  } catch (error) {
    throw new UsageError(`${file} is no YAML: ${(error as Error).message.split("\n")[0]}`);
  }
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata))
    throw new UsageError(`${file} lists no submissions`);
  return new Map(
    Object.entries(metadata).map(([key, value]) => {
      // The names of folders in the export: submission_123.
      if (!/^[\w.-]+$/.test(key) || key.startsWith("."))
        throw new UsageError(`${file}: "${key}" is no folder's name`);
      const submitters = Array.isArray(value?.[":submitters"]) ? value[":submitters"] : [];
      const text = (one: Record<string, unknown>, field: string) => String(one?.[field] ?? "");
      const students = submitters.map((one) => ({
        name: text(one, ":name"),
        sid: text(one, ":sid"),
        email: text(one, ":email"),
      }));
      return [key, students.length ? students : [{ name: key, sid: "", email: "" }]];
    }),
  );
}
