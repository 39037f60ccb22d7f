/** `npm run diff -- A B`: shows what a regrade changed, in one report or in those of a class. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { CommandModule } from "yargs";
import type { Assignment } from "../assignment.ts";
import { compareReports, isChanged } from "../report/compare.ts";
import { readReport } from "../report/read.ts";
import { UsageError } from "../submission/errors.ts";

export const diffCommand = (
  assignment: Assignment,
): CommandModule<object, { before: string; after: string }> => ({
  command: "diff <before> <after>",
  describe: "Show what changed between two reports, or between two batches",
  builder: (yargs) =>
    yargs
      .positional("before", { type: "string", demandOption: true, describe: "A report, or a batch's folder" })
      .positional("after", { type: "string", demandOption: true }),
  handler: async ({ before, after }) => {
    const { formatComparison } = await import("../terminal/comparison.ts");
    for (const path of [before, after]) if (!existsSync(path)) throw new UsageError(`There is no ${path}`);
    const [isBatch, isOther] = [before, after].map(isFolder);
    if (isBatch !== isOther) throw new UsageError("Compare two reports, or two folders of grade:batch");
    if (!isBatch) {
      const [a, b] = [before, after].map((file) => readReport(assignment, file));
      console.log(formatComparison(compareReports(a, b)));
      return;
    }
    const [earlier, later] = [before, after].map(reportsOf);
    let changed = 0;
    for (const name of [...new Set([...earlier, ...later])].sort()) {
      if (!earlier.includes(name) || !later.includes(name)) {
        console.log(`${name}: only in ${earlier.includes(name) ? before : after}`);
        changed += 1;
        continue;
      }
      const [a, b] = [before, after].map((folder) => readReport(assignment, join(folder, "reports", name)));
      const comparison = compareReports(a, b);
      if (!isChanged(comparison)) continue;
      changed += 1;
      console.log(`${name}\n${formatComparison(comparison)}\n`);
    }
    console.log(`${changed} of ${new Set([...earlier, ...later]).size} reports changed`);
  },
});

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function reportsOf(folder: string): string[] {
  const reports = join(folder, "reports");
  if (!isFolder(reports))
    throw new UsageError(`${folder} is not a folder of grade:batch: it has no reports/`);
  return readdirSync(reports).filter((name) => name.endsWith(".json"));
}
