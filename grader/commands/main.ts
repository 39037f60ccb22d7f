/** The command line: one file a command. Exit codes: 0 done, 1 below a limit, 2 bad usage, 3 our own fault. */
import yargs, { type CommandModule } from "yargs";
import { hideBin } from "yargs/helpers";
import type { Assignment } from "../assignment.ts";
import { plainLine } from "../report/plain.ts";
import { gradeCommand } from "./grade.ts";
import { packCommand } from "./pack.ts";
import { staffCommands } from "./staff.ts";

/** What the caller can mend; everything else is a fault of the grader. */
const usageErrors = ["UsageError", "DataError", "WriteError", "YError"];

function fail(message: string | null, error: unknown): never {
  const isOurs = error instanceof Error && !usageErrors.includes(error.name);
  const text = plainLine(message ?? (error as Error)?.message ?? String(error));
  console.error(isOurs ? `The grader itself failed: ${text}` : text);
  if (isOurs && process.env.DEBUG) console.error(error);
  if (!isOurs && !error) console.error(`\`npm run ${commandName()} -- --help\` lists what can be said`);
  process.exit(isOurs ? 3 : 2);
}

/** What was asked for, if that is a command. */
function commandName(): string {
  const [name = ""] = hideBin(process.argv);
  return /^[a-z:]+$/.test(name) ? name : "grade";
}

/** @param others commands of the assignment's own */
export function main(assignment: Assignment, others: CommandModule[] = []): void {
  yargs(hideBin(process.argv))
    .scriptName("npm run")
    .command(gradeCommand(assignment))
    .command(others)
    .command(packCommand(assignment))
    .command(staffCommands(assignment))
    .strict()
    .version(false)
    .wrap(Math.min(100, process.stdout.columns || 100))
    .fail(fail)
    .parseAsync()
    .catch((error) => fail(null, error));
}
