import type { Failure } from "../report/failure.ts";
import { classRows, summaryOf } from "../testing/classRows.ts";
import { validateSummary } from "./summary.ts";

const summaryWith = (failures: Record<string, Failure>[]) =>
  summaryOf(classRows(failures.map((failures, i) => ({ name: `student-${i}`, failures }))));

test("a failing check comes before the checks that are skipped because of it, and says how often it fails", () => {
  const skipped: Failure = { code: "prerequisite", check: "losses.mse.forward", status: "failed", what: "" };
  const failed: Failure = { code: "timeout", timeoutMs: 1 };
  const { checks } = summaryWith([
    { "losses.mse.forward": failed, "core.tape.dense": skipped },
    { "losses.mse.forward": failed, "core.tape.dense": skipped },
    { "onehot.fit": failed, "core.tape.dense": skipped },
  ]);
  expect(checks.slice(0, 3).map(({ id, failed, lost }) => [id, failed, lost])).toEqual([
    ["losses.mse.forward", 2, 2],
    ["onehot.fit", 1, 1],
    ["core.tape.dense", 0, 3],
  ]);
});

test("the same diagnosis of the same method is one mistake, whichever checks it fails, and counts once for a submission", () => {
  const wrong = (diagnosis: string): Failure => ({
    ...{ code: "unexpected", message: "output has wrong entries", expected: "1", received: "2" },
    details: [diagnosis],
  });
  const timeout: Failure = { code: "timeout", timeoutMs: 1 };
  const summary = summaryWith([
    { "layers.dense.forward": wrong("no-bias"), "losses.mse.forward": wrong("sum") },
    { "layers.dense.forward": wrong("no-bias"), "losses.mse.forward": wrong("sum"), "onehot.fit": timeout },
    { "layers.dense.forward": wrong("transposed"), "losses.mse.forward": wrong("sum") },
    {},
  ]);
  expect(validateSummary(summary)).toBeNull();
  expect(summary.mistakes.map(({ code, method, submissions }) => [code, method, submissions])).toEqual([
    ["sum", "MeanSquaredError.forward", ["student-0", "student-1", "student-2"]],
    ["no-bias", "Dense.forward", ["student-0", "student-1"]],
    ["timeout", "OneHotEncoder.fit", ["student-1"]],
    ["transposed", "Dense.forward", ["student-2"]],
  ]);
  expect(summary.mistakes[0]).toMatchObject({
    message: "output has wrong entries",
    checks: ["losses.mse.forward"],
  });
});
