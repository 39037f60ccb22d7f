/** Generates randomly damaged submissions, like those that a broken editor or a bad merge produces. */
import fc from "fast-check";
import type { Base } from "../overlay.ts";
import type { Damages } from "../proofs.ts";

/** One change to one file. A number from 0 to 1 gives its position in the file. */
export type Damage =
  | { kind: "truncate" | "delete a line" | "repeat a line"; file: string; at: number }
  | { kind: "swap lines" | "cut out"; file: string; at: number; other: number }
  | { kind: "insert"; file: string; at: number; text: string }
  | { kind: "return" | "start with"; file: string; at: number; text: string }
  | { kind: "other file"; file: string; from: string }
  | { kind: "remove"; file: string };

export interface Damaged {
  base: Base;
  damages: Damage[];
}

/** Values that a method may return instead of its result. Every check has to cope with them. */
const values = [
  "undefined",
  "null",
  "NaN",
  "-Infinity",
  "-0",
  "0",
  "1e308",
  "''",
  "'x'.repeat(1e7)",
  "[]",
  "[[]]",
  "[1, 2]",
  "[undefined, null]",
  "[() => 1, Symbol('s')]",
  "{}",
  "{ shape: [1], data: [1] }",
  "new Float32Array(3)",
  "new Float64Array(1e5)",
  "new Map([[1, 2]])",
  "new Proxy([], { get: () => 1 })",
  "Promise.resolve(1)",
  "(() => 1)",
  "10n",
  "Symbol('s')",
  "this",
  "arguments",
  "arguments[0]",
  "[arguments[0]]",
  "[arguments[0], arguments[0]]",
  "[this, this]",
  "Object.create(Object.getPrototypeOf(arguments[0] ?? {}))",
  "Object.defineProperty({}, 'x', { enumerable: true, get() { throw new Error('read'); } })",
];
const statements = [
  "throw new Error();",
  "throw null;",
  "throw { message: { toString: 1 } };",
  "throw Object.assign(new Error('x'), { name: 1n, stack: Symbol('s') });",
  "throw Object.assign(new Error('x'), { stack: 'at code.ts:0:0' });",
  "Array.prototype.map = (() => []) as never;",
  "Object.prototype.toString = null as never;",
  "delete (globalThis as any).Array;",
  "console.log(this);",
  "return;",
];

const at = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const bytes = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    "}",
    "{",
    "(",
    "/*",
    "`",
    "\0",
    "\ufeff",
    "/(/;",
    "<<<<<<< HEAD\n",
    "return ",
    "async ",
    "static ",
    "!",
  ),
);

/** @param own what the assignment adds */
function arbitraryDamage(files: readonly string[], own: Damages): fc.Arbitrary<Damage> {
  const file = fc.constantFrom(...files);
  return fc.oneof(
    fc.record({ kind: fc.constantFrom("truncate" as const, "delete a line", "repeat a line"), file, at }),
    fc.record({ kind: fc.constantFrom("swap lines" as const, "cut out"), file, at, other: at }),
    fc.record({ kind: fc.constant("insert" as const), file, at, text: bytes }),
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("return" as const),
        file,
        at,
        text: fc.constantFrom(...values, ...own.values),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("start with" as const),
        file,
        at,
        text: fc.constantFrom(...statements, ...own.statements),
      }),
    },
    fc.record({ kind: fc.constant("other file" as const), file, from: file }),
    fc.record({ kind: fc.constant("remove" as const), file }),
  );
}

/**
 * Draws damaged submissions, the same ones for the same seed. Each has one to three damages. One in five is based on the
 * stencil, which earns hardly any points.
 */
export function sampleDamaged(
  files: readonly string[],
  own: Damages,
  numRuns: number,
  seed: number,
): Damaged[] {
  const damaged: fc.Arbitrary<Damaged> = fc.record({
    base: fc.constantFrom("solution", "solution", "solution", "solution", "stencil"),
    damages: fc.array(arbitraryDamage(files, own), { minLength: 1, maxLength: 3 }),
  });
  return fc.sample(damaged, { numRuns, seed });
}

/** Applies a damage to the text of a file. Returns null when the file is deleted. */
export function applyDamage(text: string, damage: Damage, textOf: (file: string) => string): string | null {
  const lines = text.split("\n");
  const line = "at" in damage ? Math.floor(damage.at * lines.length) : 0;
  const position = "at" in damage ? Math.floor(damage.at * text.length) : 0;
  switch (damage.kind) {
    case "truncate":
      return text.slice(0, position);
    case "delete a line":
      return lines.toSpliced(line, 1).join("\n");
    case "repeat a line":
      return lines.toSpliced(line, 0, lines[line]).join("\n");
    case "swap lines": {
      const other = Math.floor(damage.other * lines.length);
      return lines.with(line, lines[other]).with(other, lines[line]).join("\n");
    }
    case "cut out": {
      const [from, to] = [line, Math.floor(damage.other * lines.length)].sort((a, b) => a - b);
      return lines.toSpliced(from, to - from).join("\n");
    }
    case "insert":
      return text.slice(0, position) + damage.text + text.slice(position);
    case "return":
      return replaceOne(text, /\breturn [^;{]*;/g, damage.at, () => `return (${damage.text}) as never;`);
    case "start with":
      return replaceOne(
        text,
        /^ {2}(?!if|for|while|switch|super)[\w ]+\([^\n]*\{$/gm,
        damage.at,
        (found) => `${found}\n${damage.text}`,
      );
    case "other file":
      return textOf(damage.from);
    case "remove":
      return null;
  }
}

/** Replaces one of the matches: the one at position `at`, from 0 to 1. */
function replaceOne(text: string, pattern: RegExp, at: number, replace: (found: string) => string): string {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const { 0: match, index } = found[Math.floor(at * found.length)];
  return text.slice(0, index) + replace(match) + text.slice(index + match.length);
}
