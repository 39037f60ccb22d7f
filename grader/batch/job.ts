/** A submission as a job: all that is needed to grade it anywhere, and the key by which it is known again. */
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { Track } from "../contract.ts";
import { maxEntries } from "../submission/entries.ts";
import { UsageError } from "../submission/errors.ts";
import { readSubmittedFile, type Submission } from "../submission/locate.ts";
import { openSubmission } from "../submission/open.ts";

/** What a score depends on beside the submission. */
export interface Settings {
  /** Of the grader: its sources, suites, rubric and packages. */
  version: string;
  dataset: string;
  seed: string;
  /** Null: each submission's own. */
  track: Track | null;
  timeoutSeconds: number;
  memoryMb: number;
}

export interface Job {
  /** The same for the same content and settings, whoever handed it in. */
  key: string;
  track: Track;
  /** The source files, by name. */
  files: Record<string, string>;
  settings: Settings;
}

/** Twenty times what anybody writes. A job has to fit through a network, too. */
const maxJobBytes = 10 * 1024 * 1024;

/** @throws UsageError when there is nothing to grade */
export async function makeJob(path: string, settings: Settings): Promise<Job> {
  const { submission, close } = await openSubmission(path, {
    track: settings.track ?? undefined,
    shownAs: basename(path),
  });
  try {
    const files = readSources(submission);
    return { key: keyOf(files, submission.track, settings), track: submission.track, files, settings };
  } finally {
    close();
  }
}

/** Grading reads TypeScript files and nothing else. */
function readSources({ root }: Submission): Record<string, string> {
  const files: [string, string][] = [];
  let [entries, bytes] = [0, 0];
  const visit = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      entries += 1;
      if (entries > maxEntries) throw new UsageError(`the submission has more than ${maxEntries} files`);
      const name = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isDirectory() && !/^(node_modules|\..*)$/.test(entry.name)) visit(name);
      if (!entry.isFile() || !name.endsWith(".ts")) continue;
      const { text } = readSubmittedFile(root, name);
      if (text === undefined) continue;
      bytes += text.length;
      if (bytes > maxJobBytes) throw new UsageError("the submission has more than 10 MB of source files");
      files.push([name, text]);
    }
  };
  visit("");
  return Object.fromEntries(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function keyOf(files: Record<string, string>, track: Track, settings: Settings): string {
  // JSON keeps names and texts apart, whatever is in them.
  const text = JSON.stringify([Object.entries(files), track, Object.entries(settings).sort()]);
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
