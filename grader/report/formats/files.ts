/** Where the report of a run goes, in each of its formats. */
import { resolve } from "node:path";
import type { Assignment } from "../../assignment.ts";
import { EarlierReports, partOf } from "../earlier.ts";
import type { Report } from "../report.ts";
import { type FormatName, formats } from "./index.ts";
import { expectEnvironment, expectWritable, formatFiles, writeFormats } from "./write.ts";

/** What a student looks at. The other formats are for services, which want the same report each time. */
const own: FormatName[] = ["json", "html"];

export class ReportFiles {
  /** Only of runs with the usual names: who names a file gets this run's report in it. */
  readonly earlier: EarlierReports | null;
  private readonly shown: Map<FormatName, string>;

  /**
   * @param out undefined for the usual names
   * @throws UsageError when `out` is a folder
   */
  constructor(
    private readonly assignment: Assignment,
    names: FormatName[],
    out?: string,
  ) {
    expectEnvironment(names);
    const file = out ?? `report${names.length === 1 ? formats[names[0]].extension : ".json"}`;
    // The names for messages are those that the user gave.
    this.shown = formatFiles(file, names);
    const json = this.shown.get("json");
    const isOwn = out === undefined && json !== undefined && names.every((name) => own.includes(name));
    this.earlier = isOwn ? new EarlierReports(assignment, resolve(json)) : null;
  }

  /**
   * @param source the submission
   * @throws UsageError in one line, before anything is graded
   */
  expectWritable(source: string): void {
    for (const file of this.shown.values()) expectWritable(resolve(file), resolve(source));
  }

  /** From each format to its file. A run of a part leaves the report of a whole run alone. */
  for(report: Report): Map<FormatName, string> {
    if (!this.earlier?.mustStandBeside(report)) return this.shown;
    return new Map([...this.shown].map(([name, file]) => [name, partOf(file)]));
  }

  /** @param names some of the formats; all by default */
  async write(report: Report, names: FormatName[] = [...this.shown.keys()]): Promise<void> {
    const files = [...this.for(report)].filter(([name]) => names.includes(name));
    await writeFormats(new Map(files.map(([name, file]) => [name, resolve(file)])), report, this.assignment);
  }
}
