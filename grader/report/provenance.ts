/** Hashes of what made a report: the same hashes give the same report. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { contentKey } from "../contentKey.cjs";

/** Sixteen hexadecimal digits of SHA-256. */
export function shortHash(...parts: (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex").slice(0, 16);
}

/** Of files by their names and texts, in whatever order they come. */
export function hashFiles(files: Iterable<readonly [name: string, text: string]>): string {
  // JSON keeps names and texts apart, whatever is in them.
  return shortHash(JSON.stringify([...files].sort(([a], [b]) => (a < b ? -1 : 1))));
}

let version: string | undefined;

/** "0.1.0+0123456789abcdef": the package's version, and a hash of the grader's sources, suites and packages. */
export function graderVersion(): string {
  version ??= `${JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")).version}+${contentKey({ suites: true, node: false })}`;
  return version;
}
