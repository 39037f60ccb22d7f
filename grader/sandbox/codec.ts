/**
 * Encodes the values that the grader and a submission exchange. Only plain data gets through.
 *
 * Both sides use this file. On the submission's side it runs in the student's context, where any prototype may have been
 * patched. So it keeps its own references to the built-ins it needs, builds its text by concatenation, and reads every
 * property once. A value that is not plain data becomes an `OddValue`, which only describes it.
 */
import { fromData, Tensor } from "#tensor";
import { say } from "../wording/catalogue.ts";
import { oddValues } from "../wording/values.ts";

/** An encoded value: a JSON text, and the contents of tensors and byte arrays. */
export interface Wire {
  text: string;
  buffers: ArrayBuffer[];
}

/** Stands for a value that is not data: a function, a Promise, a cyclic object, or too much of anything. */
export class OddValue {
  /** @param name the name of its class, for an instance */
  constructor(
    readonly code: keyof typeof oddValues,
    readonly name = "",
  ) {}

  /** Fits after "returned", for example "a Promise". */
  get description(): string {
    return say(oddValues, { code: this.code, name: this.name });
  }
}

/**
 * Limits for one encoded value. The largest legitimate one, the weights of a model, takes a few MB. (Data sets are sent as
 * attachments.) The grader checks these limits again, because a submission can change what the sandbox's side sends.
 */
const maxBytes = 32 * 1024 * 1024;
const maxText = 1024 * 1024;
const maxWireText = 2 * maxText;
const maxDepth = 32;

const { apply, defineProperty, getPrototypeOf, ownKeys } = Reflect;
const { isArray } = Array;
const { isInteger, isNaN: isNotANumber } = Number;
const quote = JSON.stringify;
const { parse } = JSON;
const objectPrototype = Object.prototype;
const typedArrayPrototype = getPrototypeOf(Uint8Array.prototype) as object;
const getter = (object: object, key: PropertyKey) =>
  Object.getOwnPropertyDescriptor(object, key)?.get as () => unknown;
