/** Runs the quick hostile submissions. `npm run hostile` runs all of them. */
import { assignment } from "../../assignment/index.ts";
import { proofs } from "../../assignment/proofs/index.ts";
import { loadCases } from "./case.ts";
import { type HostileRun, runCase } from "./run.ts";

const parts = proofs.hostile;
const cases = loadCases(parts);
const quick = cases.filter((hostile) => hostile.quick);

test("every case is well formed, and some are quick", () => {
  expect(cases.length).toBeGreaterThan(140);
  expect(quick.length).toBeGreaterThanOrEqual(10);
});

test("the quick hostile submissions meet their expectations", async () => {
  const runs: HostileRun[] = [];
  const waiting = [...quick];
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop())
      runs.push(await runCase(assignment, parts, next));
  };
  await Promise.all([work(), work()]);
  expect(runs.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`))).toEqual([]);
}, 240_000);
