/** Reads an exception, which may be anything at all, without letting it do harm. */
import type { Thrown } from "./protocol.ts";

const { apply } = Reflect;
const { slice } = String.prototype;
const maxMessage = 2_000;
const maxStack = 8_000;

/** Name, message and stack of whatever was thrown, as texts of bounded length. Never throws. */
export function describeThrown(error: unknown): Thrown {
  if (typeof error !== "object" || error === null) {
    return { name: "", message: `${text(error, maxMessage)} was thrown, which is not an Error`, stack: "" };
  }
  return {
    name: property(error, "name", 100),
    message: property(error, "message", maxMessage),
    stack: property(error, "stack", maxStack),
  };
}

function property(object: object, key: string, maxLength: number): string {
  try {
    return text((object as Record<string, unknown>)[key], maxLength);
  } catch {
    return "";
  }
}

function text(value: unknown, maxLength: number): string {
  if (typeof value === "object" || typeof value === "function") return "";
  const string = typeof value === "symbol" ? "a symbol" : `${value}`;
  return apply(slice, string, [0, maxLength]) as string;
}
