/** What mistakes cost: those that once cost far too much, and a sample that changes with each commit. `npm run sweep -- prices` has them all. */
import { execFileSync } from "node:child_process";
import { mistakes } from "../assignment/mistakes/index.ts";
import { loadJudges } from "./judges.ts";
import { house } from "./overlay.ts";
import { priceOf, priceProblems } from "./prices.ts";

beforeAll(loadJudges);

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

const commit = Number.parseInt(
  execFileSync("git", ["rev-parse", "--short=7", "HEAD"], { cwd: house, encoding: "utf8" }),
  16,
);
const chosen = new Set(["dense-bias-subtracted", "bias-column", mistakes[commit % mistakes.length].name]);

test.each([...chosen])(
  "%s keeps to the bounds",
  async (name) => {
    const mistake = mistakes.find((mistake) => mistake.name === name);
    if (!mistake) throw new Error(`there is no mistake ${name}`);
    expect(priceProblems(await priceOf(mistake))).toEqual([]);
  },
  120_000,
);
