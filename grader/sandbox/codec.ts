/**
 * How values cross the border between the grader and a submission: as data, and only as data.
 *
 * Both sides use this file. On the submission's side it runs in the same realm as the student's code, which may have
 * patched any prototype by the time it is called, so it keeps the built-ins that it needs from before, builds its text
 * by concatenation, and reads every property once. What is not plain data becomes an `OddValue` that names it.
 */
import { fromData, Tensor } from "#tensor";

/** A value ready to be sent: a JSON text, and the contents of tensors and byte arrays. */
export interface Wire {
  text: string;
  buffers: ArrayBuffer[];
}

/** Something that came back and is not data: a function, a Promise, a cyclic object, too much of anything. */
export class OddValue {
  /** @param description fits after "returned", for example "a Promise" */
  constructor(readonly description: string) {}
}

/**
 * Bounds for one value on the wire. The largest honest one, the weights of a model, takes a few MB. (Data sets do not go
 * this way.) The host looks at them again: this side shares its realm with the submission.
 */
export const maxBytes = 64 * 1024 * 1024;
const maxText = 4 * 1024 * 1024;
export const maxWireText = 2 * maxText;
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
/** Without a prototype, so that a name such as "constructor" finds nothing. */
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

/** Turns a value into text and buffers. Never throws on an odd value; runs a getter of the value at most once. */
export function encode(value: unknown): Wire {
  const wire: Wire = { text: "", buffers: [] };
  let bytes = 0;
  let count = 0;

  function odd(description: string): string {
    return `["odd",${quote(description)}]`;
  }

  function typedArray(array: object): string | null {
    const name = apply(tagOf, array, []) as string | undefined;
    if (name === undefined || typedArrays[name] === undefined) return null;
    const byteLength = apply(byteLengthOf, array, []) as number;
    bytes += byteLength;
    if (bytes > maxBytes) return odd("more than 64 MB of numbers");
    // Whatever the original is a view of, only the part that it shows is copied.
    const copy = new typedArrays[name](apply(lengthOf, array, []) as number);
    apply(setBytes, copy, [array]);
    // Neither a push nor an assignment: both would consult Array.prototype, which is the student's to patch.
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
    if (name !== "Float32Array" && name !== "Float64Array") return odd("a Tensor without numbers");
    const rank: unknown = isArray(shape) ? shape.length : -1;
    if (!isInteger(rank) || (rank as number) < 0 || (rank as number) > maxDepth)
      return odd("a Tensor without a shape");
    let size = 1;
    let dims = "";
    for (let i = 0; i < (rank as number); i++) {
      const dim = (shape as unknown[])[i];
      if (!isInteger(dim) || (dim as number) < 0) return odd("a Tensor with a damaged shape");
      size *= dim as number;
      dims += `${i ? "," : ""}${dim}`;
    }
    if (size !== apply(lengthOf, data, [])) return odd("a Tensor whose shape and data disagree");
    const numbers = typedArray(data as object) as string;
    return dtype === "float32" || dtype === "float64"
      ? `["tensor",[${dims}],${numbers}]`
      : odd("a Tensor without a dtype");
  }

  function object(source: object, depth: number): string {
    if (source instanceof Tensor) return tensor(source);
    const array = typedArray(source);
    if (array !== null) return array;
    if (depth >= maxDepth) return odd("an object that is nested too deeply, or within itself");
    if (isArray(source)) {
      const length = source.length;
      let items = "";
      for (let i = 0; i < length && items.length <= maxText; i++) items += `,${any(source[i], depth + 1)}`;
      return items.length > maxText ? odd("a list that is too long") : `["list"${items}]`;
    }
    const prototype = getPrototypeOf(source);
    if (prototype !== objectPrototype && prototype !== null) return odd(nameOf(source));
    if (typeof (source as { then?: unknown }).then === "function")
      return odd("a thenable (something like a Promise)");
    const keys = ownKeys(source);
    let entries = "";
    for (let i = 0; i < keys.length && entries.length <= maxText; i++) {
      const key = keys[i];
      if (typeof key !== "string") continue;
      entries += `,${quote(key)},${any((source as Record<string, unknown>)[key], depth + 1)}`;
    }
    return entries.length > maxText ? odd("an object that is too large") : `["object"${entries}]`;
  }

  function any(item: unknown, depth: number): string {
    switch (typeof item) {
      case "string":
        return item.length > maxText ? odd("a text that is too long") : quote(item);
      case "boolean":
        return item ? "true" : "false";
      case "undefined":
        return '["undefined"]';
      case "number":
        // JSON has no words for these four.
        if (isNotANumber(item)) return '["number","NaN"]';
        if (item === Infinity) return '["number","Infinity"]';
        if (item === -Infinity) return '["number","-Infinity"]';
        return item === 0 && 1 / item < 0 ? '["number","-0"]' : `${item}`;
      case "object":
        if (item === null) return "null";
        try {
          return object(item, depth);
        } catch {
          return odd("an object that cannot be read");
        }
      default:
        return odd(typeof item === "function" ? "a function" : `a ${typeof item}`);
    }
  }

  wire.text = any(value, 0);
  if (wire.text.length > maxWireText) wire.text = odd("too much data");
  return wire;
}

function nameOf(value: object): string {
  const maker: unknown = (value as { constructor?: unknown }).constructor;
  const name: unknown = typeof maker === "function" ? maker.name : "";
  if (typeof name !== "string" || name === "" || name.length > 60) return "an unusual object";
  return `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`;
}

/**
 * The way back. The text is checked, not trusted: whatever does not fit becomes an OddValue.
 * @throws SyntaxError when the text is not JSON (then it does not come from `encode`)
 */
export function decode(wire: Wire): unknown {
  const build = (node: unknown): unknown => {
    if (!Array.isArray(node))
      return typeof node === "object" && node !== null ? new OddValue("damaged data") : node;
    const [kind, ...rest] = node;
    switch (kind) {
      case "undefined":
        return undefined;
      case "number":
        return Number(rest[0]);
      case "odd":
        return new OddValue(String(rest[0]).slice(0, 200));
      case "list":
        return rest.map(build);
      case "object": {
        const object: Record<string, unknown> = {};
        for (let i = 0; i + 1 < rest.length; i += 2) {
          Object.defineProperty(object, String(rest[i]), {
            value: build(rest[i + 1]),
            enumerable: true,
            writable: true,
          });
        }
        return object;
      }
      case "array": {
        const TypedArray = typedArrays[String(rest[0])];
        const buffer = wire.buffers[Number(rest[1])];
        return TypedArray && buffer && buffer.byteLength % TypedArray.BYTES_PER_ELEMENT === 0
          ? new TypedArray(buffer)
          : new OddValue("damaged data");
      }
      case "tensor": {
        const data = build(rest[1]);
        const shape: unknown = rest[0];
        const isShape = Array.isArray(shape) && shape.every((dim) => Number.isInteger(dim) && dim >= 0);
        const isData = data instanceof Float32Array || data instanceof Float64Array;
        return isShape && isData && shape.reduce((a, b) => a * b, 1) === data.length
          ? fromData(data, shape)
          : new OddValue("a damaged Tensor");
      }
      default:
        return new OddValue("damaged data");
    }
  };
  return build(parse(wire.text));
}
