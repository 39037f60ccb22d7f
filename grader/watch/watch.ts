/**
 * `npm run grade -- --watch`: after each save, grades the suites that the change can affect, in one process. Compiler, suites
 * and sandbox scripts stay warm after the first run. Only the submission is loaded anew.
 */
import { basename } from "node:path";
import type { Assignment, Track } from "../assignment.ts";
import type { ReportFiles } from "../report/formats/files.ts";
import { type HintStages, stagesOf } from "../report/hints.ts";
import { isWrong } from "../report/next.ts";
import type { Report } from "../report/report.ts";
import { studentView } from "../report/studentView.ts";
import { isSelected, loadRubric } from "../rubric.ts";
import { grade } from "../run/grade.ts";
import { runKeptSuites, runSuites } from "../run/jest.ts";
import type { Findings } from "../run/suiteRun.ts";
import { launchAhead } from "../sandbox/launchAhead.ts";
import { locateSubmission, type Submission } from "../submission/locate.ts";
import { isMarker } from "../submission/marker.ts";
import { affectedSuites } from "./affected.ts";
import { watchFiles } from "./changes.ts";
import { listen } from "./keys.ts";
import { GradingQueue } from "./queue.ts";
import { formatKeys, formatOccasion, formatView, type View } from "./screen.ts";

export interface WatchOptions {
  assignment: Assignment;
  /** The path that the user gave. */
  folder: string;
  track?: Track;
  /** The suites to watch; all if empty. */
  only: string[];
  seed: string;
  timeoutMs: number;
  memoryMb: number;
  hints?: "staged" | "all";
  files: ReportFiles;
}

/** Removes the findings of waiting suites, which are out of date. */
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
 * @throws UsageError when there is no submission at the start
 */
export async function watchSubmission(options: WatchOptions): Promise<void> {
  const { assignment, folder, only, files } = options;
  const rubric = loadRubric(assignment);
  const first = locateSubmission(assignment, folder, options.track);
  const wanted = new Set(rubric.checks.filter((check) => isSelected(only, check)).map(({ suite }) => suite));
  const ids = rubric.suites.map(({ id }) => id).filter((id) => wanted.has(id));

  let findings: Findings | undefined;
  let view: View | undefined;
  let hintStages: HintStages | undefined = files.earlier?.hintStages(first);
  /** The reason for the current grading, such as "stats.ts changed", its start, and the suites graded so far. */
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
    announce();
  }

  /** Shows at once that a save was noticed: the verdict takes seconds. */
  function announce(): void {
    if (!view || !queue.pending.length) return;
    view = { ...view, pending: queue.pending, reason: occasion.reason, seconds: null };
    if (process.stdout.isTTY) draw();
    else console.log(formatOccasion(view));
  }

  async function gradeSuites(suites: string[], stop: AbortSignal): Promise<void> {
    const submission = locate();
    if (!submission) return;
    const known = findings && withoutSuites(findings, queue.pending);
    // Those that train keep state, and are slow anyway.
    const isKept = !suites.some((id) => assignment.slowSuites.includes(id));
    const how = { compiler: "warm" as const, runSuites: isKept ? runKeptSuites : runSuites };
    const graded = await grade({ ...options, submission, suites, known, hintStages, ...how }, {}, stop);
    await graded.settled.catch(() => {});
    if (stop.aborted) return;
    if (graded.faults.length) throw new Error(graded.faults[0]);
    findings = graded.findings;
    hintStages &&= stagesOf(graded.report);
    await show(graded.report, suites);
    // Where no process can be started, the next grading says so.
    await launchAhead(options.memoryMb).catch(() => {});
  }

  /** Reads the submission in its current state. Prints a message and returns null if nothing of it is left. */
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
    const written = files.for(report);
    const shown = written.get("html") ?? [...written.values()].join(", ");
    view = { rubric, report: studentView(report).report, graded, pending, reason, seconds, shown };
    draw();
    await files.write(report);
  }

  function draw(): void {
    if (!view) return;
    // On a terminal each result replaces the last one. In a file they follow one another.
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
