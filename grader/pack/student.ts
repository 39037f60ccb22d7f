/** The package that students receive: nothing of the hidden checks, and a workflow that grades every push. */
import type { Assignment } from "../assignment.ts";
import { loadRubric } from "../rubric.ts";
import { graderFiles, read, top } from "./grader.ts";
import { withoutChecks, withoutRows } from "./hidden.ts";
import type { PackedFile } from "./zip.ts";

export function packStudent(assignment: Assignment): Map<string, PackedFile> {
  const files = graderFiles();
  const { checks } = loadRubric(assignment);
  const hidden = new Set(checks.filter(({ visibility }) => visibility).map(({ id }) => id));
  for (const [name, { data }] of files) {
    if (name.endsWith("/rubric.json")) files.set(name, { data: withoutRows(String(data), hidden) });
    if (name.endsWith(".spec.ts")) files.set(name, { data: withoutChecks(String(data), hidden) });
  }
  files.set(`${top}/README.md`, { data: read("grader/pack/student/README.md") });
  files.set(`${top}/.github/workflows/grade.yml`, { data: read("grader/pack/student/grade.yml") });
  return files;
}
