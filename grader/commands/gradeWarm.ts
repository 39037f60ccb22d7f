/** `grade:warm`: the process behind run/warmGrader.ts. It is not for people, and hidden from the list of commands. */
import type { CommandModule } from "yargs";
import type { Assignment } from "../assignment.ts";
import { warmCommand } from "../run/warmGrader.ts";

export const gradeWarmCommand = (assignment: Assignment): CommandModule => ({
  command: warmCommand,
  describe: false,
  handler: async () => (await import("../run/warmWorker.ts")).serve(assignment),
});
