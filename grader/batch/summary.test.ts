import { assignment } from "../assignment/index.ts";
import type { Failure } from "../report/failure.ts";
import { loadRubric } from "../rubric.ts";
import { makeReport } from "../testing/reports.ts";
import { toRow } from "./row.ts";
import { summarize } from "./summary.ts";

const settings = {
  version: "v",
  dataset: "synthetic-digits",
  seed: "beras",
  track: null,
  timeoutSeconds: 600,
  memoryMb: 512,
};
const summaryOf = (failures: Record<string, Failure>[]) =>
  summarize(
    failures.map((failures, i) =>
      toRow({ name: `student-${i}`, path: "", students: [] }, makeReport({ failures }), {
        key: `${i}`,
        isFault: false,
        isTakenOver: false,
      }),
    ),
    {
      rubric: loadRubric(assignment),
      settings,
      startedAt: new Date(),
      durationMs: 1,
      leftOut: [],
    },
  );

test("a failing check comes before the checks that are skipped because of it, and says how often it fails", () => {
  const skipped: Failure = { code: "prerequisite", check: "losses.mse.forward", status: "failed", what: "" };
  const failed: Failure = { code: "timeout", timeoutMs: 1 };
  const { checks } = summaryOf([
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
