/** report.html as text. html.e2e.ts looks at it in a browser. */
import { assignment } from "../../assignment/index.ts";
import { rejectedReport } from "../../run/assemble.ts";
import { pointsFor } from "../../testing/points.ts";
import { makeReport } from "../../testing/reports.ts";
import type { CheckReport, Report } from "../report.ts";
import { renderHtml } from "./index.ts";
import { html } from "./markup.ts";

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
    graph: {
      title: hostile,
      nodes: [
        { kind: "value", name: hostile, shape: [1], value: [[1]], gradient: [[2]], received: [["NaN"]] },
        { kind: "operation", name: hostile },
      ],
      edges: [{ from: 0, to: 1, gradient: [[2]] }],
    },
  };
  expect(renderHtml({ ...report, checks: [check] }, assignment)).not.toMatch(/<script|<img src=x/);
});

test("a computation is a picture, and a sentence for each operation", () => {
  const [check] = makeReport().checks;
  const graph: CheckReport["graph"] = {
    title: "What is computed",
    nodes: [
      {
        kind: "value",
        name: "x",
        shape: [1, 2],
        value: [[3, 4]],
        gradient: [[5, 6]],
        received: [[5, "NaN"]],
      },
      { kind: "operation", name: "Twice" },
      { kind: "value", name: "y", shape: [1, 2], value: [[6, 8]], gradient: [[2.5, 3]] },
    ],
    edges: [
      { from: 0, to: 1, gradient: [[5, 6]] },
      { from: 1, to: 2 },
    ],
  };
  const page = renderHtml({ ...makeReport(), checks: [{ ...check, graph }] }, assignment);
  expect(page).toContain('aria-label="Twice of x gives y"');
  expect(page).toMatch(/x \[1,2\].*yours: 5 {2}NaN/s);
});

describe("what the page begins with", () => {
  const passed = makeReport();
  const leftOut = (report: Report): Report => ({
    ...report,
    checks: report.checks.map((check) =>
      check.suite === "layers" ? check : { ...check, status: "not-run" as const, points: 0 },
    ),
  });
  // Plots need a module that Jest cannot load.
  const [section] = assignment.sections;
  const withPictures = {
    ...assignment,
    sections: [{ ...section, page: () => [html`<section id="pictures"></section>`] }],
  };
  const pictures = { kind: section.kind, check: "accuracy.simple", data: null };
  const places = (page: string, ...ids: string[]) => ids.map((id) => page.indexOf(`<section id="${id}"`));

  test("a part has the points of what was graded, and no boxes for the rest", () => {
    const page = renderHtml(leftOut(passed), assignment);
    const points = pointsFor("layers");
    expect(page).toContain(`<strong>${points}</strong> of ${points} points in what was graded`);
    expect(page).toContain(`<title>alice: ${points} of ${points} points</title>`);
    expect(places(page, "losses")).toEqual([-1]);
    expect(page).not.toContain('href="#losses"');
  });

  test("the pictures where everything is right, and what is wrong otherwise", () => {
    const wrong = makeReport({
      failures: { "layers.dense.forward": { code: "timeout", timeoutMs: 10_000 } },
    });
    for (const [report, isFirst] of [
      [passed, true],
      [wrong, false],
    ] as const) {
      const page = renderHtml({ ...report, sections: [pictures] }, withPictures);
      const [first, layers] = places(page, "pictures", "layers");
      expect(first).toBeGreaterThan(0);
      expect(first < layers).toBe(isFirst);
    }
  });
});
