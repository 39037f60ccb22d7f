/** `npm run report -- FILE`: writes an existing report in other formats. */
import { resolve } from "node:path";
import type { CommandModule } from "yargs";
import type { Assignment } from "../assignment.ts";
import { type FormatName, formatNames } from "../report/formats/index.ts";
import { expectEnvironment, formatFiles, writeFormats } from "../report/formats/write.ts";
import { readReport } from "../report/read.ts";
import { UsageError } from "../submission/errors.ts";

interface ReportArguments {
  report: string;
  format: FormatName[];
  out: string;
}

export const reportCommand = (assignment: Assignment): CommandModule<object, ReportArguments> => ({
  command: "report <report>",
  describe: "Write a report in other formats, with the decisions of the staff",
  builder: (yargs) =>
    yargs
      .positional("report", {
        type: "string",
        demandOption: true,
        describe: "A report of `grade`, or one in reports/ of `grade:batch`",
      })
      .option("format", {
        choices: formatNames,
        array: true,
        demandOption: true,
        describe: "Formats to write",
      })
      .option("out", {
        type: "string",
        requiresArg: true,
        demandOption: true,
        describe: "File to write. With several formats, each gets its own extension",
      }) as never,
  handler: async ({ report: file, format, out }) => {
    const names = [...new Set(format)];
    expectEnvironment(names);
    const report = readReport(assignment, file);
    const files = formatFiles(resolve(out), names);
    if ([...files.values()].includes(resolve(file)))
      throw new UsageError(`${file} is the report itself: name another file with --out`);
    await writeFormats(files, report, assignment);
    console.log([...formatFiles(out, names).values()].join(", "));
  },
});
