/** A submission as a job: everything that is needed to grade it on any machine, and a key that identifies it. */
import { createHash } from "node:crypto";
import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Static } from "@sinclair/typebox";
import { type Assignment, type Track, trackIds } from "../assignment.ts";
import { validator } from "../report/validate.ts";
import { utf16Text } from "../submission/encoding.ts";
import { UsageError } from "../submission/errors.ts";
import { maxFileBytes } from "../submission/limits.ts";
import { readSubmittedFile, type Submission } from "../submission/locate.ts";
import { inHiddenFolder } from "../submission/unread.ts";
import type { Unread } from "../wording/files.ts";
import type * as schema from "./job.schema.ts";
import { maxJobBytes, maxJobFiles } from "./jobLimits.ts";

/** Everything but the submission that a score depends on. */
export type Settings = Static<typeof schema.settings>;
export type Job = Static<typeof schema.job>;

const fitsSchema = validator("../batch/job.schema.json");

/** Returns null for a valid job, else what is wrong with it, in one line. */
export function validateJob(assignment: Assignment, data: unknown): string | null {
  const problem = fitsSchema(data);
  if (problem) return problem;
  const { track, files } = data as Job;
  const known = trackIds(assignment);
  if (!known.includes(track)) return `/track is ${track}: there are ${known.join(", ")}`;
  const bytes = Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return bytes > maxJobBytes
    ? `/files has ${(bytes / 2 ** 20).toFixed(1)} MB of source files: at most 10 MB are graded`
    : null;
}

/** Stand for the contents of files that are not read. A worker finds the same reason not to read them. */
const standIns = new Map<Unread["code"] | undefined, string>([
  ["too-large", "\n".repeat(maxFileBytes + 1)],
  ["utf-16", utf16Text],
]);

/** @throws UsageError when the submission is too large for a job */
export function makeJob({ root, track }: Submission, settings: Settings): Job {
  const files = readSources(root);
  return { key: keyOf(files, track, settings), track, files, settings };
}

/**
 * Reads the TypeScript files. Grading reads no others.
 * @throws UsageError when they are too many, or too large
 */
export function readSources(root: string): Record<string, string> {
  const files: [string, string][] = [];
  let bytes = 0;
  const visit = (folder: string) => {
    for (const entry of entriesOf(join(root, folder))) {
      const name = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isDirectory() && !inHiddenFolder.test(`${name}/`)) visit(name);
      // "queue.ts.txt" is not graded, but the report names it.
      if (!entry.isFile() || !/\.ts(\.txt)?$/i.test(name)) continue;
      const { text, problem } = readSubmittedFile(root, name);
      const content = standIns.get(problem?.code) ?? text;
      if (content === undefined) continue;
      bytes += Buffer.byteLength(content);
      if (bytes > maxJobBytes) throw new UsageError("the submission has more than 10 MB of source files");
      if (files.length === maxJobFiles)
        throw new UsageError(`the submission has more than ${maxJobFiles} source files`);
      files.push([name, content]);
    }
  };
  visit("");
  return Object.fromEntries(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Returns nothing for a folder that cannot be read, as `npm run grade` does. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function keyOf(files: Record<string, string>, track: Track, settings: Settings): string {
  // JSON separates names and texts unambiguously.
  const text = JSON.stringify([Object.entries(files), track, Object.entries(settings).sort()]);
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
