/** Hints in stages: each time in a row that a check fails, it tells more. */
import { makeReport } from "../testing/reports.ts";
import type { Failure } from "./failure.ts";
import { hasMoreHints, nextStage, stagesOf } from "./hints.ts";

const wrong: Failure = {
  ...{ code: "not-close", name: "output", index: [0], expected: 1, received: -1, shape: [2], differing: 2 },
  ...{ size: 2, rtol: 1e-9, atol: 0, diagnosis: { code: "sign" } },
};
const id = "layers.dense.forward";
const check = (hintStages?: ReadonlyMap<string, number>, failure: Failure = wrong) =>
  makeReport({ failures: { [id]: failure }, hintStages }).checks.find((one) => one.id === id)!;

const whatIsWrong = "The numbers have the right size and the wrong sign.";
const whatToTry = "The bias is added to every row of the batch.";

test("first what is wrong, then also what to try, then also where to read", () => {
  const first = check(new Map());
  const second = check(new Map([[id, 1]]));
  const third = check(new Map([[id, 2]]));
  const fourth = check(new Map([[id, 3]]));
  expect([first.hint, first.read]).toEqual([whatIsWrong, undefined]);
  expect([second.hint, second.read]).toEqual([`${whatIsWrong} ${whatToTry}`, undefined]);
  expect([third.hint, third.read]).toEqual([
    `${whatIsWrong} ${whatToTry}`,
    expect.stringContaining("step 3: The Dense layer"),
  ]);
  expect(fourth).toEqual(third);
  expect([first, second, third].map(hasMoreHints)).toEqual([true, true, false]);
});

test("without stages, as in a batch, a check tells everything each time", () => {
  const all = check();
  expect(all).toMatchObject({ hint: `${whatIsWrong} ${whatToTry}`, read: expect.any(String) });
  expect(all).not.toHaveProperty("hintStage");
  expect(hasMoreHints(all)).toBe(false);
});

test("an endless loop has one hint, and no more follow", () => {
  const first = check(new Map(), { code: "timeout", timeoutMs: 10_000 });
  expect(first.hint).toContain("endless loop");
  expect(hasMoreHints(first)).toBe(false);
});

test("what a method returns as undefined is told by that, not by the check's hint about numbers", () => {
  const first = check(undefined, {
    ...{ code: "wrong-type", name: "output", expected: "a Tensor", received: "undefined" },
  });
  expect(first.hint).toBe("Is a `return` missing, or something that should be set?");
  expect(hasMoreHints(first)).toBe(false);
});

test("a failure may bring its own hint, or none, in the place of the check's", () => {
  const swapped = { code: "unexpected", message: "swapped", expected: "a, b", received: "b, a" } as const;
  expect(check(undefined, swapped).hint).toBe(whatToTry);
  expect(check(undefined, { ...swapped, hint: null }).hint).toBeNull();
  expect(check(undefined, { ...swapped, hint: "Look at a." })).toMatchObject({ hint: "Look at a." });
});

test("a check that is not written yet gives nothing away", () => {
  expect(check(new Map(), { code: "unfinished", what: "Dense.forward" }).hint).toBeNull();
});

test.each([
  ["failed", 1, 2],
  ["error", 2, 3],
  ["timeout", 3, 3],
  // Not judged: it goes on where it was.
  ["skipped", 2, 2],
  ["not-run", 2, 2],
  ["passed", 3, 0],
  ["todo", 3, 0],
] as const)("after %s, stage %i becomes %i", (status, before, after) => {
  expect(nextStage(new Map([[id, before]]), { id, status })).toBe(after);
});

test("--hints all goes to the last stage at once, and stays there", () => {
  const stage = nextStage(new Map(), { id, status: "failed" }, "all");
  expect(check(new Map([[id, stage]])).read).toBeDefined();
});

test("the report carries the stages to the next run", () => {
  const report = makeReport({ failures: { [id]: wrong }, hintStages: new Map() });
  expect(stagesOf(report).get(id)).toBe(1);
});
