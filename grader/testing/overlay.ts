/** Makes folders for tests: the solution or the stencil, with some files changed. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assignment } from "../assignment/index.ts";
import type { Base, Change } from "../proofs/overlay.ts";
import * as overlay from "../proofs/overlay.ts";

export { type Change, replacing } from "../proofs/overlay.ts";

export const house = join(__dirname, "../..");

export const writeSubmission = (folder: string, base: Base, changes?: Record<string, Change>) =>
  overlay.writeSubmission(assignment, folder, base, changes);

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Makes a folder for a test. It is removed after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "beras-test-"));
  folders.push(folder);
  return folder;
}
