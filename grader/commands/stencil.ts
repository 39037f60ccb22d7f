/** `npm run stencil`: writes the stencil from the solution, or checks with `-- --check` that it is up to date. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CommandModule } from "yargs";
import type { Assignment } from "../assignment.ts";
import { loadRubric } from "../rubric.ts";
import { reportDrift, withLineFeeds, writeGenerated } from "./drift.ts";

export const stencilCommand = (assignment: Assignment): CommandModule<object, { check: boolean }> => ({
  command: "stencil",
  describe: "Write the stencil from the reference solution",
  builder: (yargs) =>
    yargs.option("check", {
      type: "boolean",
      default: false,
      describe: "Write nothing, and fail if a file is out of date",
    }),
  handler: async ({ check }) => {
    // Loads the TypeScript compiler, which the other commands do not need.
    const { toStencil } = await import("../stencil/generate.ts");
    const rubric = loadRubric(assignment);
    const files = assignment.files.map((file) => ({
      path: join(assignment.stencil, file),
      name: `stencil/${file}`,
      text: toStencil(
        `solution/${file}`,
        withLineFeeds(readFileSync(join(assignment.solution, file), "utf8")),
      ),
      checks: rubric.checks.filter((row) => row.file === file).map(({ id }) => id),
    }));
    for (const { name, path, fill } of assignment.documents) {
      files.push({ path, name, text: fill(withLineFeeds(readFileSync(path, "utf8")), rubric), checks: [] });
    }
    if (check) reportDrift(files, "npm run stencil");
    else await writeGenerated(assignment, files);
  },
});
