/** What a failing check says: the sentence, and what was expected and received. */
import type { CheckStatus } from "../report/report.ts";
import type { Frame } from "../run/locateError.ts";
import type { Located } from "../run/place.ts";
import type { Message } from "./catalogue.ts";
import { say } from "./catalogue.ts";
import { crashes } from "./crashes.ts";
import type { Diagnosis } from "./diagnoses.ts";
import { errorText } from "./errors.ts";
import { distinct, shape, significant } from "./numbers.ts";

export interface Words {
  message: string | null;
  expected: string | null;
  received: string | null;
}

/** One number of a tensor that is not what it should be. */
interface NotClose {
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

interface WrongShape {
  name: string;
  expected: readonly number[];
  received: readonly number[];
  diagnosis?: Diagnosis | null;
}

interface WrongType {
  name: string;
  expected: string;
  /** Fits after "returned". */
  received: string;
  /** The code of what was received, where it is no data. */
  kind?: string;
}

/** A failure of the assignment's own kind. */
interface Unexpected {
  message: string | null;
  expected: string;
  received: string;
  diagnosis?: Diagnosis | null;
  /** The place, when it is not that of the check's row. */
  at?: { file: string; method: string };
  /** In the place of the check's own hint, where that is about other mistakes; null where the message says it all. */
  hint?: string | null;
  /** Codes of the assignment's own, for tools. */
  details?: string[];
}

interface Threw {
  /** Begins with "#" for an error of given code, and for no other. */
  name: string;
  message: string;
  frames: Frame[];
}

/** Why a check was not run. */
export const omissions = {
  "not-selected": ({ only }: { only: string[] }) => `not selected: only ${only.join(", ")}`,
  "out-of-time": "not reached in time",
  "left-out": "not run",
};

const pastTense: Partial<Record<CheckStatus, string>> = {
  failed: "failed",
  error: "ended with an error",
  timeout: "did not finish in time",
  // The prerequisite was skipped, too. The named method is the first one in the chain that failed.
  skipped: "did not pass",
  "not-run": "was not run",
};

interface Context {
  /** What the check judges, such as "Queue.push". The subject of most sentences. */
  subject: string;
  /** Where an error came from. */
  located?: Located;
}

const only = (message: string): Words => ({ message, expected: null, received: null });

export const failures = {
  "not-close": (failure: NotClose): Words => {
    const { name, index, differing, rtol, atol, nanCount = 0 } = failure;
    const at = index.length ? `${name}[${index.join(",")}]` : name;
    const [expected, received] = distinct(failure.expected, failure.received);
    const tolerance = [`rtol ${significant(rtol)}`, atol ? `atol ${significant(atol)}` : ""];
    const extent = nanCount ? nanExtent(failure, nanCount) : differenceExtent(failure);
    return {
      message: `${name} has ${differing === 1 ? "a wrong entry" : "wrong entries"}`,
      expected: `${at} = ${expected}    shape ${shape(failure.shape)}, ${tolerance.filter(Boolean).join(", ")}`,
      received: `${at} = ${received}${extent && `    ${extent}`}`,
    };
  },
  "wrong-shape": ({ name, expected, received }: WrongShape): Words => ({
    message: `${name} has the wrong shape`,
    expected: `${name} of shape ${shape(expected)}`,
    received: `shape ${shape(received)}`,
  }),
  "wrong-type": ({ expected, received }: WrongType, { subject }: Context): Words => ({
    message: `${subject} returned ${received}; expected ${expected}`,
    expected,
    received,
  }),
  unexpected: ({ message, expected, received }: Unexpected): Words => ({ message, expected, received }),
  unfinished: ({ what }: { what: string }) => only(`${what} is not implemented yet`),
  /** The method is written, but the stencil's line is still there. */
  "throw-left": ({ what, file, line }: { what: string; file: string; line: number }) =>
    only(
      `${what} still has the stencil's line \`throw new NotImplementedError(...)\` (${file}:${line}): delete it`,
    ),
  /** A file of the submission cannot be used. */
  file: ({ message }: { message: string; problem?: string; file?: string }) => only(message),
  threw: (failure: Threw, { subject, located }: Context) => only(threw(failure, subject, located)),
  /** `doing` replaces the subject. */
  timeout: ({ timeoutMs, doing }: { timeoutMs: number; doing?: string }, { subject }: Context) =>
    only(`${doing ?? subject} did not finish within ${significant(timeoutMs / 1000, 3)} s`),
  crashed: ({ reason }: { reason: Message<typeof crashes> }, { subject }: Context) =>
    only(`${subject} could not be judged: ${say(crashes, reason)}`),
  prerequisite: ({ status, what }: { check: string; status: CheckStatus; what: string }) =>
    only(
      status === "todo"
        ? `waits for ${what}, which is not implemented yet`
        : `skipped because ${what} ${pastTense[status] ?? "did not pass"}`,
    ),
  "not-run": ({ reason }: { reason: Message<typeof omissions> }) => only(say(omissions, reason)),
};

function differenceExtent({ expected, received, differing, size }: NotClose): string {
  const difference = significant(Math.abs(expected - received), 3);
  return size === 1
    ? `difference ${difference}`
    : `${differing} of ${size} entries differ, largest difference ${difference}`;
}

/** With NaN among the entries, there is no largest difference. */
function nanExtent({ differing, size }: NotClose, count: number): string {
  if (size === 1) return "";
  const are = count === 1 ? "is" : "are";
  return count === differing
    ? `${count} of ${size} entries ${are} NaN`
    : `${differing} of ${size} entries differ, ${count} of them ${are} NaN`;
}

const nowhere: Located = { place: null, thrownIn: null, caller: null, isFound: false };

/** "Queue.push threw TypeError: x is null". An error that surfaced elsewhere is not blamed on the method. */
function threw({ name, message, frames }: Threw, subject: string, located?: Located): string {
  const { place, thrownIn, caller: unsure, isFound } = located ?? nowhere;
  const what = errorText(name, message);
  if (isFound && message) return what;
  const isOurs = name.startsWith("#") || name === "TypeError";
  if (located && frames.length === 0 && isOurs)
    return `the check cannot use what ${subject} returned or changed: ${what}`;
  const caller =
    thrownIn && place && thrownIn.method !== place.method
      ? ` (${place.method} called it at ${place.file}:${place.line}; ${thrownIn.method || subject} itself is right)`
      : unsure?.method
        ? ` (called at ${unsure.file}:${unsure.line}, in ${unsure.method})`
        : "";
  return `${thrownIn?.method || subject} threw ${what}${caller}`;
}
