/** The engine's own errors, as this Node words them, and what a student is told. */
import { type Tensor, tensor } from "#tensor";
import { Diffable } from "../../solution/beras/core.ts";
import { explain } from "../report/describe.ts";

class Layer {
  get w(): number {
    return 1;
  }
}
/** Returns what a method should not. */
class Odd extends Diffable {
  constructor(readonly answer: () => unknown) {
    super();
  }
  override forward(): Tensor {
    return this.answer() as Tensor;
  }
  override inputGradients(): Tensor[] {
    return [];
  }
}
// biome-ignore lint/suspicious/noExplicitAny: these are the mistakes that the compiler would find
const any = (value: unknown) => value as any;
const nothing = any({});
const x = tensor([[1, 2, 3]]);

test.each<[string, () => unknown, RegExp]>([
  ["a field of undefined", () => nothing.field.sub(x), /stands before \.sub is undefined/],
  ["an index of undefined", () => nothing.list[0], /stands before \[0\] is undefined/],
  ["a field of null", () => any(null).shape, /stands before \.shape is null/],
  [
    "a field is set on undefined",
    () => {
      nothing.field.size = 1;
    },
    /stands before \.size is undefined/,
  ],
  ["append", () => any([]).append(1), /\.push\(item\)/],
  ["a property that is called", () => any(x).shape(), /leave out the parentheses/],
  ["a misspelt method", () => any(x).matMul(x), /before \.matMul has no method of this name/],
  ["an object that is called", () => nothing(), /call a method of it: nothing\.method/],
  ["a method without parentheses", () => new Odd(() => x.mean).call(x), /`x\.mean\(\)` its result/],
  ["an async method", () => new Odd(async () => x).call(x), /leave out `async`/],
  ["a list for a tensor", () => new Odd(() => [1, 2]).call(x), /tensor\(values\) makes one/],
  ["a typed array for a tensor", () => new Odd(() => x.data.map(Math.abs)).call(x), /tensor\(values\)/],
  ["a loop over a tensor", () => [...any(x)], /x\.toArray\(\) and x\.data/],
  ["a number that is taken apart", () => any(new Map([1] as never)), /takes a list of pairs/],
  ["a class without new", () => any(Layer)(), /by `new Layer\(\.\.\.\)`/],
  ["new of what is no class", () => new nothing.Dense(), /this is not a class/],
  [
    "a getter that is set",
    () => {
      any(new Layer()).w = 2;
    },
    /is a getter/,
  ],
  [
    "no end",
    () =>
      (function again(): unknown {
        return again();
      })(),
    /calls itself without end/,
  ],
  ["shapes that do not broadcast", () => x.add(tensor([1, 2])), /compared from the right/],
  ["matrices in the wrong order", () => x.matmul(x), /takes \[n, k\] and \[k, m\]/],
])("%s", (_, run, sentence) => {
  const error = errorOf(run);
  const frames = [{ file: "beras/layers.ts", line: 3, called: "Dense.forward" }];
  const failure = { code: "threw", name: error.name, message: error.message } as const;
  expect(explain({ ...failure, frames })).toMatch(sentence);
  // What was not thrown in the student's own code came up in the check.
  expect(explain({ ...failure, frames: [] })).toBeNull();
});

test("an error of the student's own has no hint", () => {
  const frames = [{ file: "beras/layers.ts", line: 3, called: "Dense.forward" }];
  expect(explain({ code: "threw", name: "Error", message: "unknown label 3", frames })).toBeNull();
});

function errorOf(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}
