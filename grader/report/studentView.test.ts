import { assignment } from "../assignment/index.ts";
import { formatSummary } from "../terminal/format.ts";
import { maxScore, pointsFor } from "../testing/points.ts";
import { makeReport } from "../testing/reports.ts";
import { validateReport } from "./report.ts";
import { studentView } from "./studentView.ts";

const secret = "policy.printing";
const full = makeReport({
  visibility: { [secret]: "hidden" },
  failures: { [secret]: { code: "timeout", timeoutMs: 1000 } },
  warnings: [{ check: secret, message: "secret warning", evidence: "" }],
});

const shown = maxScore() - pointsFor(secret);

test("the report holds everything, and is valid", () => {
  expect(validateReport(full, assignment)).toBeNull();
  expect(full).toMatchObject({ score: shown, maxScore: maxScore() });
  expect(full.checks.find(({ id }) => id === secret)).toMatchObject({ visibility: "hidden", points: 0 });
});

test("students see neither a hidden check nor what it is worth", () => {
  const { report, hidden } = studentView(full);
  expect([report.score, report.maxScore, report.percent, hidden]).toEqual([shown, shown, 100, 1]);
  expect(JSON.stringify(report)).not.toMatch(/policy\.printing|secret/);
  expect(validateReport(report, assignment)).toBeNull();
  const text = formatSummary({ report, hidden }, "report.json", assignment);
  expect(text).toContain(`Score ${shown}/${shown}`);
  expect(text).toContain("1 check is not shown, and not in this score");
});

test("a training does not tell how a hidden check of its accuracy came out", () => {
  const section = (check: string, model: string) => {
    const measured = { testAccuracy: 0.5, threshold: 0.5, epochs: 1, trainSeconds: 1 };
    const data = { model, ...measured, history: { loss: [1], acc: [0] } };
    return { kind: "training", check, data };
  };
  const [simple, advanced] = [
    section("accuracy.simple", "simple"),
    section("accuracy.advanced.accuracy", "advanced"),
  ];
  const report = {
    ...makeReport({ track: "cs2470", visibility: { "accuracy.simple": "hidden" } }),
    sections: [simple, advanced],
  };
  expect(validateReport(report, assignment)).toBeNull();
  expect(studentView(report).report.sections).toEqual([advanced]);
});

test("where nothing is hidden nothing changes", () => {
  const report = makeReport();
  expect(studentView(report)).toEqual({ report, hidden: 0 });
});
