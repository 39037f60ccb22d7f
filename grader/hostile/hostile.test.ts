/** The quick ones of the hostile submissions; `npm run hostile` runs them all. */
import pMap from "p-map";
import { loadCases } from "./case.ts";
import { runCase } from "./run.ts";

test("every case is well formed, and none is forgotten among the quick ones", () => {
  const cases = loadCases();
  expect(cases.length).toBeGreaterThan(100);
  expect(cases.filter(({ quick }) => quick).length).toBeGreaterThan(10);
});

test("the quick hostile submissions come out as they should", async () => {
  const cases = loadCases().filter(({ quick }) => quick);
  const runs = await pMap(cases, runCase, { concurrency: 2 });
  expect(runs.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`))).toEqual([]);
}, 240_000);
