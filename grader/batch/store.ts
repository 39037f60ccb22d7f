/** Keeps the results of a batch on disk. Each is written at once, and never graded again. */

import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isUnfinished, makeFolder, reasonOf, writeWhole } from "../../data/writeWhole.ts";
import type { Assignment } from "../assignment.ts";
import { renderPage } from "../report/formats/html.ts";
import { renderJson } from "../report/formats/json.ts";
import { type Report, validateReport } from "../report/report.ts";
import { UsageError } from "../submission/errors.ts";

export class Store {
  readonly reports: string;
  private readonly fresh = new Set<string>();
  /** For temporary files of the gradings. */
  readonly work: string;
  private readonly results: string;
  private readonly lock: string;

  /**
   * @param folder created if it does not exist
   * @param resume whether to reuse the results of an earlier batch
   * @throws UsageError when there are results and `resume` is false, or another batch uses the folder
   */
  constructor(
    private readonly assignment: Assignment,
    folder: string,
    resume: boolean,
  ) {
    if (existsSync(folder) && !statSync(folder).isDirectory())
      throw new UsageError(`${folder} is a file: name a folder with --out`);
    this.reports = join(folder, "reports");
    this.results = join(folder, ".batch/results");
    this.work = join(folder, ".batch/work");
    this.lock = join(folder, ".batch/pid");
    if (!resume && existsSync(this.results) && readdirSync(this.results).length > 0) {
      throw new UsageError(
        `${folder} holds the results of an earlier batch: continue it with --resume, or name another folder`,
      );
    }
    const owner = existsSync(this.lock) ? Number(readFileSync(this.lock, "utf8")) : 0;
    if (owner && isAlive(owner))
      throw new UsageError(
        `Another batch (process ${owner}) uses ${folder}. If that process is not a batch, remove ${this.lock}`,
      );
    try {
      rmSync(this.work, { recursive: true, force: true, maxRetries: 5 });
      for (const path of [this.reports, this.results, this.work]) makeFolder(path);
      writeFileSync(this.lock, String(process.pid));
    } catch (error) {
      throw new UsageError(
        `The results cannot be written to ${folder}: ${reasonOf(error)}. Name another folder with --out`,
      );
    }
    for (const path of [folder, this.reports, this.results]) removeUnfinished(path);
  }

  /**
   * The report with this key, or null. A report of an earlier batch that ran out of time may be due to a busy machine, so it is
   * ignored once.
   */
  get(key: string): Report | null {
    const report = this.read(key);
    return report && ranOutOfTime(report) && !this.isSecond(key) ? null : report;
  }

  /** The better of two attempts counts, because only the machine can have made the other one worse. */
  async put(key: string, report: Report): Promise<void> {
    const first = this.read(key);
    if (first) writeFileSync(join(this.results, `${key}${second}`), "");
    this.fresh.add(key);
    if (first && (first.score ?? 0) > (report.score ?? 0)) return;
    await writeWhole(join(this.results, `${key}.json`), renderJson(report, this.assignment));
  }

  private read(key: string): Report | null {
    try {
      const report = JSON.parse(readFileSync(join(this.results, `${key}.json`), "utf8"));
      return validateReport(report, this.assignment) ? null : report;
    } catch {
      return null;
    }
  }

  /** Whether this batch graded it, or an earlier batch did so twice. */
  private isSecond(key: string): boolean {
    return this.fresh.has(key) || existsSync(join(this.results, `${key}${second}`));
  }

  /** Writes the report and page of a submission into reports/, under its name. */
  async publish(name: string, report: Report): Promise<void> {
    const named = { ...report, submission: { ...report.submission, name } };
    await writeWhole(join(this.reports, `${name}.json`), renderJson(named, this.assignment));
    await writeWhole(join(this.reports, `${name}.html`), renderPage(named, this.assignment));
  }

  /** Removes the reports of submissions that only an earlier batch had, so that they are not sent by mistake. */
  keepOnly(names: string[]): void {
    const files = new Set(names.flatMap((name) => [`${name}.json`, `${name}.html`]));
    for (const file of readdirSync(this.reports))
      if (/\.(json|html)$/.test(file) && !files.has(file)) rmSync(join(this.reports, file));
  }

  close(): void {
    rmSync(this.work, { recursive: true, force: true, maxRetries: 5 });
    rmSync(this.lock, { force: true });
  }
}

/** The extension of a file that marks a result as tried twice. */
const second = ".second";

function ranOutOfTime({ status, checks }: Report): boolean {
  return status === "timed-out" || checks.some((check) => check.status === "timeout");
}

/** Removes files that a killed batch left unfinished. */
function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) if (isUnfinished(name)) rmSync(join(folder, name));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
