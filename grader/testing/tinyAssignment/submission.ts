/** Makes submissions of this assignment. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../overlay.ts";
import { assignment } from "./index.ts";

/** The solution, or the stencil, with some files changed. */
export function submission(from: "solution" | "stencil", changes: Record<string, string> = {}): string {
  const folder = join(temporaryFolder(), "alice");
  cpSync(assignment[from], folder, { recursive: true });
  for (const [name, text] of Object.entries(changes)) writeFileSync(join(folder, name), text);
  return folder;
}

export const solutionText = (name: string) => readFileSync(join(assignment.solution, name), "utf8");
