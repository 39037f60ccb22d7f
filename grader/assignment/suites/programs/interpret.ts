/** In the sandbox: runs programs on the submission. Its source goes there, so it uses nothing from outside of the function. */
import type { SubmissionModules } from "../../contract.ts";
import type { Argument, Program } from "./program.ts";

/** What came of one line. */
export interface Observation {
  value?: unknown;
  /** What it threw: the error's name and message. */
  threw?: string[];
  /** A copy of what is watched, after the line. */
  watched: unknown[];
  /** Whether the lists that it was handed still hold the same things. */
  listsKept: boolean;
}

/** What came of a program, as far as it got; `end` is a copy of everything that has a name, after the last line. */
export interface Run {
  lines: Observation[];
  end: Record<string, unknown>;
}

export function interpret(modules: SubmissionModules, { programs }: { programs: Program[] }): unknown {
  const { Diffable, tensor } = modules;
  tensor.setFloatx("float64");

  const copyOf = (value: unknown, depth: number): unknown => {
    if (value instanceof tensor.Tensor) return value.copy();
    if (depth > 3) return null;
    if (Array.isArray(value)) return value.map((item) => copyOf(item, depth + 1));
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
    const { weights } = value as { weights?: unknown };
    if (Array.isArray(weights)) return copyOf(weights, depth + 1);
    if (Object.getPrototypeOf(value) !== Object.prototype) return null;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf(item, depth + 1)]));
  };

  const runOne = ({ lines, watch }: Program) => {
    // biome-ignore lint/suspicious/noExplicitAny: it runs whatever the program says
    const named: Record<string, any> = Object.create(null);
    const find = (path: string) => {
      const [name, ...keys] = path.split(/[.[\]]+/).filter(Boolean);
      return keys.reduce((value, key) => value[key], named[name]);
    };
    const lists: [list: unknown[], copy: unknown[]][] = [];
    const toValue = (argument: Argument): unknown => {
      const value = Array.isArray(argument)
        ? argument.map(toValue)
        : typeof argument === "object"
          ? find(argument.path)
          : argument;
      if (Array.isArray(value)) lists.push([value, [...value]]);
      return value;
    };
    const runLine = (line: Program["lines"][number]): unknown => {
      if ("tensor" in line) return line.tensor.copy();
      if ("set" in line) {
        find(line.on)[line.set] = line.to;
        return undefined;
      }
      const args = line.args.map(toValue);
      if ("create" in line) {
        const made = modules as unknown as Record<string, new (...args: unknown[]) => unknown>;
        return new made[line.create](...args);
      }
      const owner = find(line.on);
      return line.call === "[Symbol.dispose]" ? owner[Symbol.dispose]() : owner[line.call](...args);
    };
    const observations = [];
    Diffable.gradientTape = null;
    for (const line of lines) {
      lists.length = 0;
      let value: unknown;
      let threw: string[] | undefined;
      try {
        value = runLine(line);
        if ("name" in line && line.name) named[line.name] = value;
      } catch (error) {
        const { name, message } = (error ?? {}) as Error;
        if (name === "NotImplementedError") throw error;
        threw = [String(name), String(message).slice(0, 200)];
      }
      observations.push({
        value: copyOf(value, 0),
        threw,
        watched: watch.map((path) => {
          try {
            return copyOf(find(path), 0);
          } catch {
            return null;
          }
        }),
        listsKept: lists.every(
          ([list, copy]) => list.length === copy.length && list.every((item, i) => item === copy[i]),
        ),
      });
      // An unknown label throws, and the encoder is used again.
      if (threw && !("call" in line && line.on.startsWith("encoder"))) break;
    }
    Diffable.gradientTape = null;
    const end = Object.fromEntries(Object.keys(named).map((name) => [name, copyOf(named[name], 0)]));
    return { lines: observations, end };
  };
  return programs.map(runOne);
}
