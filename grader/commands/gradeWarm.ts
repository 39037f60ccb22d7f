/** `grade:warm`: the process behind run/warmGrader.ts. Not for people, and not in the list of commands. */
import type { CommandModule } from "yargs";
import type { Assignment } from "../assignment.ts";
import { warmCommand } from "../run/warmGrader.ts";

export const gradeWarmCommand = (assignment: Assignment): CommandModule => ({
  command: warmCommand,
  describe: false,
  handler: async () => (await import("../run/warmWorker.ts")).serve(assignment),
});
