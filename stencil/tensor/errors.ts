/**
 * Thrown for every wrong shape, axis, index or value. The message names the operation and the shapes, as NumPy's does:
 * `matmul: shapes [256,784] and [10,128] do not align: 784 (axis 1) != 10 (axis 0)`.
 */
export class ValueError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ValueError";
  }
}

/** Describes a value of the wrong kind for an error message. */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (isList(value)) return isShort(value) ? `[${Array.from(value).join(",")}]` : `a list of ${value.length}`;
  return "dtype" in value && "shape" in value ? `a tensor of shape [${value.shape}]` : "an object";
}

/** Whether a value is a list or typed array, even from another context (a `vm`, an iframe), where `instanceof` fails. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

function isShort(list: ArrayLike<unknown>): boolean {
  return list.length <= 4 && Array.from(list).every((item) => typeof item === "number");
}
