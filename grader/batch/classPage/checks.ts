/** How the checks came out over the class, and the mistakes behind the failures. */
import { html, type Markup } from "../../report/html/markup.ts";
import type { CheckStatistics, Mistake, Summary } from "../summary.ts";
import { filterLink, links, long, section, sorted, table } from "./parts.ts";

const shownMistakes = 25;
const shownNames = 8;
const order = ["passed", "failed", "error", "timeout", "todo", "skipped", "not-run"];

export function checks({ checks }: Pick<Summary, "checks">): Markup {
  const lines = checks.map((check) => {
    const { id, title, count, lost, failed } = check;
    const passed = count - lost;
    return [
      long(html`${filterLink(id, title)}<br><code>${id}</code>`),
      sorted(`${percent(passed, count)}%`, percent(passed, count)),
      sorted(`${failed}`, failed),
      sorted(distribution(check), passed / count),
    ];
  });
  const legend = html`<p class="legend">${order.map((status) => html`<span><i class="${status}"></i> ${status}</span> `)}</p>`;
  const content = table(["Check", "Passed", "Failed", "Distribution"], lines);
  return section(
    "Checks",
    "Those that fail most come first; unwritten and skipped ones do not count as failed. A check's title shows below who did not pass it. When most of a class fails a check, look at the handout, too.",
    content && html`${legend}${content}`,
  );
}

function distribution({ count, lost, statuses }: CheckStatistics): Markup {
  const counts: Record<string, number> = { passed: count - lost, ...statuses };
  const parts = order.filter((status) => counts[status]);
  const text = parts.map((status) => `${counts[status]} ${status}`).join(", ");
  return html`<span class="stack" aria-hidden="true">${parts.map((status) => html`<i class="${status}" style="--share:${percent(counts[status], count)}%"></i>`)}</span><br>${text}`;
}

export function mistakes({ mistakes, counts }: Pick<Summary, "mistakes" | "counts">): Markup {
  const lines = mistakes
    .slice(0, shownMistakes)
    .map((mistake) => [
      sorted(`${mistake.submissions.length}`, mistake.submissions.length),
      sorted(`${percent(mistake.submissions.length, counts.graded)}%`, mistake.submissions.length),
      mistake.method ?? "",
      long(words(mistake)),
      long(links(mistake.submissions, shownNames)),
    ]);
  return section(
    "Mistakes",
    "What went wrong, as exactly as the grader knows: the same diagnosis of the same method counts once for each submission. What many have is worth teaching again.",
    table(["Submissions", "Share", "Method", "Mistake", "Who"], lines),
  );
}

function words({ code, message, hint, checks }: Mistake): Markup {
  const ids = checks.map((check, i) => html`${i ? ", " : ""}${filterLink(check)}`);
  return html`${message}${hint && html`<br>${hint}`}<br><code>${code}</code> in ${ids}`;
}

const percent = (part: number, whole: number) => (whole ? Math.round((100 * part) / whole) : 0);
