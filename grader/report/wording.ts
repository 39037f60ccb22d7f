/** Failures in words. Everything that a student reads about a check is written here or in the rubric. */
import * as tensor from "#tensor";
import type { Located } from "../run/place.ts";
import { inPlaceOf } from "../submission/python.ts";
import type { Diagnosis, Failure, NotClose } from "./failure.ts";
import { plainLine } from "./plain.ts";
import type { CheckReport } from "./report.ts";

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
 * @param located where an error came from
 */
export function describe(failure: Failure, method: string | undefined, located?: Located): Words {
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
    case "throw-left":
      return only(
        `the stencil's line \`throw new NotImplementedError(...)\` still stands in ${failure.what} (${failure.file}:${failure.line}): delete it when the method is written`,
      );
    case "file":
      return only(failure.message);
    case "threw":
      return only(threw(failure, subject, located));
    case "timeout":
      return only(
        `${failure.doing ?? subject} did not finish within ${significant(failure.timeoutMs / 1000, 3)} s`,
      );
    case "crashed":
      return only(`${subject} could not be judged: ${failure.reason}`);
    case "prerequisite":
      return only(
        failure.status === "todo"
          ? `waits for ${failure.what}, which is not implemented yet`
          : `skipped because ${failure.what} ${pastTense[failure.status] ?? "did not pass"}`,
      );
    case "not-run":
      return only(failure.reason);
  }
}

type Threw = Extract<Failure, { code: "threw" }>;

/** "Dense.forward threw TypeError: x is null"; and of what only came to light elsewhere, no more than that. */
function threw({ name, message, frames }: Threw, subject: string, located?: Located): string {
  const { place, thrownIn, isFound } = located ?? { place: null, thrownIn: null, isFound: false };
  const error = shownName(name) || "an error";
  const what = message ? `${error}: ${asWritten(message)}` : `${error} without a message`;
  if (isFound && message) return what;
  const isOurs = name.startsWith("#") || name === "TypeError";
  if (located && frames.length === 0 && isOurs)
    return `what ${subject} gave or left behind could not be used: ${what}`;
  const caller =
    thrownIn && place && thrownIn.method !== place.method
      ? ` (it was called at ${place.file}:${place.line}, in ${place.method}; it is right by itself)`
      : "";
  return `${thrownIn?.method || subject} threw ${what}${caller}`;
}

/** Names as they stand in the source: the compiler gives imports and classes others, and the engine tells those. */
function asWritten(message: string): string {
  return message
    .replace(/\(0 , import_\w{1,100}\.(\w{1,100})\)/g, "$1")
    .replace(/\bimport_\w{1,100}\.(\w{1,100})/g, "$1")
    .replace(/\b_([A-Z]\w{0,100})/g, "$1");
}

/** Of a check that passed by float32's bound. */
export const float32Advice =
  "your code fixes float32, and is right to float32's rounding; x.dtype would follow what comes in";

/** What is to be seen in the code, a line each; "" where there is nothing. */
export function codeText({ code = [] }: Pick<CheckReport, "code">): string {
  return code.map(({ file, line, message }) => `${file}:${line} ${message}`).join("\n");
}

