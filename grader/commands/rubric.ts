/** `npm run rubric`: the course's policy as a table. */
import type { CommandModule } from "yargs";
import { type Track, tracks } from "../assignment/contract.ts";
import { loadRubric } from "../rubric.ts";

export const rubricCommand: CommandModule<object, { track?: Track }> = {
  command: "rubric",
  describe: "List every check, what it is worth and who sees it",
  builder: (yargs) =>
    yargs.option("track", { choices: tracks, describe: "Only the checks of this track" }) as never,
  handler: async ({ track }) => {
    const { formatRubric } = await import("../terminal/rubricTable.ts");
    console.log(formatRubric(loadRubric(), track ? [track] : [...tracks]));
  },
};
