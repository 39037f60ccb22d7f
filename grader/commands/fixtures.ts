/** `npm run fixtures`: writes the fixtures from the solution, or checks with `-- --check` that they are up to date. */
import { basename, join } from "node:path";
import type { CommandModule } from "yargs";
import type { Assignment } from "../assignment.ts";
import { UsageError } from "../submission/errors.ts";
import { reportDrift, writeGenerated } from "./drift.ts";

export const fixturesCommand = (assignment: Assignment): CommandModule<object, { check: boolean }> => ({
  command: "fixtures",
  describe: "Write the fixtures from the reference solution",
  builder: (yargs) =>
    yargs.option("check", {
      type: "boolean",
      default: false,
      describe: "Write nothing, and fail if a fixture is out of date",
    }),
  handler: async ({ check }) => {
    const { title, fixtures: folder, makeFixtures } = assignment;
    if (!folder || !makeFixtures) throw new UsageError(`${title} has no fixtures`);
    const files = (await makeFixtures()).map(({ name, text, checks }) => ({
      path: join(folder, `${name}.json`),
      name: `${basename(folder)}/${name}.json`,
      text,
      checks,
    }));
    if (check) reportDrift(files, "npm run fixtures");
    else await writeGenerated(assignment, files);
  },
});
