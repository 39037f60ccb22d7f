/** The plots of the page, as SVG. Colours are the page's own variables, so that they follow its light and dark. */

import { dot, line, type PlotOptions, plot } from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { pictures as texts } from "../../wording/page.ts";
import type { Comparison } from "../report.ts";
import { Markup } from "./markup.ts";

const { document } = parseHTML("<html><body></body></html>");

/** @param label what the picture shows, for those who do not see it */
export function draw(label: string, options: PlotOptions): Markup {
  const svg = plot({ ...options, document: document as unknown as PlotOptions["document"] });
  svg.querySelector("style")?.remove();
  svg.removeAttribute("class");
  // What the picture shows is said as a whole; a name of every part of it would only be noise.
  for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  for (const part of svg.querySelectorAll("[aria-description]")) part.removeAttribute("aria-description");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  return new Markup(svg.outerHTML);
}

/** Analytic against numeric derivatives: what is right lies on the diagonal. */
export function gradientScatter(comparisons: Comparison[]): Markup {
  const points = comparisons.flatMap(({ name, expected, received, differing }) => {
    const wrong = new Set(differing);
    return expected.flatMap((numeric, i) => {
      const analytic = received[i];
      const isDrawn = typeof numeric === "number" && typeof analytic === "number";
      return isDrawn ? [{ name, numeric, analytic, wrong: wrong.has(i) }] : [];
    });
  });
  const [right, wrong] = [points.filter((point) => !point.wrong), points.filter((point) => point.wrong)];
  const all = points.flatMap(({ numeric, analytic }) => [numeric, analytic]);
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all) || 1];
  const at = { x: "numeric", y: "analytic" };
  return draw(texts.derivatives({ count: points.length, right: right.length, wrong: wrong.length }), {
    width: 300,
    height: 260,
    marginLeft: 52,
    marginBottom: 40,
    x: {
      domain: [low, high],
      nice: true,
      label: texts.numeric,
      labelArrow: "none",
      ticks: 5,
    },
    y: {
      domain: [low, high],
      nice: true,
      label: texts.analytic,
      labelArrow: "none",
      grid: true,
      ticks: 5,
    },
    marks: [
      line(
        [
          [low, low],
          [high, high],
        ],
        { stroke: "var(--muted)", strokeDasharray: "4 4" },
      ),
      dot(right, { ...at, fill: "var(--blue)", fillOpacity: 0.75, r: 3 }),
      dot(wrong, { ...at, stroke: "var(--red)", symbol: "times", strokeWidth: 2, r: 4 }),
    ],
  });
}
