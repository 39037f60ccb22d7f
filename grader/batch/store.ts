/** The results of a batch, on disk as soon as they are there. What was written is never asked for again. */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isUnfinished, reasonOf, writeWhole } from "../../data/writeWhole.ts";
import type { Assignment } from "../assignment.ts";
import { renderPage } from "../report/formats/html.ts";
import { renderJson } from "../report/formats/json.ts";
import { type Report, validateReport } from "../report/report.ts";
import { UsageError } from "../submission/errors.ts";

export class Store {
  readonly reports: string;
  private readonly fresh = new Set<string>();
  /** For files that live as long as their grading. */
  readonly work: string;
  private readonly results: string;
  private readonly lock: string;

  /**
   * @param folder made if it is not there
   * @param resume take over what an earlier batch has left there
   * @throws UsageError when there are results that nobody asked to take over, or another batch is at work
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
        `${folder} holds the results of an earlier batch: --resume takes them over, or name another folder`,
      );
    }
    const owner = existsSync(this.lock) ? Number(readFileSync(this.lock, "utf8")) : 0;
    if (owner && isAlive(owner))
      throw new UsageError(
        `Another batch (process ${owner}) is at work in ${folder}. If that process is something else, remove ${this.lock}`,
      );
    rmSync(this.work, { recursive: true, force: true, maxRetries: 5 });
    try {
      for (const path of [this.reports, this.results, this.work]) mkdirSync(path, { recursive: true });
      writeFileSync(this.lock, String(process.pid));
    } catch (error) {
      throw new UsageError(`The results cannot be written to ${folder}: ${reasonOf(error)}`);
    }
    for (const path of [folder, this.reports, this.results]) removeUnfinished(path);
  }

  /**
   * The report under this key, or null when there is none that can be used. One whose time was up may have met a busy machine:
   * an earlier batch's is not used, once.
   */
  get(key: string): Report | null {
    const report = this.read(key);
    return report && ranOutOfTime(report) && !this.isSecond(key) ? null : report;
  }

  /** Of two tries the better one counts: only the machine can have made the other one worse. */
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

  /** Whether this batch has graded it, or an earlier one did for the second time. */
  private isSecond(key: string): boolean {
    return this.fresh.has(key) || existsSync(join(this.results, `${key}${second}`));
  }

  /** The report of one submission, where people look for it, and its page. */
  async publish(name: string, report: Report): Promise<void> {
    const named = { ...report, submission: { ...report.submission, name } };
    await writeWhole(join(this.reports, `${name}.json`), renderJson(named, this.assignment));
    await writeWhole(join(this.reports, `${name}.html`), renderPage(named, this.assignment));
  }

  /** Removes the reports of submissions that an earlier batch had and this one has not: somebody might send them. */
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

/** A mark beside a result: it has been tried twice. */
const second = ".second";

function ranOutOfTime({ status, checks }: Report): boolean {
  return status === "timed-out" || checks.some((check) => check.status === "timeout");
}

/** What a batch was writing when it was killed. */
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
