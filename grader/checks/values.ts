/** Values that came back from a submission: telling what they are, and insisting on what they should be. */
import { Tensor } from "#tensor";
import { cut } from "../report/plain.ts";
import { shape as shapeText, significant } from "../report/wording.ts";
import { OddValue } from "../sandbox/codec.ts";
import { CheckError } from "./check.ts";

export function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}

/** How long a value's description may become, and how deep it looks. */
const maxDescription = 300;
const shownDepth = 3;

/** What a value is, in words that fit after "returned". Never long. */
export function describeValue(value: unknown): string {
  const words = describe(value, 0);
  return words.length > maxDescription ? `${cut(words, maxDescription)}...` : words;
}

function describe(value: unknown, depth: number): string {
  if (value instanceof OddValue) return value.description;
  if (value === undefined) return "undefined";
  if (isTensor(value)) {
    return value.size === 1
      ? `a Tensor holding ${significant(value.data[0])}`
      : `a Tensor of shape ${shapeText(value.shape)}`;
  }
  if (typeof value === "number") return significant(value, 7);
  if (typeof value === "string") return quote(value, 100);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    // Not by its entries: there may be millions.
    const items = value as ArrayLike<unknown>;
    if (depth >= shownDepth) return "[...]";
    const shown = Array.prototype.slice.call(items, 0, 12).map((item) => describe(item, depth + 1));
    return `[${shown.join(", ")}${items.length > 12 ? `, ... (${items.length} in all)` : ""}]`;
  }
  if (typeof value === "object" && value !== null) {
    if (depth >= shownDepth) return "{...}";
    const entries = Object.entries(value).slice(0, 6);
    return `{ ${entries.map(([key, item]) => `${/^\w{1,50}$/.test(key) ? key : quote(key, 50)}: ${describe(item, depth + 1)}`).join(", ")} }`;
  }
  return String(value);
}

/** In quotation marks: what a text says is not the grader's word. */
function quote(text: string, maxLength: number): string {
  return JSON.stringify(cut(text, maxLength));
}

/**
 * Insists on a tensor of this shape.
 * @param name what it is called in messages
 * @throws CheckError
 */
export function expectTensor(value: unknown, name: string, shape?: readonly number[]): Tensor {
  if (!isTensor(value)) {
    const expected = `a Tensor${shape ? ` of shape ${shapeText(shape)}` : ""}`;
    throw new CheckError({ code: "wrong-type", name, expected, received: describeValue(value) });
  }
  if (shape && value.shape.join() !== shape.join()) {
    throw new CheckError({ code: "wrong-shape", name, expected: shape, received: value.shape });
  }
  return value;
}

/** Insists on a list, of this many entries if given. */
export function expectList(value: unknown, name: string, length?: number): unknown[] {
  if (Array.isArray(value) && (length === undefined || value.length === length)) return value;
  const expected = length === undefined ? "a list" : `a list of ${length}`;
  throw new CheckError({ code: "wrong-type", name, expected, received: describeValue(value) });
}

/** Insists on a list of tensors, of this many entries if given. */
export function expectTensors(value: unknown, name: string, length?: number): Tensor[] {
  return expectList(value, name, length).map((item) => expectTensor(item, `an entry of ${name}`));
}

/**
 * Insists on a number, which may come as a tensor or a list that holds nothing else.
 * @param expected what is asked for, in words that fit after "expected"
 */
export function expectNumber(value: unknown, name: string, expected = `a number as ${name}`): number {
  if (typeof value === "number") return value;
  if (isTensor(value) && value.size === 1) return value.data[0];
  if (Array.isArray(value) && value.length === 1) return expectNumber(value[0], name, expected);
  throw new CheckError({ code: "wrong-type", name, expected, received: describeValue(value) });
}

/** Insists on an object. */
export function expectObject(value: unknown, name: string): Record<string, unknown> {
  if (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof OddValue) &&
    !isTensor(value)
  ) {
    return value as Record<string, unknown>;
  }
  throw new CheckError({ code: "wrong-type", name, expected: "an object", received: describeValue(value) });
}
