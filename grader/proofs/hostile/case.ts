/** Loads the hostile and broken submissions. */
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Static } from "@sinclair/typebox";
import type { Assignment } from "../../assignment.ts";
import { validator } from "../../report/validate.ts";
import { type Change, replacing, writeSubmission } from "../overlay.ts";
import type { HostileParts, Place } from "../proofs.ts";
import type * as schema from "./case.schema.ts";

type Edit = Static<typeof schema.edit>;

/** What case.schema.ts describes, with the name of its folder. */
export type HostileCase = Static<typeof schema.hostileCase> & { name: string };

const validate = validator("../proofs/hostile/case.schema.json");

/** @throws Error with one line that names the damaged case */
export function loadCases({ folder }: Pick<HostileParts, "folder">): HostileCase[] {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const file = JSON.parse(readFileSync(join(folder, name, "case.json"), "utf8"));
      const problem = validate(file);
      if (problem) throw new Error(`${name}/case.json: ${problem}`);
      return { name, ...file };
    });
}

/**
 * Writes the submission of a case into an empty folder. Nothing of value is near it, except `outside`.
 * @returns what to grade: the folder, or a zip file made of it
 */
export async function writeCase(
  assignment: Assignment,
  { folder, recipes, archives }: HostileParts,
  hostile: HostileCase,
  { to, outside }: Place,
): Promise<string> {
  if (!hostile.bare) writeEdited(assignment, to, hostile.edits);
  cpSync(join(folder, hostile.name), to, {
    recursive: true,
    filter: (source) => source !== join(folder, hostile.name, "case.json"),
  });
  if (hostile.recipe) recipes[hostile.recipe]({ to, outside });
  return hostile.zip ? archives[hostile.zip](to) : to;
}

/** @throws Error with one line when an edit replaces a text that is not there */
export function writeEdited(assignment: Assignment, to: string, edits: Edit[] = []): void {
  writeSubmission(assignment, to, "solution", toChanges(edits));
}

/** Applies several edits of a file in order. */
function toChanges(edits: Edit[]): Record<string, Change> {
  const changes: Record<string, Change> = {};
  for (const { file, replace, with: replacement = "", prepend = "", append = "", remove } of edits) {
    const before = changes[file];
    changes[file] = remove
      ? null
      : (text) => {
          let changed = typeof before === "function" ? before(text) : text;
          if (replace !== undefined)
            changed = (replacing(replace, replacement) as (text: string) => string)(changed);
          return `${prepend}${changed}${append}`;
        };
  }
  return changes;
}
