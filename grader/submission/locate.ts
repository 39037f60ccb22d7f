/** Finds a submission: its folder, its files and its track. */
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { studentFiles, type Track } from "../contract.ts";
import { UsageError } from "./errors.ts";

export interface Submission {
  /** How people call it: the folder's name. */
  name: string;
  /** Where assignment.ts and beras/ are, or should be. */
  root: string;
  track: Track;
  /** The text of each of the assignment's files that is there, by its name in the contract. */
  files: Map<string, string>;
}

/** The layout of a hand-in: what was handed in, or the folder that holds it. */
const layouts = [".", "hw2/code", "code", "hw2"];
/** A file of this name anywhere between the folder given and the code says that the student takes CS2470. */
export const trackMarker = "2470student";
/** Far more than anybody writes by hand. */
const maxFileBytes = 1024 * 1024;

/**
 * @param folder where the submission lies
 * @param track given by the user; otherwise the marker file decides
 * @param source what the user named, if that is not the folder itself
 * @throws UsageError when the folder is not there or holds none of the assignment's files
 */
export function locateSubmission(folder: string, track?: Track, source = folder): Submission {
  const top = resolve(folder);
  if (!existsSync(top))
    throw new UsageError(`There is no submission at ${source}: name a folder, for example stencil`);
  if (!lstatSync(top).isDirectory()) throw new UsageError(`${source} is neither a folder nor a zip file`);
  const root = [top, ...onlyFolder(top)]
    .flatMap((place) => layouts.map((layout) => join(place, layout)))
    .find((candidate) => holdsCode(candidate));
  if (!root) {
    throw new UsageError(
      `${source} holds no submission: expected assignment.ts and beras/, there or in hw2/code/; found ${listing(top)}`,
    );
  }
  return {
    name: basename(top),
    root,
    track: track ?? (hasMarker(top, root) ? "cs2470" : "cs1470"),
    files: readFiles(root),
  };
}

/** Many programs pack a folder as a folder in the archive: alice/hw2/code. */
function onlyFolder(top: string): string[] {
  const folders = readdirSync(top, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith("."),
  );
  return folders.length === 1 ? [join(top, folders[0].name)] : [];
}

function holdsCode(folder: string): boolean {
  return isFolder(join(folder, "beras")) || existsSync(join(folder, "assignment.ts"));
}

function isFolder(path: string): boolean {
  return existsSync(path) && lstatSync(path).isDirectory();
}

/** The marker lies beside the code or in a folder above it, up to the one that was named. */
function hasMarker(top: string, root: string): boolean {
  const steps = relative(top, root).split(/[\\/]/).filter(Boolean);
  const folders = steps.map((_, i) => join(top, ...steps.slice(0, i + 1)));
  return [top, ...folders].some((folder) => existsSync(join(folder, trackMarker)));
}

function readFiles(root: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const name of studentFiles) {
    const text = readPlainFile(root, name);
    if (text !== null) files.set(name, text);
  }
  return files;
}

/** The text of a regular file of sensible size in `root`; null for anything else, whatever lies behind a link included. */
export function readPlainFile(root: string, name: string): string | null {
  const path = join(root, name);
  try {
    const stat = lstatSync(path);
    const isLinked = realpathSync(path) !== join(realpathSync(root), name);
    return stat.isFile() && !isLinked && stat.size <= maxFileBytes ? readFileSync(path, "utf8") : null;
  } catch {
    return null;
  }
}

function listing(folder: string): string {
  const names = readdirSync(folder).slice(0, 5);
  return names.length ? names.join(", ") : "an empty folder";
}
