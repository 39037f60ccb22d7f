/** One check: its verdict, what helps, and pictures of its numbers. */
import { formatPlace } from "../place.ts";
import type { CheckReport } from "../report.ts";
import { formatPoints } from "../totals.ts";
import { codeText, labels } from "../wording.ts";
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

export function checkCard(check: CheckReport): Markup {
  const { id, status, title, advice, decided } = check;
  const [symbol, word] = marks[status];
  return html`<article id="${id}" class="${status}">
<h3><span class="mark" role="img" aria-label="${word}">${symbol}</span> ${title} <span class="points">${formatPoints(check)}</span></h3>
${status !== "passed" && words(check)}
${advice && html`<p class="note">Advice: ${advice}</p>`}
${decided && html`<p class="note">Decided: ${decided}</p>`}
${pictures(check)}
</article>
`;
}

function words(check: CheckReport): Markup {
  const { status, message, expected, received, where, hint, output } = check;
  const text = (label: string, value: string) => {
    if (label === "Printed")
      return html`<pre class="scroll" tabindex="0" role="group" aria-label="Printed">${value.trimEnd()}</pre>`;
    return ["Expected", "Received", "Code", "Where"].includes(label) ? html`<pre>${value}</pre>` : value;
  };
  // Of a check that waits for another one there is nothing else to say.
  if (status === "skipped" || status === "not-run") return html`<p class="note">${message}</p>`;
  const rows: [string, string | null][] = [
    [labels[status] ?? "", message],
    ["Expected", expected],
    ["Received", received],
    ["Code", codeText(check)],
    ["Where", formatPlace(where)],
    ["Hint", hint],
    ["Printed", output],
  ];
  return html`<dl>${rows.map(([label, value]) => value && html`<dt>${label || "Why"}</dt><dd>${text(label, value)}</dd>`)}</dl>`;
}

function pictures({ comparisons = [] }: CheckReport): Markup | false {
  const differing = comparisons.filter(({ differing }) => differing.length > 0);
  const gradients = comparisons.filter(({ kind }) => kind === "gradient");
  const plots = gradients.length > 0 && loadPlots();
  return (
    comparisons.length > 0 &&
    html`<div class="pictures">${differing.map((comparison) => html`<div>${heatMaps(comparison)}</div>`)}${plots && html`<figure>${plots.gradientScatter(gradients)}</figure>`}</div>`
  );
}
