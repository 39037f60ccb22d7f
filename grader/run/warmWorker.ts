/** The process behind warmGrader.ts. Grades one folder after another. */
import type { Assignment, Track } from "../assignment.ts";
import { type CheckReport, type Report, validateReport } from "../report/report.ts";
import { UsageError } from "../submission/errors.ts";
import { locateSubmission } from "../submission/locate.ts";
import { grade } from "./grade.ts";
import { runKeptSuites } from "./jest.ts";
import type { CompilerUse } from "./suiteRun.ts";

export interface WarmRequest {
  folder: string;
  track: Track;
  seed: string;
  /** Suites to run. */
  only: string[];
  timeoutMs: number;
  /** Ends the run at the first check that fails, whatever it says. */
  stopsAtFailure?: boolean;
  /** Keeps the suites loaded for the next request. */
  keepsSuites?: boolean;
  /** "none" by default: most callers only need the verdicts. */
  compiler?: CompilerUse;
}

/** `refused` when there is no submission there; `fault` for whatever must not happen, in one line. */
export type WarmReply = { report: Report } | { refused: string } | { fault: string };

async function answer(assignment: Assignment, request: WarmRequest): Promise<WarmReply> {
  const { folder, track, stopsAtFailure = false, keepsSuites = false, ...rest } = request;
  const options = {
    compiler: "none" as const,
    isVerdictEnough: stopsAtFailure,
    ...(keepsSuites && { runSuites: runKeptSuites }),
    ...rest,
  };
  const stop = new AbortController();
  const onCheck = ({ status }: CheckReport) => {
    if (stopsAtFailure && status !== "passed" && status !== "skipped") stop.abort();
  };
  try {
    const submission = locateSubmission(assignment, folder, track);
    const graded = await grade({ submission, ...options }, { onCheck }, stop.signal);
    await graded.settled.catch(() => {});
    const invalid = validateReport(graded.report, assignment);
    if (invalid) return { fault: `the report is not valid: ${invalid}` };
    if (graded.faults.length) return { fault: `the grader itself failed: ${graded.faults[0]}` };
    return { report: graded.report };
  } catch (error) {
    const { message } = error as Error;
    return error instanceof UsageError && !message.includes("\n") ? { refused: message } : { fault: message };
  }
}

/** Serves requests until the parent process is gone. */
export function serve(assignment: Assignment): void {
  process.on("message", async (request: WarmRequest) => {
    process.send?.(await answer(assignment, request));
  });
  process.once("disconnect", () => process.exit());
}
