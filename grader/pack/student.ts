/** Packs the project for students: without hidden checks, and with a workflow that grades every push. */
import type { Assignment } from "../assignment.ts";
import { loadRubric } from "../rubric.ts";
import { graderFiles, packagingOf, read, scriptOf, topOf } from "./grader.ts";
import { withoutChecks, withoutRows } from "./hidden.ts";
import type { PackedFile } from "./zip.ts";

export function packStudent(assignment: Assignment): Map<string, PackedFile> {
  const files = graderFiles(assignment);
  const { checks } = loadRubric(assignment);
  const hidden = new Set(checks.filter(({ visibility }) => visibility).map(({ id }) => id));
  for (const [name, { data }] of files) {
    if (name.endsWith("/rubric.json")) files.set(name, { data: withoutRows(String(data), hidden) });
    if (name.endsWith(".spec.ts")) files.set(name, { data: withoutChecks(String(data), hidden) });
  }
  const top = topOf(assignment);
  files.set(`${top}/README.md`, { data: read(packagingOf(assignment).readme) });
  files.set(`${top}/.github/workflows/grade.yml`, { data: scriptOf("grader/pack/grade.yml", assignment) });
  return files;
}
