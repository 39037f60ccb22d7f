/** The distribution of a class's scores, as an SVG that takes its colors from the page. */
import { binX, rectY, ruleX, ruleY, textX } from "@observablehq/plot";
import type { Markup } from "../../report/html/markup.ts";
import { draw } from "../../report/html/plots.ts";

/**
 * @param percents the score of each submission, 0 to 100
 * @param median the median of `percents`
 * @param label the text alternative
 */
export function histogram(percents: number[], median: number, label: string): Markup {
  return draw(label, {
    width: 720,
    height: 240,
    marginTop: 28,
    marginLeft: 48,
    marginBottom: 40,
    style: { background: "none", color: "currentColor", fontSize: "13px", fontFamily: "inherit" },
    x: { label: "percent of the points", domain: [0, 100], labelArrow: "none" },
    y: { label: "submissions", grid: true, tickFormat: "d", labelArrow: "none", interval: 1 },
    marks: [
      rectY(percents.map(inLastBin), { ...binX({ y: "count" }, { thresholds: bins }), fill: "var(--bar)" }),
      ruleY([0]),
      ruleX([median], { stroke: "var(--mark)", strokeWidth: 2, strokeDasharray: "5,4" }),
      textX([median], {
        text: () => `median ${median}%`,
        frameAnchor: "top",
        dy: -14,
        textAnchor: median > 80 ? "end" : "start",
        fill: "var(--mark)",
      }),
    ],
  });
}

/** Bins of five percent. A full score falls into the last one. */
const inLastBin = (percent: number) => Math.min(percent, 99.999);
const bins = Array.from({ length: 21 }, (_, i) => i * 5);
