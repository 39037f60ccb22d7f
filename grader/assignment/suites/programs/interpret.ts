/** In the sandbox: runs programs on the submission. Its source goes there, so it uses nothing from outside of the function. */
import type { Tensor } from "#tensor";
import type { SubmissionModules } from "../../contract.ts";
import type { Argument, Program } from "./program.ts";

/** What came of one line. */
export interface Observation {
  value?: unknown;
  /** What it threw: the error's name and message. */
  threw?: string[];
  /** A copy of what is watched, after the line, by its place in the list: only of what has changed since the line before. */
  changed: Record<string, unknown>;
  /** The places of those that are another tensor now than before the line: not the same with other numbers. */
  replaced: number[];
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

  /** Of two inputs, with a derivative of its own for each. */
  class Product extends Diffable {
    override forward(a: Tensor, b: Tensor): Tensor {
      return a.mul(b);
    }
    override inputGradients(): Tensor[] {
      return [this.inputs[1], this.inputs[0]];
    }
    override composeToInput(J: Tensor): Tensor[] {
      return this.inputGradients().map((local) => local.mul(J));
    }
  }

  /** With four weights, each [n]: (x * a + b) * c + d, entry by entry. They may be those of another layer. */
  class TwoScales extends Diffable {
    constructor(n: number, weights?: Tensor[]) {
      super();
      this.weights = weights ?? [1, 0, 1, 0].map((number) => tensor.full([n], number));
    }
    override forward(x: Tensor): Tensor {
      const [a, b, c, d] = this.weights;
      return x.mul(a).add(b).mul(c).add(d);
    }
    override inputGradients(): Tensor[] {
      const [a, , c] = this.weights;
      return [tensor.onesLike(this.inputs[0]).mul(a).mul(c)];
    }
    override weightGradients(): Tensor[] {
      const [x] = this.inputs;
      const [a, b, c] = this.weights;
      return [x.mul(c), c, x.mul(a).add(b), tensor.onesLike(c)];
    }
    override composeToInput(J: Tensor): Tensor[] {
      return this.inputGradients().map((local) => local.mul(J));
    }
  }

  /** Gives what it gets, and notes whether it is told that a model trains. */
  class Probe extends Diffable {
    seen = false;
    override forward(x: Tensor): Tensor {
      this.seen = this.training;
      return x;
    }
    override inputGradients(): Tensor[] {
      return [tensor.onesLike(this.inputs[0])];
    }
    override composeToInput(J: Tensor): Tensor[] {
      return this.inputGradients().map((local) => local.mul(J));
    }
  }

  /** As a layer that reshapes: what it gives shares its numbers with what it gets, forwards and backwards. */
  class View extends Diffable {
    override forward(x: Tensor): Tensor {
      return x.reshape(x.shape);
    }
    override inputGradients(): Tensor[] {
      return [tensor.onesLike(this.inputs[0])];
    }
    override composeToInput(J: Tensor): Tensor[] {
      return [J.reshape(J.shape)];
    }
  }

  /** All entries together, of whatever shape. */
  class Total extends Diffable {
    override forward(x: Tensor): Tensor {
      return x.sum();
    }
    override inputGradients(): Tensor[] {
      return [tensor.onesLike(this.inputs[0])];
    }
    override composeToInput(J: Tensor): Tensor[] {
      return this.inputGradients().map((local) => local.mul(J));
    }
  }

  /** A learning rate that the program sets. */
  class Rate {
    constructor(public value: number) {}
    call(): number {
      return this.value;
    }
  }

  /** A callback. */
  class Recorder {
    private readonly logs: unknown[] = [];
    readonly onEpochEnd = (_: number, logs: unknown) => void this.logs.push(logs);
    epochs(): unknown[] {
      return [...new Set(this.logs)];
    }
  }

  const own: Record<string, new (...args: never[]) => unknown> = {
    Product,
    TwoScales,
    Probe,
    View,
    Total,
    Rate,
    Recorder,
  };

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

  const isSame = (a: unknown, b: unknown): boolean => {
    if (!(a instanceof tensor.Tensor && b instanceof tensor.Tensor)) return Object.is(a, b);
    return (
      a.dtype === b.dtype &&
      a.shape.length === b.shape.length &&
      a.shape.every((length, axis) => length === b.shape[axis]) &&
      a.data.every((number, i) => Object.is(number, b.data[i]))
    );
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
      if ("tensor" in line) return line.isView ? line.tensor.T.copy().T : line.tensor.copy();
      if ("list" in line)
        return line.isBytes ? Uint8Array.from(line.list as number[]) : line.list.map(toValue);
      if ("rates" in line) return { call: (step: number) => line.rates[step % line.rates.length] };
      if ("set" in line) {
        find(line.on)[line.set] = line.to;
        return undefined;
      }
      const args = line.args.map(toValue);
      if ("create" in line) {
        const given = modules as unknown as typeof own;
        return new (own[line.create] ?? given[line.create])(...(args as never[]));
      }
      const owner = find(line.on);
      const method = line.call === "[Symbol.dispose]" ? Symbol.dispose : line.call;
      // The engine's own message would name a variable of this function.
      if (typeof owner[method] !== "function")
        throw new TypeError(`${line.on}.${line.call} is not a function`);
      return owner[method](...args);
    };
    const watched: unknown[] = watch.map(() => undefined);
    const tensors: unknown[] = watch.map(() => undefined);
    const changes = () => {
      const changed: Record<string, unknown> = {};
      const replaced: number[] = [];
      for (const [i, path] of watch.entries()) {
        let value: unknown;
        try {
          const found = find(path);
          value = copyOf(found, 0);
          if (found instanceof tensor.Tensor) {
            if (tensors[i] !== undefined && tensors[i] !== found) replaced.push(i);
            tensors[i] = found;
          }
        } catch {
          value = null;
        }
        if (!isSame(value, watched[i])) changed[i] = value;
        watched[i] = value;
      }
      return { changed, replaced };
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
        ...changes(),
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
