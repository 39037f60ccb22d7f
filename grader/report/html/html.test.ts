/** report.html as text. html.e2e.ts looks at it in a browser. */
import { assignment } from "../../assignment/index.ts";
import { rejectedReport } from "../../run/assemble.ts";
import type { CheckReport, Report } from "../report.ts";
import { renderHtml } from "./index.ts";

const hostile = `<script>alert(1)</script><img src=x onerror="alert('2')">`;

test("any text of a report may be hostile", () => {
  const report: Report = {
    ...rejectedReport(assignment, hostile, null, hostile, hostile),
    suites: [{ id: "a", title: hostile }],
  };
  const texts = { title: hostile, message: hostile, expected: hostile, received: hostile };
  const where = { file: hostile, line: 1, method: hostile };
  const check: CheckReport = {
    ...{
      id: `a."><script>`,
      suite: "a",
      kind: "graded",
      points: 0,
      maxPoints: 1,
      status: "failed",
      durationMs: 0,
    },
    ...{ ...texts, where, hint: hostile, output: hostile },
    comparisons: [
      { name: hostile, kind: "values", shape: [2], expected: [1, 2], received: ["NaN", 2], differing: [0] },
    ],
  };
  expect(renderHtml({ ...report, checks: [check] }, assignment)).not.toMatch(/<script|<img src=x/);
});
