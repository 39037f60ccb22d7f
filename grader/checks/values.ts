/** Describes values that a submission returned, and checks their types. */
import { Tensor } from "#tensor";
import type { Failure } from "../report/failure.ts";
import { cut } from "../report/plain.ts";
import { OddValue } from "../sandbox/codec.ts";
import { shape as shapeText, significant } from "../wording/numbers.ts";
import { output } from "../wording/output.ts";
import { wanted } from "../wording/values.ts";
import { CheckError } from "./check.ts";

export function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}

/** The longest description of a value, and the depth to which it goes. */
const maxDescription = 300;
const shownDepth = 3;

/** Describes a value in a few words that fit after "returned". */
export function describeValue(value: unknown): string {
  const words = describe(value, 0);
  return words.length > maxDescription ? `${cut(words, maxDescription)}...` : words;
}

function describe(value: unknown, depth: number): string {
  if (value instanceof OddValue) return value.description;
  if (value === undefined) return "undefined";
  if (isTensor(value)) {
    return value.size === 1
      ? wanted.scalarTensor({ value: significant(value.data[0]) })
      : wanted.tensor({ shape: shapeText(value.shape) });
  }
  if (typeof value === "number") return significant(value, 7);
  if (typeof value === "string") return quote(value, 100);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    // There may be millions of entries.
    const items = value as ArrayLike<unknown>;
    if (depth >= shownDepth) return "[...]";
    const shown = Array.prototype.slice.call(items, 0, 12).map((item) => describe(item, depth + 1));
    return `[${shown.join(", ")}${items.length > 12 ? `, ${output["items-in-all"]({ count: items.length })}` : ""}]`;
  }
  if (typeof value === "object" && value !== null) {
    if (depth >= shownDepth) return "{...}";
    const entries = Object.entries(value).slice(0, 6);
    return `{ ${entries.map(([key, item]) => `${/^\w{1,50}$/.test(key) ? key : quote(key, 50)}: ${describe(item, depth + 1)}`).join(", ")} }`;
  }
  return String(value);
}

/** The failure of a value that is not what a check asks for. */
export function typeFailure(value: unknown, name: string, expected: string): Failure {
  const kind = value instanceof OddValue ? value.code : undefined;
  return { code: "wrong-type", name, expected, received: describeValue(value), ...(kind && { kind }) };
}

function wrongType(value: unknown, name: string, expected: string): CheckError {
  return new CheckError(typeFailure(value, name, expected));
}

/** In quotation marks, so that a text does not read as the grader's own words. */
function quote(text: string, maxLength: number): string {
  return JSON.stringify(cut(text, maxLength));
}

/**
 * Requires a tensor of this shape.
 * @param name its name in messages
 * @throws CheckError
 */
export function expectTensor(value: unknown, name: string, shape?: readonly number[]): Tensor {
  if (!isTensor(value)) {
    throw wrongType(value, name, wanted.tensor({ shape: shape && shapeText(shape) }));
  }
  if (shape && value.shape.join() !== shape.join()) {
    throw new CheckError({ code: "wrong-shape", name, expected: shape, received: value.shape });
  }
  return value;
}

/** Requires a list, of this length if given. */
export function expectList(value: unknown, name: string, length?: number): unknown[] {
  if (Array.isArray(value) && (length === undefined || value.length === length)) return value;
  throw wrongType(value, name, wanted.list({ length }));
}

/** Requires a list of tensors, of this length if given. */
export function expectTensors(value: unknown, name: string, length?: number): Tensor[] {
  return expectList(value, name, length).map((item) => expectTensor(item, wanted.entryOf({ name })));
}

/**
 * Requires a number. It may also be a tensor or a list that holds nothing else.
 * @param expected the requirement, in words that fit after "expected"
 */
export function expectNumber(value: unknown, name: string, expected = wanted.number({ name })): number {
  if (typeof value === "number") return value;
  if (isTensor(value) && value.size === 1) return value.data[0];
  if (Array.isArray(value) && value.length === 1) return expectNumber(value[0], name, expected);
  throw wrongType(value, name, expected);
}

/** Requires a number itself, as other code calculates with it. */
export function expectPlainNumber(value: unknown, name: string): number {
  if (typeof value === "number") return value;
  throw wrongType(value, name, isTensor(value) ? wanted.plainNumber({ name }) : wanted.number({ name }));
}

/** Requires an object. */
export function expectObject(value: unknown, name: string): Record<string, unknown> {
  if (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value) &&
    !(value instanceof OddValue) &&
    !isTensor(value)
  ) {
    return value as Record<string, unknown>;
  }
  throw wrongType(value, name, wanted.object({ name }));
}
