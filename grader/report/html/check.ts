/** One check: its verdict, what helps, and pictures of its numbers. */

import { labels } from "../../wording/labels.ts";
import { pictures as pictureTexts } from "../../wording/page.ts";
import { type Detail, detailsOf } from "../describe.ts";
import type { CheckReport } from "../report.ts";
import { formatPoints } from "../totals.ts";
import { graphFigure } from "./graph.ts";
import { heatMaps } from "./heatMap.ts";
import { loadPlots } from "./loadPlots.ts";
import { html, type Markup } from "./markup.ts";

const marks: Record<CheckReport["status"], [symbol: string, word: string]> = {
  passed: ["✓", "passed"],
  failed: ["✗", "failed"],
  error: ["✗", "error"],
  timeout: ["✗", "timeout"],
  todo: ["○", "to do"],
  skipped: ["–", "skipped"],
  "not-run": ["–", "not run"],
};

/** What stands as it was computed or written. */
const verbatim: Detail["key"][] = ["expected", "received", "code", "where"];

export function checkCard(check: CheckReport): Markup {
  const { id, status, title, advice, decided } = check;
  const [symbol, word] = marks[status];
  return html`<article id="${id}" class="${status}">
<h3><span class="mark" role="img" aria-label="${word}">${symbol}</span> ${title} <span class="points">${formatPoints(check)}</span></h3>
${status !== "passed" && words(check)}
${advice && html`<p class="note">${labels.advice}: ${advice}</p>`}
${decided && html`<p class="note">${labels.decided}: ${decided}</p>`}
${pictures(check)}
${check.graph && graphFigure(check.graph)}
</article>
`;
}

function words(check: CheckReport): Markup {
  const { status, message } = check;
  const shown = ({ key, label, text }: Detail) => {
    if (key === "printed")
      return html`<pre class="scroll" tabindex="0" role="group" aria-label="${label}">${text.trimEnd()}</pre>`;
    return verbatim.includes(key) ? html`<pre>${text}</pre>` : text;
  };
  // Of a check that waits for another one there is nothing else to say.
  if (status === "skipped" || status === "not-run") return html`<p class="note">${message}</p>`;
  // The card shows below it what a person has decided.
  const details = detailsOf(check).filter(({ key }) => key !== "decided");
  return html`<dl>${details.map((row) => html`<dt>${row.label}</dt><dd>${shown(row)}</dd>`)}</dl>`;
}

function pictures({ comparisons = [] }: CheckReport): Markup | false {
  const differing = comparisons.filter(({ differing }) => differing.length > 0);
  const gradients = comparisons.filter(({ kind }) => kind === "gradient");
  const plots = gradients.length > 0 && loadPlots();
  return (
    comparisons.length > 0 &&
    html`<div class="pictures">${differing.map((comparison) => html`<div>${heatMaps(comparison)}</div>`)}${plots && html`<figure>${plots.gradientScatter(gradients)}<figcaption>${pictureTexts["each-dot"]}</figcaption></figure>`}</div>`
  );
}
