/** What only staff has. */
import type { Packaging } from "../../assignment.ts";

const folder = "grader/testing/tinyAssignment";

export const packaging: Packaging = {
  paths: ["cli.ts", "index.ts", "rubric.json", "staff.student.ts", "stencil", "suites"].map(
    (name) => `${folder}/${name}`,
  ),
  scripts: ["grade", "pack", "typecheck"],
  typechecked: [`${folder}/stencil`],
  types: ["node"],
  readme: `${folder}/README.md`,
};
export const proofs = async () => (await import("./proofs/index.ts")).proofs;