const tagOf = getter(typedArrayPrototype, Symbol.toStringTag);
const lengthOf = getter(typedArrayPrototype, "length");
const byteLengthOf = getter(typedArrayPrototype, "byteLength");
const bufferOf = getter(typedArrayPrototype, "buffer");
const setBytes = Uint8Array.prototype.set;
type NumericArray = Uint8Array | Float32Array | Float64Array | Int32Array;
const { exec: execute } = RegExp.prototype;
const className = /^[\p{L}$_][\p{L}\p{N}$_]*$/u;
/** Has no prototype, so that a name such as "constructor" finds nothing. */
const typedArrays = {
  __proto__: null,
  Uint8Array,
  Uint8ClampedArray,
  Int8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as unknown as Record<
  string,
  (new (from: number | ArrayBuffer) => NumericArray) & { BYTES_PER_ELEMENT: number }
>;

/** Turns a value into text and buffers. Never throws on an odd value. Runs each getter of the value at most once. */
export function encode(value: unknown): Wire {
  const wire: Wire = { text: "", buffers: [] };
  let bytes = 0;
  let count = 0;

  function odd(code: keyof typeof oddValues, name = ""): string {
    return `["odd",${quote(code)},${quote(name)}]`;
  }

  function typedArray(array: object): string | null {
    const name = apply(tagOf, array, []) as string | undefined;
    if (name === undefined || typedArrays[name] === undefined) return null;
    const byteLength = apply(byteLengthOf, array, []) as number;
    bytes += byteLength;
    if (bytes > maxBytes) return odd("too-many-numbers");
    // Copies only the part of the buffer that the array shows.
    const copy = new typedArrays[name](apply(lengthOf, array, []) as number);
    apply(setBytes, copy, [array]);
    // Neither push nor assignment is safe here: both consult Array.prototype, which the student may have patched.
    defineProperty(wire.buffers, count, {
      __proto__: null,
      value: apply(bufferOf, copy, []),
      enumerable: true,
    } as PropertyDescriptor);
    return `["array",${quote(name)},${count++}]`;
  }

  function tensor(source: Tensor): string {
    const { shape, data, dtype } = source as { shape: unknown; data: unknown; dtype: unknown };
    const name = typeof data === "object" && data !== null ? apply(tagOf, data, []) : undefined;
    if (name !== "Float32Array" && name !== "Float64Array") return odd("tensor-without-numbers");
    const rank: unknown = isArray(shape) ? shape.length : -1;
    if (!isInteger(rank) || (rank as number) < 0 || (rank as number) > maxDepth)
      return odd("tensor-without-shape");
    let size = 1;
    let dims = "";
    for (let i = 0; i < (rank as number); i++) {
      const dim = (shape as unknown[])[i];
      if (!isInteger(dim) || (dim as number) < 0) return odd("tensor-shape-damaged");
      size *= dim as number;
      dims += `${i ? "," : ""}${dim}`;
    }
    if (size !== apply(lengthOf, data, [])) return odd("tensor-shape-mismatch");
    const numbers = typedArray(data as object) as string;
    return dtype === "float32" || dtype === "float64"
      ? `["tensor",[${dims}],${numbers}]`
      : odd("tensor-without-dtype");
  }

  function object(source: object, depth: number): string {
    if (source instanceof Tensor) return tensor(source);
    const array = typedArray(source);
    if (array !== null) return array;
    if (depth >= maxDepth) return odd("nested-too-deeply");
    if (isArray(source)) {
      const length = source.length;
      let items = "";
      for (let i = 0; i < length && items.length <= maxText; i++) items += `,${any(source[i], depth + 1)}`;
      return items.length > maxText ? odd("list-too-long") : `["list"${items}]`;
    }
    const prototype = getPrototypeOf(source);
    if (prototype !== objectPrototype && prototype !== null) return instance(source);
    if (typeof (source as { then?: unknown }).then === "function") return odd("thenable");
    const keys = ownKeys(source);
    let entries = "";
    for (let i = 0; i < keys.length && entries.length <= maxText; i++) {
      const key = keys[i];
      if (typeof key !== "string") continue;
      entries += `,${quote(key)},${any((source as Record<string, unknown>)[key], depth + 1)}`;
    }
    return entries.length > maxText ? odd("object-too-large") : `["object"${entries}]`;
  }

  function instance(source: object): string {
    const maker: unknown = (source as { constructor?: unknown }).constructor;
    const name: unknown = typeof maker === "function" ? maker.name : "";
    return isClassName(name) ? odd("instance", name) : odd("unusual-object");
  }

  function any(item: unknown, depth: number): string {
    switch (typeof item) {
      case "string":
        return item.length > maxText ? odd("text-too-long") : quote(item);
      case "boolean":
        return item ? "true" : "false";
      case "undefined":
        return '["undefined"]';
      case "number":
        // JSON cannot express these four numbers.
        if (isNotANumber(item)) return '["number","NaN"]';
        if (item === Infinity) return '["number","Infinity"]';
        if (item === -Infinity) return '["number","-Infinity"]';
        return item === 0 && 1 / item < 0 ? '["number","-0"]' : `${item}`;
      case "object":
        if (item === null) return "null";
        try {
          return object(item, depth);
        } catch {
          return odd("unreadable-object");
        }
      default:
        return odd(typeof item as "function" | "symbol" | "bigint");
    }
  }

  wire.text = any(value, 0);
  if (wire.text.length > maxWireText) wire.text = odd("too-much-data");
  return wire;
}

/** Whether it is the name of a class. Any other text could read like a verdict of the grader. */
function isClassName(name: unknown): name is string {
  return typeof name === "string" && name.length <= 60 && apply(execute, className, [name]) !== null;
}

/**
 * Decodes a value. The input is untrusted: what does not fit becomes an OddValue. Takes linear time, and at most about 20
 * bytes of memory per character.
 */
export function decode({ text, buffers }: Wire): unknown {
  if (text.length > maxWireText || !isSparse(text)) return damaged();
  let node: unknown;
  try {
    node = parse(text);
  } catch {
    return damaged();
  }
  return build(node, buffers, 0);
}

const damaged = () => new OddValue("damaged");

/**
 * Whether the brackets of a JSON text are as sparse and as flat as `encode` makes them. Each pair encloses a word, at least
 * as in `["list"]`. Without this check, two million empty brackets would cost the parser 200 MB.
 */
function isSparse(text: string): boolean {
  const [quotationMark, backslash, opening, closing, brace] = [34, 92, 91, 93, 123];
  let count = 0;
  let depth = 0;
  let isInText = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isInText) {
      if (code === backslash) i += 1;
      else if (code === quotationMark) isInText = false;
    } else if (code === quotationMark) isInText = true;
    else if (code === brace) return false;
    else if (code === closing) depth -= 1;
    else if (code === opening) {
      count += 1;
      depth += 1;
      // A tensor nests two levels deeper than a list: its shape and its array.
      if (depth > maxDepth + 2) return false;
    }
  }
  return count <= text.length / 8 + 1;
}

