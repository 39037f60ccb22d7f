/** What went wrong in a check, as data. */
import type { Message } from "../wording/catalogue.ts";
import type { failures } from "../wording/failures.ts";
import type { CheckStatus } from "./report.ts";

export type Failure = Message<typeof failures>;
export type { Diagnosis } from "../wording/diagnoses.ts";

/** The status that a failure gives its check. */
export function statusOf(failure: Failure): CheckStatus {
  switch (failure.code) {
    case "unfinished":
      return "todo";
    case "throw-left":
    case "file":
    case "threw":
    case "crashed":
      return "error";
    case "timeout":
      return "timeout";
    case "prerequisite":
      return failure.status === "todo" ? "todo" : "skipped";
    case "not-run":
      return "not-run";
    default:
      return "failed";
  }
}

/** Whether it helps to look at the judged code: it was there, and ran. */
export function isOfTheCode({ code }: Failure): boolean {
  return !["unfinished", "throw-left", "prerequisite", "not-run", "timeout", "crashed"].includes(code);
}
