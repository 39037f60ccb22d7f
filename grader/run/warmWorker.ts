/** The process behind warmGrader.ts: grades the folders that it is told of, one after another. */
import type { Track } from "../assignment/contract.ts";
import { type Report, validateReport } from "../report/report.ts";
import { UsageError } from "../submission/errors.ts";
import { locateSubmission } from "../submission/locate.ts";
import { grade } from "./grade.ts";

export interface WarmRequest {
  folder: string;
  track: Track;
  seed: string;
  /** Suites to run. */
  only: string[];
  timeoutMs: number;
}

/** `refused` when there is no submission there; `fault` for whatever must not happen, in one line. */
export type WarmReply = { report: Report } | { refused: string } | { fault: string };

async function answer({ folder, track, ...options }: WarmRequest): Promise<WarmReply> {
  try {
    const graded = await grade({ submission: locateSubmission(folder, track), ...options });
    await graded.settled.catch(() => {});
    const invalid = validateReport(graded.report);
    if (invalid) return { fault: `the report is not valid: ${invalid}` };
    if (graded.faults.length) return { fault: `the grader itself failed: ${graded.faults[0]}` };
    return { report: graded.report };
  } catch (error) {
    const { message } = error as Error;
    return error instanceof UsageError && !message.includes("\n") ? { refused: message } : { fault: message };
  }
}

process.on("message", async (request: WarmRequest) => {
  process.send?.(await answer(request));
});
// Whoever asked is gone.
process.once("disconnect", () => process.exit());
