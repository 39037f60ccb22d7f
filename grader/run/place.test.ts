/** Whose line it is, by stacks as V8 writes them. */
import { givenMethods } from "../assignment/givenMethods.ts";
import { locate } from "./place.ts";

const methods = [
  { file: "beras/core.ts", name: "Diffable.call", from: 50, to: 60 },
  { file: "beras/core.ts", name: "Diffable.composeToInput", from: 80, to: 90 },
  { file: "beras/core.ts", name: "GradientTape.gradient", from: 180, to: 210 },
  { file: "beras/core.ts", name: "expectTensor", from: 220, to: 224 },
  { file: "beras/layers.ts", name: "Dense.forward", from: 30, to: 40 },
  { file: "beras/layers.ts", name: "Dense.inputGradients", from: 42, to: 48 },
  { file: "assignment.ts", name: "SequentialModel.forward", from: 40, to: 50 },
];
const frame = (called: string, file: string, line: number) => ({ called, file, line });
const where = (frames: ReturnType<typeof frame>[], right: string[] = []) =>
  locate(frames, methods, givenMethods, (method) => right.includes(method));

test("the innermost line of the student's own", () => {
  const frames = [frame("", "beras/layers.ts", 36), frame("Dense.call", "beras/core.ts", 55)];
  expect(where(frames)).toMatchObject({
    place: { file: "beras/layers.ts", line: 36, method: "Dense.forward" },
    isFound: false,
  });
});

test("what given code finds out is the fault of the method that it has called", () => {
  const returned = [frame("expectTensor", "beras/core.ts", 222), frame("Dense.call", "beras/core.ts", 55)];
  expect(where(returned)).toMatchObject({
    place: { file: "beras/layers.ts", line: 30, method: "Dense.forward" },
    isFound: true,
  });
  expect(where([frame("Dense.composeToInput", "beras/core.ts", 85)]).place?.method).toBe(
    "Dense.inputGradients",
  );
});

test("a method that is right by itself was handed something by its caller", () => {
  const frames = [
    frame("Dense.forward", "beras/layers.ts", 36),
    frame("Dense.call", "beras/core.ts", 55),
    frame("SequentialModel.forward", "assignment.ts", 45),
  ];
  expect(where(frames, ["Dense.forward"])).toMatchObject({
    thrownIn: { method: "Dense.forward", line: 36 },
    place: { file: "assignment.ts", line: 45, method: "SequentialModel.forward" },
  });
});

test("of two methods of which nothing is known, both are told", () => {
  const frames = [
    frame("Dense.forward", "beras/layers.ts", 36),
    frame("Dense.call", "beras/core.ts", 55),
    frame("SequentialModel.forward", "assignment.ts", 45),
  ];
  expect(where(frames)).toMatchObject({
    place: { method: "Dense.forward" },
    caller: { line: 45, method: "SequentialModel.forward" },
  });
  expect(where(frames, ["Dense.forward"]).caller).toBeNull();
});

test("where nothing is known of the methods, V8's names tell given code", () => {
  const frames = [frame("expectTensor", "beras/core.ts", 222), frame("Dense.call", "beras/core.ts", 55)];
  expect(locate(frames, [], givenMethods, () => false)).toMatchObject({ place: null, isFound: true });
});

test("of a stack without the submission nothing is said", () => {
  expect(where([])).toEqual({ place: null, thrownIn: null, caller: null, isFound: false });
});
