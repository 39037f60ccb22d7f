/**
 * `npm run grade -- --watch`: grades on save what the change can affect, in one process that stays. Compiler, suites and
 * sandbox scripts are warm after the first run; only the submission is new each time.
 */
import { basename } from "node:path";
import type { Assignment, Track } from "../assignment.ts";
import type { FormatName } from "../report/formats/index.ts";
import { writeFormats } from "../report/formats/write.ts";
import { isWrong } from "../report/next.ts";
import type { Report } from "../report/report.ts";
import { studentView } from "../report/studentView.ts";
import { loadRubric } from "../rubric.ts";
import { grade } from "../run/grade.ts";
import type { Findings } from "../run/suiteRun.ts";
import { locateSubmission, type Submission } from "../submission/locate.ts";
import { isMarker } from "../submission/marker.ts";
import { affectedSuites } from "./affected.ts";
import { watchFiles } from "./changes.ts";
import { listen } from "./keys.ts";
import { GradingQueue } from "./queue.ts";
import { formatKeys, formatView, type View } from "./screen.ts";

export interface WatchOptions {
  assignment: Assignment;
  /** What the user named. */
  folder: string;
  track?: Track;
  /** Suites to look at; all when empty. */
  only: string[];
  seed: string;
  timeoutMs: number;
  memoryMb: number;
  /** Where the report goes, in each format. */
  files: Map<FormatName, string>;
  /** The one to look at, as the user knows it. */
  shown: string;
}

/** What is known of suites that are still waiting is of yesterday. */
function withoutSuites({ results, warnings, sections, dataset }: Findings, waiting: string[]): Findings {
  const isOver = (check: string) => !waiting.includes(check.split(".")[0]);
  return {
    results: new Map([...results].filter(([id]) => isOver(id))),
    warnings: warnings.filter(({ check }) => isOver(check)),
    sections: sections.filter(({ check }) => isOver(check)),
    dataset,
  };
}

/**
 * Resolves when the user quits.
 * @throws UsageError when there is no submission to begin with
 */
export async function watchSubmission(options: WatchOptions): Promise<void> {
  const { assignment, folder, only, files, shown } = options;
  const rubric = loadRubric(assignment);
  const first = locateSubmission(assignment, folder, options.track);
  const ids = rubric.suites.map(({ id }) => id).filter((id) => only.length === 0 || only.includes(id));

  let findings: Findings | undefined;
  let view: View | undefined;
  /** Why something is graded, such as "stats.ts changed", since when, and what has been so far. */
  let occasion = { reason: "", since: 0, graded: [] as string[] };
  let fail = (_: unknown) => {};
  const queue = new GradingQueue(gradeSuites, (fault) => fail(fault));

  function request(reason: string, ...lists: string[][]): void {
    occasion = { reason, since: performance.now(), graded: [] };
    const chosen = lists.map((list) => list.filter((id) => ids.includes(id)));
    const isSlow = (id: string) => assignment.slowSuites.includes(id);
    queue.request([
      ...chosen.map((list) => list.filter((id) => !isSlow(id))),
      [...new Set(chosen.flat().filter(isSlow))],
    ]);
  }

  async function gradeSuites(suites: string[], stop: AbortSignal): Promise<void> {
    const submission = locate();
    if (!submission) return;
    const known = findings && withoutSuites(findings, queue.pending);
    const graded = await grade({ ...options, submission, suites, known }, {}, stop);
    await graded.settled.catch(() => {});
    if (stop.aborted) return;
    if (graded.faults.length) throw new Error(graded.faults[0]);
    findings = graded.findings;
    await show(graded.report, suites);
  }

  /** The submission as it is now; null, with a word about it, when there is nothing left of it. */
  function locate(): Submission | null {
    try {
      return locateSubmission(assignment, folder, options.track);
    } catch (error) {
      console.log(`  ${(error as Error).message}`);
      return null;
    }
  }

  async function show(report: Report, suites: string[]): Promise<void> {
    const { reason, since, graded } = occasion;
    graded.push(...suites);
    const pending = queue.pending.filter((id) => !suites.includes(id));
    const seconds = (performance.now() - since) / 1000;
    view = { report: studentView(report).report, graded, pending, reason, seconds, shown };
    draw();
    await writeFormats(files, report);
  }

  function draw(): void {
    if (!view) return;
    // On a terminal each verdict replaces the last one; in a file they follow one another.
    if (process.stdout.isTTY) process.stdout.write("\x1b[2J\x1b[3J\x1b[H");
    console.log(`${formatView(view)}\n\n${formatKeys()}`);
  }

  const stopWatching = await watchFiles(assignment, first.root, (files) => {
    const submission = locate();
    if (!submission) return;
    const reason = `${files.slice(0, 3).join(", ")}${files.length > 3 ? ", ..." : ""} changed`;
    if (files.some((file) => isMarker(assignment, basename(file)))) return request(reason, ids);
    const { direct, indirect } = affectedSuites(files, submission.files, rubric, submission.track);
    request(reason, direct, indirect);
  });

  console.log(`Watching ${folder} (${first.track})\n\n${formatKeys()}`);
  await new Promise<void>((quit, reject) => {
    fail = reject;
    request("Everything", ids);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => quit());
    const keyboard = listen({ onKey, onQuit: quit, redraw: draw });

    function onKey(key: string): void {
      if (key === "a") request("Everything", ids);
      if (key === "f") {
        const failed = view?.report.checks.filter(isWrong).map(({ suite }) => suite) ?? [];
        if (failed.length) request("What failed", [...new Set(failed)]);
        else console.log("  Nothing has failed.");
      }
      if (key === "o" || key === "p") {
        keyboard.ask({
          label: "Suite (Esc to leave) ›",
          nothing: "no such suite; Esc leaves",
          candidates: (typed) => ids.filter((id) => id.startsWith(typed.toLowerCase())),
          choose: (id) => request(`Suite ${id}`, [id]),
        });
      }
    }
  });
  await stopWatching();
  await queue.close();
}
