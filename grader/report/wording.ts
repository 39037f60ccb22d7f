/** Failures in words. Everything that a student reads about a check is written here or in the rubric. */
import type { Failure, NotClose } from "./failure.ts";

export interface Words {
  message: string | null;
  expected: string | null;
  received: string | null;
}

/** What stands in front of a check's message, by its status. */
export const labels: Record<string, string> = { failed: "Found", error: "Error", timeout: "Timeout" };

const only = (message: string): Words => ({ message, expected: null, received: null });

/**
 * @param failure what went wrong
 * @param method what the check judges, such as "Dense.forward"; the subject of most sentences
 */
export function describe(failure: Failure, method: string | undefined): Words {
  const subject = method ?? "The submission";
  switch (failure.code) {
    case "not-close":
      return notClose(failure);
    case "wrong-shape":
      return {
        message: `${failure.name} has another shape than expected`,
        expected: `${failure.name} of shape ${shape(failure.expected)}`,
        received: `shape ${shape(failure.received)}`,
      };
    case "wrong-type":
      return {
        message: `${subject} returned ${failure.received}; expected ${failure.expected}`,
        expected: failure.expected,
        received: failure.received,
      };
    case "unexpected":
      return { message: failure.message, expected: failure.expected, received: failure.received };
    case "unfinished":
      return only(`${failure.what} is not implemented yet`);
    case "file":
      return only(failure.message);
    case "threw":
      return only(
        `${subject} threw ${failure.name || "an error"}${failure.message ? `: ${failure.message}` : " without a message"}`,
      );
    case "timeout":
      return only(`${subject} did not finish within ${failure.timeoutMs / 1000} s`);
    case "crashed":
      return only(`${subject} could not be judged: ${failure.reason}`);
    case "prerequisite":
      return only(
        failure.status === "todo"
          ? `waits for ${failure.what}, which is not implemented yet`
          : `skipped because ${failure.check} ${pastTense[failure.status] ?? "did not pass"}`,
      );
    case "not-run":
      return only(failure.reason);
  }
}

const pastTense: Record<string, string> = {
  failed: "failed",
  error: "ended with an error",
  timeout: "did not end in time",
  skipped: "was skipped",
  "not-run": "was not run",
};

function notClose(failure: NotClose): Words {
  const { name, index, differing, size, rtol, atol } = failure;
  const at = index.length ? `${name}[${index.join(",")}]` : name;
  const [expected, received] = distinct(failure.expected, failure.received);
  const tolerance = [`rtol ${significant(rtol)}`, atol ? `atol ${significant(atol)}` : ""]
    .filter(Boolean)
    .join(", ");
  const difference = significant(Math.abs(failure.expected - failure.received), 3);
  const extent =
    size === 1
      ? `difference ${difference}`
      : `${differing} of ${size} entries differ, largest difference ${difference}`;
  return {
    message: `${name} has ${differing === 1 ? "a wrong entry" : "wrong entries"}`,
    expected: `${at} = ${expected}    shape ${shape(failure.shape)}, ${tolerance}`,
    received: `${at} = ${received}    ${extent}`,
  };
}

/** As many digits as it takes to tell the two numbers apart, and at least four. */
function distinct(a: number, b: number): [string, string] {
  for (let digits = 4; digits < 17; digits++) {
    const pair: [string, string] = [significant(a, digits), significant(b, digits)];
    if (pair[0] !== pair[1]) return pair;
  }
  return [String(a), String(b)];
}

/** A number as people write it. */
export function significant(value: number, digits = 4): string {
  return String(Number.isFinite(value) ? Number(value.toPrecision(digits)) : value);
}

/** [2, 4] as "[2,4]". */
export function shape(dims: readonly number[]): string {
  return `[${dims.join(",")}]`;
}
