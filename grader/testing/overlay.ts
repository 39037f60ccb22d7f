/** Makes folders for tests: the solution or the stencil, with some files changed. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assignment } from "../assignment/index.ts";
import type { Base, Change } from "../proofs/overlay.ts";
import * as overlay from "../proofs/overlay.ts";

export { type Change, replacing } from "../proofs/overlay.ts";

export const house = join(__dirname, "../..");

export const writeSubmission = (folder: string, base: Base, changes?: Record<string, Change>) =>
  overlay.writeSubmission(assignment, folder, base, changes);

/**
 * Writes the cheapest submission that loads the data set: its network can be judged before a training, and everything that a
 * training needs is unwritten.
 */
export function writeNetwork(folder: string): string {
  const written = ["assignment.ts", "beras/layers.ts", "beras/activations.ts"];
  const files = written.map((file) => [file, readFileSync(join(house, "solution", file), "utf8")]);
  return writeSubmission(folder, "stencil", { ...Object.fromEntries(files), "2470student": "" });
}

const folders: string[] = [];
// The laptop's steps run without Jest, and make no such folders.
globalThis.afterAll?.(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Makes a folder for a test. It is removed after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "beras-test-"));
  folders.push(folder);
  return folder;
}
