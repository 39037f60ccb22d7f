/** The command line, one file per command. Exit codes: 0 done, 1 below a limit, 2 bad usage, 3 a fault of the grader. */
import yargs, { type CommandModule } from "yargs";
import { hideBin } from "yargs/helpers";
import { refusalOf } from "../../data/writeWhole.ts";
import type { Assignment } from "../assignment.ts";
import { plainLine } from "../report/plain.ts";
import { diffCommand } from "./diff.ts";
import { gradeCommand } from "./grade.ts";
import { packCommand } from "./pack.ts";
import { staffCommands } from "./staff.ts";

/** Errors that the caller can fix. All others are faults of the grader. */
const usageErrors = ["UsageError", "DataError", "WriteError", "YError"];

function fail(message: string | null, error: unknown): never {
  const isUnknown = error instanceof Error && !usageErrors.includes(error.name);
  const refusal = isUnknown ? refusalOf(error.message) : null;
  const isOurs = isUnknown && !refusal;
  const text = plainLine(refusal ?? message ?? (error as Error)?.message ?? String(error));
  console.error(isOurs ? `The grader itself failed: ${text}` : text);
  if (isOurs && process.env.DEBUG) console.error(error);
  if (!isOurs && !error) console.error(`\`npm run ${commandName()} -- --help\` lists the options`);
  process.exit(isOurs ? 3 : 2);
}

/** The command on the command line, if its name looks like one. */
function commandName(): string {
  const [name = ""] = hideBin(process.argv);
  return /^[a-z:]+$/.test(name) ? name : "grade";
}

/** @param others commands that the assignment adds */
export function main(assignment: Assignment, others: CommandModule[] = []): void {
  yargs(hideBin(process.argv))
    .scriptName("npm run")
    .command(gradeCommand(assignment))
    .command(diffCommand(assignment))
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