function build(node: unknown, buffers: ArrayBuffer[], depth: number): unknown {
  if (typeof node === "string") return wellFormed(node);
  if (typeof node !== "object" || node === null) return node;
  if (!isArray(node) || depth > maxDepth) return damaged();
  const [kind, ...rest] = node as unknown[];
  switch (kind) {
    case "undefined":
      return undefined;
    case "number":
      return typeof rest[0] === "string" ? Number(rest[0]) : damaged();
    case "odd":
      return oddValue(rest[0], rest[1]);
    case "list":
      return rest.map((item) => build(item, buffers, depth + 1));
    case "object": {
      const object: Record<string, unknown> = {};
      for (let i = 0; i + 1 < rest.length; i += 2) {
        if (typeof rest[i] !== "string") return damaged();
        // An assignment would go wrong for the key "__proto__".
        Object.defineProperty(object, wellFormed(rest[i] as string), {
          value: build(rest[i + 1], buffers, depth + 1),
          enumerable: true,
          writable: true,
          configurable: true,
        });
      }
      return object;
    }
    case "array":
      return typedArray(rest, buffers) ?? damaged();
    case "tensor": {
      const [shape, array] = rest;
      const data = isArray(array) && array[0] === "array" ? typedArray(array.slice(1), buffers) : null;
      const isData = data instanceof Float32Array || data instanceof Float64Array;
      return isData && isShape(shape, data.length) ? fromData(data, shape) : new OddValue("tensor-damaged");
    }
    default:
      return damaged();
  }
}

function oddValue(code: unknown, name: unknown): OddValue {
  if (typeof code !== "string" || !Object.hasOwn(oddValues, code)) return damaged();
  if (code === "instance") return isClassName(name) ? new OddValue(code, name) : damaged();
  return new OddValue(code as keyof typeof oddValues);
}

function typedArray([name, index]: unknown[], buffers: ArrayBuffer[]): NumericArray | null {
  const TypedArray = typeof name === "string" ? typedArrays[name] : undefined;
  const buffer = isInteger(index) ? buffers[index as number] : undefined;
  if (!TypedArray || !buffer || buffer.byteLength % TypedArray.BYTES_PER_ELEMENT !== 0) return null;
  return new TypedArray(buffer);
}

/** Whether a shape holds `size` numbers. Checks every dimension, because a 0 would hide what the others are. */
function isShape(shape: unknown, size: number): shape is number[] {
  if (!isArray(shape) || shape.length > maxDepth) return false;
  const isDim = (dim: unknown) => isInteger(dim) && (dim as number) >= 0 && (dim as number) <= maxBytes;
  return shape.every(isDim) && shape.reduce((a, b) => a * b, 1) === size;
}

/** Replaces lone surrogates. The ES2023 types do not know String.prototype.toWellFormed. */
export function wellFormed(text: string): string {
  return (text as string & { toWellFormed(): string }).toWellFormed();
}