/** How an error calls itself. */
export function shownName(name: string): string {
  return plainLine(name, 100).replace(/^[#\s]+/, "");
}

/** Stands below the first lines of what was printed. */
export function linesInAll(count: number): string {
  return `... (${count} lines in all)`;
}

const pastTense: Record<string, string> = {
  failed: "failed",
  error: "ended with an error",
  timeout: "did not end in time",
  // It was skipped itself; what is named is the first one, that is to blame.
  skipped: "did not pass",
  "not-run": "was not run",
};

function notClose(failure: NotClose): Words {
  const { name, index, differing, rtol, atol, nanCount = 0 } = failure;
  const at = index.length ? `${name}[${index.join(",")}]` : name;
  const [expected, received] = distinct(failure.expected, failure.received);
  const tolerance = [`rtol ${significant(rtol)}`, atol ? `atol ${significant(atol)}` : ""]
    .filter(Boolean)
    .join(", ");
  const extent = nanCount ? nanExtent(failure, nanCount) : differenceExtent(failure);
  return {
    message: `${name} has ${differing === 1 ? "a wrong entry" : "wrong entries"}`,
    expected: `${at} = ${expected}    shape ${shape(failure.shape)}, ${tolerance}`,
    received: `${at} = ${received}${extent && `    ${extent}`}`,
  };
}

function differenceExtent({ expected, received, differing, size }: NotClose): string {
  const difference = significant(Math.abs(expected - received), 3);
  return size === 1
    ? `difference ${difference}`
    : `${differing} of ${size} entries differ, largest difference ${difference}`;
}

/** Where there is NaN, there is no largest difference. */
function nanExtent({ differing, size }: NotClose, count: number): string {
  if (size === 1) return "";
  const are = count === 1 ? "is" : "are";
  return count === differing
    ? `${count} of ${size} entries ${are} NaN`
    : `${differing} of ${size} entries differ, ${count} of them ${are} NaN`;
}

/** A failure's diagnosis, as a sentence or two for the hint; null when it has none. */
export function explain(failure: Failure): string | null {
  if (failure.code === "timeout")
    return "Look for a loop that does not come to an end, or for one over single numbers where tensors would do.";
  if (failure.code === "threw") {
    const [, name] = failure.message.match(/^(\w+) is not defined$/) ?? [];
    if (!name) return null;
    return Object.hasOwn(tensor, name)
      ? `${name} is in #tensor: add it to the import at the top of the file.`
      : inPlaceOf(name);
  }
  const diagnosis = "diagnosis" in failure ? failure.diagnosis : null;
  return diagnosis ? sentence(diagnosis) : null;
}

/** Whether the check's own hint, which is about what is computed, helps with a failure. It does with shapes that do not fit. */
export function isAboutNumbers(failure: Failure): boolean {
  return !["timeout", "file", "crashed", "throw-left"].includes(failure.code);
}

function sentence(diagnosis: Diagnosis): string {
  switch (diagnosis.code) {
    case "known":
      return explanations[diagnosis.mistake];
    case "factor":
      return factorSentence(diagnosis);
    case "constant":
      return `What was received is ${significant(diagnosis.value)} everywhere.`;
    case "not-a-number":
      return "There is NaN or Infinity in it: look for a division by 0, the root or logarithm of a number that is not positive, or an exp that overflows.";
    case "transposed":
      return "What was received is the transpose of what is expected: rows and columns are swapped.";
    case "shifted":
      return `The rows are right, but in the wrong places: each is ${shift(diagnosis.rows)}.`;
  }
}

function shift(rows: number): string {
  const count = Math.abs(rows);
  return `${count === 1 ? "one row" : `${count} rows`} too far ${rows > 0 ? "down" : "up"}`;
}

function factorSentence({ factor, of }: Extract<Diagnosis, { code: "factor" }>): string {
  if (factor === -1) return "The size is right, but the sign is the wrong way round.";
  const times =
    factor === 2
      ? "twice"
      : factor === 0.5
        ? "half of"
        : of?.isReciprocal
          ? `1/${significant(1 / factor)} of`
          : `${significant(factor, 6)} times`;
  const why = of ? ` ${significant(of.isReciprocal ? 1 / factor : factor)} is ${of.name}.` : "";
  return `What was received is ${times} what it should be, everywhere.${why}`;
}

/** Mistakes that a suite can tell by the numbers that they give. Each sentence is true of the numbers, whatever the cause. */
export const explanations = {
  inPlace: "The result was written into the input: make a new tensor instead.",
  unchangedOutput: "The output is the input, unchanged.",

  denseNoBias: "These are the numbers without the bias.",
  denseBiasSubtracted: "These are the numbers when the bias is subtracted.",
  denseTransposedGradient: "These are the numbers when W is transposed.",

  denseBiasItself: "These are the numbers when b itself stands for the derivative with respect to b.",

  varianceOfNormal: "The variance is that of a standard normal distribution, 1.",
  varianceOfZeros: "The weights are all zeros.",
  varianceOneOverIn: "The variance is 1 / in.",
  varianceTwoOverIn: "The variance is 2 / in.",
  varianceTwoOverOut: "The variance is 2 / out.",
  varianceOneOverSum: "The variance is 1 / (in + out).",
  varianceTwoOverSum: "The variance is 2 / (in + out).",
  varianceSquared:
    "The variance is the square of what it should be: the standard deviation is its square root.",
  varianceHundredth: "The numbers are 0.01 times as large as they should be.",
  meanOne: "The mean of the distribution is 1; it should be 0.",
  kurtosisOfUniform: "The shape is that of a uniform distribution, whose kurtosis is 1.8.",

  leakyConstantAlpha: "These are the numbers for the default alpha, not for this layer's own.",
  leakyHundredthAlpha: "These are the numbers for alpha = 0.01, not for this layer's own alpha.",
  leakyIsRelu: "These are the numbers of a ReLU: negative inputs count as 0.",
  leakySwapped: "The two branches are swapped: alpha goes with the positive ones.",
  leakyNegativeAlpha: "These are the numbers for -alpha in the place of alpha.",
  leakyItself: "These are the numbers when the function itself stands for its slope.",
  leakySlopeOne: "The gradient is 1 for negative inputs, too.",

  softmaxWholeArray: "These are the numbers when the sum is taken over the whole array, not row by row.",
  softmaxColumns: "These are the numbers when the sum is taken over each column, not each row.",
  softmaxLogarithm: "These are the logarithms of the probabilities.",
  softmaxNotNormalised: "These are the numbers before the division by the sum.",
  softmaxDiagonalOnly: "These are the numbers when only the diagonal of the Jacobian is there.",
  softmaxNoDiagonal: "These are the numbers for -y[i] * y[o] everywhere, on the diagonal, too.",
  softmaxAdded: "The sign of y[i] * y[o] is the wrong way round: these are the numbers when it is added.",

  mseAbsolute: "This is the mean of the absolute differences; they have to be squared.",
  mseSquareOfMean: "This is what comes out when the mean is taken before the square.",
  mseRoot: "This is the root of the loss.",

  rmspropNoSquare: "These are the numbers when the gradient is not squared in v.",
  rmspropNoRoot: "These are the numbers when v is not put under a root.",
  rmspropBetasSwapped: "These are the numbers when beta and 1 - beta are swapped.",
  rmspropNotWeighted:
    "These are the numbers when v takes g^2 without the factor 1 - beta (or, in the first step, with a bias correction, which RMSProp does not have).",
  rmspropNeverDecays: "These are the numbers when the old v is not multiplied by beta.",
  rmspropForgets: "These are the numbers when v forgets the earlier gradients.",
  rmspropBiasCorrected: "These are the numbers with a bias correction, which RMSProp does not have.",
  rmspropBeta99: "These are the numbers for beta = 0.99.",

  adamNoCorrection: "These are the numbers without the bias correction.",
  adamMNotCorrected: "These are the numbers without the bias correction of m.",
  adamVNotCorrected: "These are the numbers without the bias correction of v.",
  adamTFromTwo: "These are the numbers when the first call has t = 2.",
  adamTPerWeight:
    "The weights before this one are right, but here t is counted once too often: once a weight.",
  adamTStaysOne: "These are the numbers when t stays 1 in every call.",
  adamMSquared: "These are the numbers when m is made of the square of the gradient.",
  adamVNotSquared: "These are the numbers when the gradient is not squared in v.",
  adamNoRoot: "These are the numbers when v is not put under a root.",
  adamNoMomentum: "These are the numbers when the step is made of the gradient itself, without m.",
  adamMForgets: "These are the numbers when m forgets the earlier gradients.",
  adamVForgets: "These are the numbers when v forgets the earlier gradients.",
  adamBetasSwapped: "These are the numbers when beta1 and beta2 are swapped.",

  accuracyNone:
    "Nothing counts as right. (`==` and `===` never say so of two tensors: they ask whether both are the same object.)",
  accuracyByColumn:
    "This is what comes out when the largest entry of each column counts, not that of each row.",
  accuracyWrongShare: "This is the share of the wrong answers.",
  accuracyByEntry: "This is what comes out when numbers above 0.5 are compared entry by entry.",

  onehotUnsorted: "These are the labels in the order in which they came; they are to be sorted.",
  onehotByLetter: "Numbers are sorted by letter here: sort() without a comparison makes texts of them.",
  onehotDuplicates: "Every label should be there once.",
  onehotDescending: "These are the labels in the opposite order.",
  onehotColumns: "These are the columns, not the labels that stand for them.",
  onehotTexts: "These are the right labels, but as texts.",

  onehotRowsOfTwoAxes: "Each row has the shape [1, classes]: `fit` is to make it [classes], with reshape.",

  labelsWithHeader: "The header of the file is still in front.",
  labelsLongHeader: "The first 8 labels are missing.",
  labelsSorted: "These are the labels, sorted: the order has to stay.",

  tapeOrder: "The gradients are there, but in another order than the sources that they were asked for.",

  crossentropyWithoutSoftmax:
    "CategoricalCrossentropy wants probabilities, but the model does not end with a Softmax, which makes them.",

  modelLastLayerMissing: "This is the output without the last layer.",
  modelFirstLayerMissing: "This is the output without the first layer.",
  weightsNotChanged: "The weights have not changed.",
  weightsTwoSteps: "The weights have moved twice as far as they should, as by two steps.",
  accAfterStep: "This is the accuracy after the step: measure before the weights change.",
  lossAfterStep: "This is the loss after the step: measure before the weights change.",
  evaluateFirstBatch: "This is the value of the first batch.",
  evaluateLastBatch: "This is the value of the last batch.",
  evaluateSwapped: "This is the other one of the two: loss and accuracy are swapped.",
  evaluateLeftOverFull: "This is what comes out when the left-over batch counts as a full one.",
  evaluateLeftOverTwice: "This is what comes out when samples of the batch before are counted twice.",
} as const satisfies Record<string, string>;

/** A key of `explanations`. */
export type KnownMistake = keyof typeof explanations;

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
