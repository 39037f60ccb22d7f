/** What went wrong in a check, as data. `wording.ts` is the one place that turns it into sentences. */
import type { Frame } from "../run/locateError.ts";
import type { CheckStatus } from "./report.ts";
import type { KnownMistake } from "./wording.ts";

/** What explains the numbers that were received, all of them. */
export type Diagnosis =
  | { code: "known"; mistake: KnownMistake }
  /** Each is `factor` times what it should be; `of` says what the factor, or its reciprocal, is. */
  | { code: "factor"; factor: number; of: { name: string; isReciprocal: boolean } | null }
  | { code: "constant"; value: number }
  | { code: "not-a-number" }
  | { code: "transposed" }
  /** Downwards; negative when the rows are too far up. */
  | { code: "shifted"; rows: number };

/** One number of a tensor that is not what it should be. */
export interface NotClose {
  code: "not-close";
  /** What the tensor is, such as "output" or "gradient of W". */
  name: string;
  /** Where the largest difference is. */
  index: number[];
  expected: number;
  received: number;
  shape: readonly number[];
  differing: number;
  /** How many of these are NaN. */
  nanCount?: number;
  size: number;
  rtol: number;
  atol: number;
  diagnosis?: Diagnosis | null;
}

export type Failure =
  | NotClose
  | {
      code: "wrong-shape";
      name: string;
      expected: readonly number[];
      received: readonly number[];
      diagnosis?: Diagnosis | null;
    }
  /** `received` fits after "returned". */
  | { code: "wrong-type"; name: string; expected: string; received: string }
  /** Anything else that is not as it should be. */
  | {
      code: "unexpected";
      message: string | null;
      expected: string;
      received: string;
      diagnosis?: Diagnosis | null;
      /** Where it is, when that is not what the check's row says. */
      at?: { file: string; method: string };
    }
  | { code: "unfinished"; what: string }
  /** It is written, but the stencil's line that says otherwise is still there. */
  | { code: "throw-left"; what: string; file: string; line: number }
  /** A message of the grader's own about a file of the submission. */
  | { code: "file"; message: string }
  /** `name` begins with "#" for an error of given code, and for no other. */
  | { code: "threw"; name: string; message: string; frames: Frame[] }
  /** `doing` is the subject, where it is not the check's method. */
  | { code: "timeout"; timeoutMs: number; doing?: string }
  | { code: "crashed"; reason: string }
  | { code: "prerequisite"; check: string; status: CheckStatus; what: string }
  | { code: "not-run"; reason: string };

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

/** Whether the code that was judged has to be looked at: it was there, and ran. */
export function isOfTheCode({ code }: Failure): boolean {
  return !["unfinished", "throw-left", "prerequisite", "not-run", "timeout", "crashed"].includes(code);
}
