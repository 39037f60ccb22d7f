/** `npm run fixtures`: writes fixtures/ from the solution, or (`-- --check`) tells whether it is up to date. */
import { join } from "node:path";
import type { CommandModule } from "yargs";
import { formatFixture } from "../../fixtures/format.ts";
import { reportDrift, writeGenerated } from "./drift.ts";

const folder = join(__dirname, "../../fixtures");

export const fixturesCommand: CommandModule<object, { check: boolean }> = {
  command: "fixtures",
  describe: "Write the fixtures from the reference solution",
  builder: (yargs) =>
    yargs.option("check", {
      type: "boolean",
      default: false,
      describe: "Change nothing; fail when a fixture is out of date",
    }),
  handler: async ({ check }) => {
    const { makeFixtures } = await import("../../fixtures/recipes.ts");
    const files = makeFixtures().map(({ name, description, cases, checks }) => ({
      path: join(folder, `${name}.json`),
      name: `fixtures/${name}.json`,
      text: formatFixture(description, cases),
      checks,
    }));
    if (check) reportDrift(files, "npm run fixtures");
    else await writeGenerated(files);
  },
};
