/** Finds the submissions of a class in a folder, with the names that a grading service gives them. */
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
  /** As the service writes it; "" if it has none. */
  sid: string;
  email: string;
  /** From the roster, if there is one. */
  person?: Person;
}

export interface Found {
  /** Unique in the batch. The report is reports/NAME.json and .html. */
  name: string;
  path: string;
  /** The students who handed it in: several for a group. */
  students: Student[];
  /** The single files of platforms that export single files, by their original names. */
  files?: { name: string; path: string }[];
  /** Remarks of the platform. */
  notes?: string[];
  /** ISO 8601, if the export contains it. */
  submittedAt?: string;
  /** The platform marks it as late, without a time. */
  isLate?: boolean;
  /** From the roster. */
  track?: Track;
}

export interface Class {
  /** Sorted by name. */
  submissions: Found[];
  /** Files and folders that are not submissions. */
  leftOut: string[];
}

/** Other archives than zip files cannot be graded. They count as submissions, so that their rejection is seen. */
const isArchive = (name: string) => /\.zip$/i.test(name) || otherArchive.test(name);

/**
 * @param folder contains a folder or zip file for each submission, or a platform's export
 * @param except a folder to skip: the one for the results, which may lie here
 * @param source the folder's name in messages
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
    throw new UsageError(
      `${source} is not a folder: \`npm run grade -- ${source}\` grades a single submission`,
    );
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

/** A submission without its final name, which is made from `file`. */
type Unnamed = Omit<Found, "name"> & { file: string };

function fromGradescope(place: string, metadata: Metadata): Unnamed[] {
  return [...metadata].map(([file, about]) => ({ file, path: join(place, file), ...about }));
}

/** Single files in one folder, each named after its student. Null if the names have another form. */
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

/** Folders and archives, named after the student or by Moodle. */
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
    // Text that the student typed into a box.
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

/** An unpacked export may be a single folder, such as assignment_123_export/. Beside other entries, a folder is a submission. */
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

/** Names "alice.zip" alice, unless the name is taken. A name becomes part of a path, so it is kept plain, and
 * begins like no option. */
function nameOf(file: string, taken: Set<string>): { name: string } {
  const plain = (text: string) =>
    shorten(
      cut(text, 300)
        .normalize("NFC")
        .replace(/[^\p{L}\p{N}._ -]/gu, "_")
        .replace(/^[. -]+|[. ]+$/g, ""),
    ) || "submission";
  const isTaken = (name: string) => taken.has(name.toLowerCase());
  let name = plain(file.replace(/\.zip$/i, ""));
  if (isTaken(name)) name = plain(file);
  for (let i = 2; isTaken(name); i++) name = `${plain(file)}-${i}`;
  taken.add(name.toLowerCase());
  return { name };
}

/** Most systems allow 255 bytes for a file's name. An extension is added, and random digits while the file is written. */
function shorten(name: string): string {
  const letters = Array.from(name).slice(0, 100);
  while (Buffer.byteLength(letters.join("")) > 200) letters.pop();
  return letters.join("");
}
