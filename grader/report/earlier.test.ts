/** What earlier reports tell: nothing is lost, progress shows, and hints go on where they were. earlier.e2e.ts runs the command. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assignment } from "../assignment/index.ts";
import { rejectedReport } from "../run/assemble.ts";
import { temporaryFolder } from "../testing/overlay.ts";
import { maxScore, pointsFor } from "../testing/points.ts";
import { makeReport } from "../testing/reports.ts";
import { EarlierReports, isWhole, partOf } from "./earlier.ts";
import type { Report } from "./report.ts";
import { totals } from "./totals.ts";

const id = "layers.dense.forward";
const timeout = { [id]: { code: "timeout", timeoutMs: 10_000 } } as const;
const all = maxScore();

/** What `--only layers` makes of a report. */
function onlyLayers(report: Report): Report {
  const checks = report.checks.map((check) =>
    check.suite === "layers" ? check : { ...check, status: "not-run" as const, points: 0 },
  );
  return { ...report, checks, ...totals(checks, false) };
}

/** The reports that are there when a run begins: a day, a report. */
function earlier(files: { whole?: Report; part?: Report }): EarlierReports {
  const file = join(temporaryFolder(), "report.json");
  if (files.whole) writeFileSync(file, JSON.stringify(files.whole));
  if (files.part) writeFileSync(partOf(file), JSON.stringify(files.part));
  return new EarlierReports(assignment, file);
}
const on = (day: number) => ({ startedAt: new Date(`2026-01-0${day}T12:00:00Z`) });

test("a part, or a run that was stopped, does not replace a whole report", () => {
  const whole = makeReport();
  const stopped: Report = { ...whole, status: "timed-out" };
  expect([whole, onlyLayers(whole), stopped].map(isWhole)).toEqual([true, false, false]);
  const kept = earlier({ whole });
  const rejected = rejectedReport(assignment, "nowhere", null, "beras", "There is no submission");
  const reports = [whole, onlyLayers(whole), stopped, rejected];
  expect(reports.map((report) => kept.mustStandBeside(report))).toEqual([false, true, true, true]);
  expect(earlier({ whole: stopped }).mustStandBeside(onlyLayers(whole))).toBe(false);
  expect(earlier({}).mustStandBeside(stopped)).toBe(false);
});

test("the score of two whole runs, and the checks that changed between them", () => {
  const [bad, good] = [makeReport({ failures: timeout, ...on(1) }), makeReport(on(2))];
  const lost = { before: all - pointsFor(id), after: all };
  expect(earlier({ whole: bad }).progress(good)).toEqual({ score: lost, right: [id], wrong: [] });
  expect(earlier({ whole: good }).progress(bad)).toMatchObject({ right: [], wrong: [id] });
  expect(earlier({ whole: good }).progress(good)).toBeNull();
  expect(earlier({}).progress(good)).toBeNull();
});

test("a part is compared with the last run of the same checks", () => {
  const whole = makeReport({ failures: timeout, ...on(1) });
  const part = onlyLayers(makeReport(on(2)));
  expect(earlier({ whole }).progress(part)).toEqual({ score: null, right: [id], wrong: [] });
  expect(earlier({ whole, part }).progress(part)).toBeNull();
});

test("another submission, another track and a hidden check are not compared", () => {
  const whole = makeReport({ failures: timeout });
  expect(earlier({ whole }).progress(makeReport({ name: "bob" }))).toBeNull();
  expect(earlier({ whole }).progress(makeReport({ track: "cs2470" }))).toBeNull();
  const visibility = { [id]: "hidden" } as const;
  const hidden = makeReport({ failures: timeout, visibility });
  expect(earlier({ whole: hidden }).progress(makeReport({ visibility }))).toMatchObject({ right: [] });
});

test("after a part that is done comes the next suite that is not", () => {
  const part = onlyLayers(makeReport());
  expect(earlier({}).nextSuite(part)).toEqual({ id: "activations", title: "Activations" });
  const whole = makeReport({ failures: { "losses.mse.forward": { code: "unfinished", what: "mean" } } });
  expect(earlier({ whole }).nextSuite(part)).toMatchObject({ id: "losses" });
  expect(earlier({ whole: makeReport() }).nextSuite(part)).toBeNull();
});

test("hints go on where the newest run was", () => {
  const none = new Map<string, number>();
  const whole = makeReport({ failures: timeout, hintStages: none, ...on(1) });
  const part = onlyLayers(makeReport({ failures: timeout, hintStages: new Map([[id, 1]]), ...on(2) }));
  const named = { name: "alice", track: "cs1470" };
  expect(earlier({ whole }).hintStages(named).get(id)).toBe(1);
  expect(earlier({ whole, part }).hintStages(named).get(id)).toBe(2);
  expect(earlier({ whole, part }).hintStages({ ...named, name: "bob" })).toEqual(none);
});

test("what is no report counts for nothing", () => {
  const file = join(temporaryFolder(), "report.json");
  writeFileSync(file, "{");
  mkdirSync(partOf(file));
  expect(new EarlierReports(assignment, file).mustStandBeside(makeReport())).toBe(false);
});
