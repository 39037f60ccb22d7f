/** Parses the names that learning platforms give to exported files. */
import type { Assignment } from "../assignment.ts";
import { isMarker } from "../submission/marker.ts";

export interface Named {
  /** The student's name, as the platform writes it. */
  student: string;
  /** The platform's own number. */
  id: string;
}

/** Moodle, "Download all submissions": `Alice Ångström_12345_assignsubmission_file_`, as a folder or as the start of a file's name. */
export function moodleName(name: string): (Named & { kind: "file" | "onlinetext"; rest: string }) | null {
  const match = /^(.+)_(\d+)_assignsubmission_(file|onlinetext)(?:_(.*))?$/.exec(name);
  if (!match) return null;
  const [, student, id, kind, rest = ""] = match;
  return { student, id, kind: kind as "file" | "onlinetext", rest };
}

export interface CanvasFile extends Named {
  isLate: boolean;
  /** The file's own number. */
  file: string;
  /** The name under which it was handed in. */
  name: string;
}

/**
 * Canvas, "Download Submissions": `smithbob_12345_67890_stats.ts`, `smithbob_LATE_12345_67890_stats.ts`, and
 * `anon_x7Qa1_67890_stats.ts` where grading is anonymous. (Its source: lib/content_zipper.rb in instructure/canvas-lms.)
 */
function canvasName(name: string): CanvasFile | null {
  const match =
    /^(?<student>.+?)_(?<late>LATE_)?(?<id>\d+)_(?<file>\d+)_(?<name>.+)$/.exec(name) ??
    /^(?<late>LATE_)?(?<student>anon)_(?<id>[^_]+)_(?<file>\d+)_(?<name>.+)$/.exec(name);
  const { student, late, id, file, name: own } = match?.groups ?? {};
  return match ? { student, id, isLate: late !== undefined, file, name: own } : null;
}

/**
 * Groups files by student and by the student's number. Null if the names are not Canvas's, where every file has its own number.
 */
export function canvasGroups(names: string[]): Map<string, (CanvasFile & { listed: string })[]> | null {
  const groups = new Map<string, (CanvasFile & { listed: string })[]>();
  const numbers = new Set<string>();
  for (const listed of names) {
    const found = canvasName(listed);
    if (!found || numbers.has(found.file)) return null;
    numbers.add(found.file);
    const key = `${found.student}_${found.id}`;
    groups.set(key, [...(groups.get(key) ?? []), { ...found, listed }]);
  }
  return groups.size ? groups : null;
}

/** `stats-1.ts` is the second copy of `stats.ts` that a student handed in. The latest copy counts. */
export function withoutCopies<T extends { name: string }>(
  assignment: Assignment,
  files: T[],
): { files: T[]; notes: string[] } {
  const knownNames = new Set(assignment.files.map((name) => name.slice(name.lastIndexOf("/") + 1)));
  const latest = new Map<string, { file: T; copy: number }>();
  const others: T[] = [];
  const notes: string[] = [];
  for (const file of files) {
    const [, base, number = "0", extension = ""] = /^(.*?)(?:-(\d+))?(\.[^.]*)?$/s.exec(file.name) ?? [];
    const plain = `${base}${extension}`;
    if (!knownNames.has(plain) && !isMarker(assignment, plain) && !/\.zip$/i.test(plain)) {
      others.push(file);
      // The name of a helper file may end in a number.
      if (number !== "0" && /\.ts$/.test(plain) && !files.some(({ name }) => name === plain))
        others.push({ ...file, name: plain });
      continue;
    }
    const known = latest.get(plain);
    if (!known || known.copy < Number(number)) latest.set(plain, { file, copy: Number(number) });
    if (known) notes.push(`There are several copies of ${plain}; the latest one is graded`);
  }
  const renamed = [...latest].map(([plain, { file }]) => ({ ...file, name: plain }));
  return { files: [...renamed, ...others], notes: [...new Set(notes)] };
}
