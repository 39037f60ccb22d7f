/** Finds the submissions of a class: what lies in a folder, with the names that a grading service knows. */
import { type Dirent, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Assignment, Track } from "../assignment.ts";
import { cut, plainLine } from "../report/plain.ts";
import { UsageError } from "../submission/errors.ts";
import { otherArchive } from "../submission/open.ts";
import { isClutter } from "../submission/unread.ts";
import { type Metadata, metadataFile, readMetadata } from "./metadata.ts";
import { canvasGroups, moodleName, withoutCopies } from "./platforms.ts";
import type { Person } from "./roster/roster.ts";

export interface Student {
  name: string;
  /** As the service has it; "" when it has none. */
  sid: string;
  email: string;
  /** From the roster, if there is one. */
  person?: Person;
}

export interface Found {
  /** Unique in the batch; its report is reports/NAME.json and .html. */
  name: string;
  path: string;
  /** Who handed it in: several for a group. */
  students: Student[];
  /** Of a platform that hands out single files: these, with the names that they had. */
  files?: { name: string; path: string }[];
  /** What the platform says about it. */
  notes?: string[];
  /** ISO 8601, where the export says so. */
  submittedAt?: string;
  /** The platform says that it is late, and not since when. */
  isLate?: boolean;
  /** The roster says it. */
  track?: Track;
}

export interface Class {
  /** Sorted by name. */
  submissions: Found[];
  /** What lies beside them and is no submission. */
  leftOut: string[];
}

/** Archives other than zip files cannot be graded, and somebody has to be told: they are submissions that are rejected. */
const isArchive = (name: string) => /\.zip$/i.test(name) || otherArchive.test(name);

/**
 * @param folder with a folder or zip file for each submission, or with a platform's export in it
 * @param except a folder that is none: where the results go, if they go there
 * @param source how the user calls the folder
 * @throws UsageError when there is nothing to grade, or the metadata cannot be read
 */
export function findSubmissions(
  assignment: Assignment,
  folder: string,
  except?: string,
  source = folder,
): Class {
  if (!existsSync(folder)) throw new UsageError(`There is no folder ${source}`);
  if (!statSync(folder).isDirectory())
    throw new UsageError(`${source} is no folder: \`npm run grade -- ${source}\` grades one submission`);
  const place = exportFolder(folder, source);
  const entries = list(place, source).filter(
    ({ name }) => name !== metadataFile && join(place, name) !== except,
  );
  const isExport = existsSync(join(place, metadataFile));
  const found = isExport
    ? fromGradescope(place, readMetadata(join(place, metadataFile)))
    : (fromCanvas(assignment, place, entries) ?? fromFolder(place, entries));
  if (found.length === 0)
    throw new UsageError(`${source} holds no submissions: neither folders nor zip files`);
  const names = new Set<string>();
  const submissions = found.map(({ file, ...one }) => ({ ...nameOf(file, names), ...one }));
  const used = new Set(submissions.flatMap(({ path, files }) => files?.map((one) => one.path) ?? [path]));
  return {
    submissions: submissions.sort((a, b) => (a.name < b.name ? -1 : 1)),
    leftOut: entries.filter(({ name }) => !used.has(join(place, name))).map(({ name }) => plainLine(name)),
  };
}

/** Before it has a name: `file` is what the name is made from. */
type Unnamed = Omit<Found, "name"> & { file: string };

function fromGradescope(place: string, metadata: Metadata): Unnamed[] {
  return [...metadata].map(([file, about]) => ({ file, path: join(place, file), ...about }));
}

/** All files in one folder, each named after its student; null where they are not named so. */
function fromCanvas(assignment: Assignment, place: string, entries: Dirent[]): Unnamed[] | null {
  const files = entries.filter((entry) => entry.isFile());
  const groups = files.length === entries.length ? canvasGroups(files.map(({ name }) => name)) : null;
  if (!groups) return null;
  return [...groups].map(([file, all]) => {
    const [{ student, id, isLate }] = all;
    const latest = withoutCopies(assignment, all);
    return {
      file,
      path: join(place, file),
      students: [{ name: student, sid: id, email: "" }],
      files: latest.files.map(({ name, listed }) => ({ name, path: join(place, listed) })),
      ...(isLate && { isLate }),
      notes: [...(isLate ? ["Canvas marks it as late"] : []), ...latest.notes],
    };
  });
}

/** A folder or archive each, called as the student is, or as Moodle calls it. */
function fromFolder(place: string, entries: Dirent[]): Unnamed[] {
  const isInMoodle = new Set(
    entries.map(({ name }) => moodleName(name)).flatMap((one) => (one?.kind === "file" ? [one.id] : [])),
  );
  const found = new Map<string, Unnamed>();
  for (const entry of entries) {
    const moodle = moodleName(entry.name);
    const path = join(place, entry.name);
    if (!moodle) {
      if (!entry.isDirectory() && !isArchive(entry.name)) continue;
      const students = [{ name: entry.name.replace(/\.zip$/i, ""), sid: "", email: "" }];
      found.set(entry.name, { file: entry.name, path, students });
      continue;
    }
    // What was typed into a box beside the files.
    if (moodle.kind === "onlinetext" && isInMoodle.has(moodle.id)) continue;
    const file = `${moodle.student}_${moodle.id}`;
    const one = found.get(file) ?? {
      file,
      path,
      students: [{ name: moodle.student, sid: moodle.id, email: "" }],
    };
    if (entry.isFile()) one.files = [...(one.files ?? []), { name: moodle.rest || entry.name, path }];
    found.set(file, one);
  }
  return [...found.values()];
}

/** An export is unpacked into a folder of its own: assignment_123_export/. Beside other submissions, it would be one of them. */
function exportFolder(folder: string, source: string): string {
  if (existsSync(join(folder, metadataFile))) return folder;
  const [inner, second] = list(folder, source);
  if (!inner?.isDirectory() || second) return folder;
  const place = join(folder, inner.name);
  if (existsSync(join(place, metadataFile))) return place;
  const names = list(place, source).map(({ name }) => name);
  const isPlatforms = names.length > 0 && (names.every((name) => moodleName(name)) || canvasGroups(names));
  return isPlatforms ? place : folder;
}

function list(folder: string, source: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith(".") && !isClutter(name))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw new UsageError(`${source} cannot be read: ${(error as Error).message}`);
  }
}

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
