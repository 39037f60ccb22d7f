/** Submissions as they arrive: a folder, a zip file, or a git repository at a commit. */
import { existsSync, mkdirSync, mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import type { Track } from "../contract.ts";
import { removeFolder } from "../sandbox/removeFolder.ts";
import { UsageError } from "./errors.ts";
import { unpackCommit } from "./git.ts";
import { locateSubmission, type Submission } from "./locate.ts";
import { unpackZip } from "./zip.ts";

/** How the names of archives end that cannot be graded. */
export const otherArchive = /\.(rar|7z|tar|tgz|gz|bz2|xz)$/i;

export interface OpenSubmission {
  submission: Submission;
  /** Removes what was unpacked. A folder that was graded where it lies is left as it is. */
  close(): void;
}

/**
 * @param source where it is
 * @param options `track` given by the user, otherwise the marker file decides; `commit` to take from a git repository;
 * `shownAs`: how messages call the submission, if not by its place
 * @throws UsageError in one line, when there is no submission or it must not be unpacked
 */
export async function openSubmission(
  source: string,
  { track, commit, shownAs = source }: { track?: Track; commit?: string; shownAs?: string } = {},
): Promise<OpenSubmission> {
  const path = resolve(source);
  if (commit !== undefined) {
    if (!existsSync(path)) throw new UsageError(`There is no git repository at ${source}`);
    return unpacked(basename(path).replace(/\.git$/, ""), shownAs, track, (folder) =>
      unpackCommit(path, commit, folder),
    );
  }
  if (existsSync(path) && statSync(path).isFile()) {
    const [extension] = otherArchive.exec(path) ?? /\.ts$/.exec(path) ?? [];
    if (extension) throw new UsageError(`${shownAs} is neither a folder nor a zip file, but ${extension}`);
    return unpacked(basename(path).replace(/\.zip$/i, ""), shownAs, track, (folder) =>
      unpackZip(path, folder, shownAs),
    );
  }
  return { submission: locateSubmission(source, track, shownAs), close() {} };
}

/** Unpacks into a temporary folder, where the submission keeps its name. */
async function unpacked(
  name: string,
  source: string,
  track: Track | undefined,
  unpack: (folder: string) => Promise<void>,
): Promise<OpenSubmission> {
  const temporary = mkdtempSync(join(tmpdir(), "beras-submission-"));
  const close = () => removeFolder(temporary);
  try {
    const folder = join(temporary, name || "submission");
    mkdirSync(folder);
    await unpack(folder);
    return { submission: locateSubmission(folder, track, source), close };
  } catch (error) {
    close();
    throw error;
  }
}
