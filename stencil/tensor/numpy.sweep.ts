/**
 * Runs random programs with this module and with NumPy. Shapes, dtypes, bits and errors are the same, even where tensors share
 * memory. Results that depend on the order of additions, or on a math library, agree within their rounding errors.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import * as np from "./index.ts";

const PROGRAMS = 4000;

interface Step {
  name: string;
  /** The operands: numbers that wrap around the number of tensors. */
  of: number[];
  with: unknown[];
}

interface Program {
  tensors: np.Tensor[];
  steps: Step[];
}

interface Encoded {
  shape: number[];
  dtype: string;
  data: string;
}

type Result = { error: string } | (Encoded & { error?: undefined; magnitude?: string; count: number });

const length = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 3 }) }, fc.constant(0));
const shape = fc.array(length, { maxLength: 3 });
const axis = fc.integer({ min: -3, max: 2 });
const someAxes = fc.oneof(axis, fc.constant(null), fc.uniqueArray(axis, { maxLength: 2 }));
const value = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -12, max: 12 }).map((n) => n / 4 + 0) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.1),
  },
);
const number = fc.integer({ min: -8, max: 8 }).map((n) => n / 2 + 0);
const bound = fc.option(fc.integer({ min: -4, max: 4 }));
const none = fc.constant<unknown[]>([]);
const reducing = fc.tuple(someAxes, fc.boolean());

/** The number of tensor operands of each operation, and its other arguments. */
const operations: Record<string, [number, fc.Arbitrary<unknown[]>]> = {
  T: [1, none],
  transpose: [
    1,
    fc
      .integer({ min: 1, max: 3 })
      .chain((n) => fc.shuffledSubarray([...Array(n).keys()], { minLength: n }))
      .map((o) => [o]),
  ],
  reshape: [1, fc.array(fc.constantFrom(-1, 1, 2, 3, 6), { minLength: 1, maxLength: 3 }).map((s) => [s])],
  slice: [1, fc.tuple(bound, bound, axis)],
  expandDims: [1, fc.tuple(axis)],
  squeeze: [1, none],
  flatten: [1, none],
  astype: [1, fc.constantFrom(["float32"], ["float64"])],
  gather: [
    1,
    fc.tuple(
      fc.oneof(fc.integer({ min: -2, max: 2 }), fc.array(fc.integer({ min: -2, max: 2 }), { maxLength: 4 })),
      axis,
    ),
  ],
  concatenate: [2, fc.tuple(fc.oneof(axis, fc.constant(null)))],
  stack: [2, fc.tuple(axis)],
  vstack: [2, none],
  repeat: [
    1,
    fc.tuple(
      fc.oneof(fc.nat(3), fc.array(fc.nat(2), { minLength: 2, maxLength: 3 })),
      fc.oneof(axis, fc.constant(null)),
    ),
  ],
  split: [
    1,
    fc.tuple(
      fc.oneof(fc.integer({ min: 1, max: 3 }), fc.array(fc.nat(3), { minLength: 1, maxLength: 2 })),
      axis,
    ),
  ],
  round: [1, fc.tuple(fc.constantFrom(0, 1, -1))],
  clip: [1, fc.tuple(fc.option(number), fc.option(number))],
  where: [3, none],
  sort: [1, fc.tuple(fc.oneof(axis, fc.constant(null)))],
  argsort: [1, fc.tuple(fc.oneof(axis, fc.constant(null)))],
  argmax: [1, fc.tuple(fc.oneof(axis, fc.constant(null)), fc.boolean())],
  argmin: [1, fc.tuple(fc.oneof(axis, fc.constant(null)), fc.boolean())],
  assign: [2, none],
  assignAdd: [2, none],
  cumsum: [1, fc.tuple(fc.oneof(axis, fc.constant(null)))],
  matmul: [2, none],
  dot: [2, none],
  outer: [2, none],
  pow: [2, none],
};
for (const name of [
  "neg",
  "square",
  "sqrt",
  "abs",
  "sign",
  "floor",
  "ceil",
  "isNaN",
  "isFinite",
  "norm",
  "exp",
  "log",
  "tanh",
]) {
  operations[name] = [1, none];
}
for (const name of [
  "add",
  "sub",
  "mul",
  "div",
  "maximum",
  "minimum",
  "greater",
  "greaterEqual",
  "less",
  "lessEqual",
  "equal",
  "notEqual",
]) {
  operations[name] = [2, none];
}
for (const name of ["max", "min", "any", "all", "sum", "mean", "variance", "prod"])
  operations[name] = [1, reducing];

const step: fc.Arbitrary<Step> = fc.constantFrom(...Object.keys(operations)).chain((name) => {
  const [count, args] = operations[name];
  return fc.record({
    name: fc.constant(name),
    of: fc.array(fc.nat(1000), { minLength: count, maxLength: count }),
    with: args,
  });
});
const anyTensor = shape.chain((s) => {
  const size = s.reduce((product, n) => product * n, 1);
  return fc
    .tuple(
      fc.array(value, { minLength: size, maxLength: size }),
      fc.constantFrom<np.DType>("float32", "float64"),
    )
    .map(([values, dtype]) => np.tensor(values, dtype).reshape(s));
});
const anyProgram: fc.Arbitrary<Program> = fc.record({
  tensors: fc.array(anyTensor, { minLength: 2, maxLength: 3 }),
  steps: fc.array(step, { minLength: 10, maxLength: 14 }),
});

