/** `npm run rubric`: shows the course's policy as a table. */
import type { CommandModule } from "yargs";
import { type Assignment, type Track, trackIds } from "../assignment.ts";
import { loadRubric } from "../rubric.ts";

export const rubricCommand = (assignment: Assignment): CommandModule<object, { track?: Track }> => ({
  command: "rubric",
  describe: "List every check with its points, and who sees it",
  builder: (yargs) =>
    yargs.option("track", {
      choices: trackIds(assignment),
      describe: "Only the checks of this track",
    }) as never,
  handler: async ({ track }) => {
    const { formatRubric } = await import("../terminal/rubricTable.ts");
    console.log(formatRubric(loadRubric(assignment), track ? [track] : trackIds(assignment)));
  },
});
