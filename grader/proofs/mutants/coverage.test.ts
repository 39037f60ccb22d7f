/** Tests how a mutant is judged: by the checks that run it, and by suites that stay loaded. */
import { assignment } from "../../testing/tinyAssignment/index.ts";
import { solutionText } from "../styles/combine.ts";
import { checksFor } from "./checksFor.ts";
import { coverageKey, measureCoverage } from "./coverage.ts";
import { failedChecks, gradeChanged, quickSuites } from "./gradeChanged.ts";

test("a changed method concerns the checks that run it, and a change elsewhere the suites of its file", async () => {
  const coverage = await measureCoverage(assignment);
  expect(Object.fromEntries(coverage)).toEqual({
    [coverageKey("stats.ts", "mean")]: ["stats.mean", "stats.variance", "matrix.center"],
    [coverageKey("stats.ts", "variance")]: ["stats.variance"],
    [coverageKey("matrix.ts", "transpose")]: ["matrix.transpose", "matrix.center"],
    [coverageKey("matrix.ts", "center")]: ["matrix.center"],
  });
  expect(checksFor(assignment, coverage, { file: "stats.ts", method: "variance" })).toEqual([
    "stats.variance",
  ]);
  expect(checksFor(assignment, coverage, { file: "matrix.ts" })).toEqual(["matrix"]);
}, 60_000);

test("suites that stay loaded judge each submission by itself", async () => {
  const broken = {
    "stats.ts": solutionText(assignment, "stats.ts").replace("** 2", "** 3"),
    "matrix.ts": solutionText(assignment, "matrix.ts").replace("value - ", "value + "),
  };
  const failed = async (change: Record<string, string>, stopsAtFailure: boolean) =>
    failedChecks(await gradeChanged(assignment, change, quickSuites(assignment), { stopsAtFailure })).map(
      ({ id }) => id,
    );
  expect(await failed({}, false)).toEqual([]);
  expect(await failed(broken, true)).toEqual(["stats.variance"]);
  expect(await failed({}, true)).toEqual([]);
  expect(await failed(broken, false)).toEqual(["stats.variance", "matrix.center"]);
}, 60_000);