/** Runs one step with this module. Drops the sign of a zero where NumPy does not define it; see testing/programs.py. */
function perform({ name, with: args }: Step, operands: np.Tensor[]): np.Tensor {
  const functions = np as unknown as Record<string, (...args: unknown[]) => np.Tensor>;
  const [x] = operands;
  if (name === "T") return x.T;
  if (name === "concatenate" || name === "stack" || name === "vstack")
    return functions[name](operands, ...args);
  if (name === "split") return np.split(x, ...(args as [number, number])).at(-1) as np.Tensor;
  if (name === "sort") return np.sort(x, ...(args as [number])).add(0);
  const methods = x as unknown as Record<string, (...args: unknown[]) => np.Tensor | boolean>;
  const result = methods[name](...operands.slice(1), ...args);
  if (typeof result === "boolean") return np.tensor(Number(result), x.dtype);
  return ["maximum", "minimum", "sign", "clip", "max", "min"].includes(name) ? result.add(0) : result;
}

function encode(x: np.Tensor): Encoded {
  const data = Buffer.from(Float64Array.from(x.data).buffer).toString("base64");
  return { shape: [...x.shape], dtype: x.dtype, data };
}

function decode(data: string): Float64Array {
  const bytes = Buffer.from(data, "base64");
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** Expects NumPy's shape, dtype and numbers, within the rounding errors. */
function expectAlike(x: np.Tensor, wanted: Encoded & { magnitude?: string; count?: number }): void {
  expect([x.shape, x.dtype]).toEqual([wanted.shape, wanted.dtype]);
  const numbers = decode(wanted.data);
  const magnitudes = wanted.magnitude === undefined ? undefined : decode(wanted.magnitude);
  const u = x.dtype === "float32" ? 2 ** -24 : 2 ** -53;
  // One rounding per term, one of the result, and those of a library function, which is off by at most 4.
  const roundings = ((wanted.count ?? 0) + 5) * u;
  x.data.forEach((v, i) => {
    if (Object.is(v, numbers[i])) return;
    if (magnitudes === undefined) throw new Error(`[${i}] is ${v}, in NumPy ${numbers[i]}`);
    // For larger magnitudes, an overflow in between depends on the order.
    if (!(magnitudes[i] < 1e30)) return;
    const tolerance = roundings * Math.abs(magnitudes[i]) + 2 ** -148;
    if (!(Math.abs(v - numbers[i]) <= tolerance))
      throw new Error(`[${i}] is ${v}, in NumPy ${numbers[i]}, which is more than ${tolerance} apart`);
  });
}

/** Runs a program here. Compares every step and, at the end, every tensor. */
function compare({ tensors, steps }: Program, wanted: { results: Result[]; pool: Encoded[] }): number {
  const pool = [...tensors];
  let compared = 0;
  steps.forEach((step, i) => {
    const operands = step.of.map((n) => pool[n % pool.length]);
    const expected = wanted.results[i];
    let result: np.Tensor;
    try {
      result = perform(step, operands);
    } catch (error) {
      expect(error).toBeInstanceOf(np.ValueError);
      if (expected.error === undefined) throw error;
      return;
    }
    if (expected.error !== undefined)
      throw new Error(`NumPy says ${expected.error}, here it is ${encode(result).shape}`);
    expectAlike(result, expected);
    if (expected.magnitude === undefined) pool.push(result);
    compared++;
  });
  wanted.pool.forEach((t, i) => {
    expectAlike(pool[i], t);
  });
  return compared;
}

const python = process.platform === "win32" ? "python" : "python3";
const hasNumPy = spawnSync(python, ["-c", "import numpy"]).status === 0;

(hasNumPy ? describe : describe.skip)(
  hasNumPy ? "NumPy" : `NumPy (skipped: no ${python} with NumPy here)`,
  () => {
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
    const programs = fc.sample(anyProgram, { numRuns: PROGRAMS, seed });
    const input = programs.map(({ tensors, steps }) =>
      JSON.stringify({ tensors: tensors.map(encode), steps }),
    );
    const { stdout, stderr } = spawnSync(python, [join(__dirname, "testing/programs.py")], {
      input: `${input.join("\n")}\n`,
      encoding: "utf8",
      maxBuffer: 2 ** 30,
    });
    const answers = stdout.trim().split("\n");

    it(`gives the same for ${PROGRAMS} random programs (SEED=${seed})`, () => {
      if (answers.length !== PROGRAMS) throw new Error(stderr);
      let compared = 0;
      programs.forEach((program, i) => {
        try {
          compared += compare(program, JSON.parse(answers[i]));
        } catch (error) {
          const { message } = error as Error;
          throw new Error(
            `Program ${i}: ${message}\n${JSON.stringify(program.steps)}\n${program.tensors.map((t) => `${t.shape}: ${t}`).join("\n")}`,
          );
        }
      });
      // Most steps have operands that fit. The others give errors, which must agree, too.
      expect(compared).toBeGreaterThan(5 * PROGRAMS);
    });
  },
);
