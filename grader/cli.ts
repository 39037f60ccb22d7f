/** The command line: one file a command, in commands/. Exit codes: 0 done, 1 below a limit, 2 bad usage, 3 our own fault. */
import yargs from "yargs";
import { hideBin } from "yargs/helpers";
import { dataCommand } from "./commands/data.ts";
import { gradeCommand } from "./commands/grade.ts";
import { packCommand } from "./commands/pack.ts";
import { staffCommands } from "./commands/staff.ts";
import { plainLine } from "./report/plain.ts";

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

yargs(hideBin(process.argv))
  .scriptName("npm run")
  .command(gradeCommand)
  .command(dataCommand)
  .command(packCommand)
  .command(staffCommands)
  .strict()
  .version(false)
  .wrap(Math.min(100, process.stdout.columns || 100))
  .fail(fail)
  .parseAsync()
  .catch((error) => fail(null, error));
