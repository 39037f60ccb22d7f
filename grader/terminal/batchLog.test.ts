import { assignment } from "../assignment/index.ts";
import { toRow } from "../batch/row.ts";
import { rejectedReport } from "../run/assemble.ts";
import { makeReport } from "../testing/reports.ts";
import { BatchLog } from "./batchLog.ts";

test("a batch without a terminal: a line for each submission, and an estimate every minute", () => {
  jest.useFakeTimers();
  const lines: string[] = [];
  const log = jest.spyOn(console, "log").mockImplementation((line) => lines.push(line));
  const batch = new BatchLog(5);
  try {
    const row = (name: string, isTakenOver: boolean, report = makeReport({ failures: {} })) =>
      toRow(
        { name, path: "", students: [] },
        { ...report, durationMs: 8234 },
        {
          key: "0123456789abcdef0123456789abcdef",
          isFault: report.status === "fault",
          isTakenOver,
        },
      );
    for (const name of ["ann", "ben", "cem", "dot", "eva"]) batch.started(name);
    jest.advanceTimersByTime(60_000);
    batch.ended(row("ann", true));
    jest.advanceTimersByTime(60_000);
    batch.ended(row("ben", false));
    const empty = rejectedReport(assignment, "", "cs1470", "beras", "there is nothing\nto grade");
    batch.ended(row("cem", false, empty));
    jest.advanceTimersByTime(60_000);
    batch.close();
    jest.advanceTimersByTime(60_000);
    expect(lines).toEqual([
      "0 of 5 done after 1 min, no estimate yet. In progress: ann, ben, cem, dot, eva",
      "1/5  ann  100/100  known already  0123456789abcdef0123456789abcdef",
      "1 of 5 done after 2 min, no estimate yet. In progress: ben, cem, dot, eva",
      "2/5  ben  100/100  8.2 s  0123456789abcdef0123456789abcdef",
      "3/5  cem  rejected  8.2 s  0123456789abcdef0123456789abcdef  there is nothing to grade",
      "3 of 5 done after 3 min, about 3 min left. In progress: dot, eva",
    ]);
  } finally {
    log.mockRestore();
    jest.useRealTimers();
  }
});
