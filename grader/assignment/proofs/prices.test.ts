/** What a price must not be. `npm run sweep -- prices` finds the price of each mistake. */
import { priceProblems } from "./prices.ts";

test.each([
  ["costs as much as it should", { cs1470: 22, cs2470: 22, failed: ["core.tape.dense"], skipped: [] }, []],
  [
    "costs too much",
    { cs1470: 42, cs2470: 42, failed: ["layers.dense.forward"], skipped: ["core.tape.dense"] },
    ["a-mistake costs 42 of 100 points: layers.dense.forward, core.tape.dense"],
  ],
  [
    "stops learning and costs nothing",
    { cs1470: 2, cs2470: 2, failed: ["model.overfits"], skipped: [] },
    ["a-mistake keeps a model from learning, and costs 2 of 100 points: model.overfits"],
  ],
])("a mistake that %s", (_, price, problems) => {
  expect(priceProblems({ name: "a-mistake", ...price })).toEqual(problems);
});
