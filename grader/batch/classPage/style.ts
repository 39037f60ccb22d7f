/** The style sheet of the class page, for light and dark mode. */
import { Markup } from "../../report/html/markup.ts";

export const style = new Markup(`
:root { --ink: #1b1e23; --paper: #fff; --soft: #59616c; --line: #d5d9df; --bar: #1f63b5; --mark: #a33d00; --link: #1553a0; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8eb; --paper: #16181c; --soft: #a3abb6; --line: #3a4048; --bar: #5d9df0; --mark: #ff9d5c; --link: #86b7f7; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 75rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; }
h1 { margin: 0; font-size: 1.7rem; }
h2 { margin: 2.5rem 0 0.25rem; font-size: 1.2rem; }
h3 { margin: 1rem 0 0; font-size: 1rem; }
header p, section > p, h3 + p { margin: 0 0 0.75rem; color: var(--soft); }
a { color: var(--link); }
a:focus-visible, .scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code { font-size: 0.85em; color: var(--soft); }
svg { max-width: 100%; height: auto; }
.counts { display: flex; flex-wrap: wrap; gap: 0.75rem 2rem; margin: 1.25rem 0 0; }
.counts div { display: flex; flex-direction: column-reverse; }
.counts dt { color: var(--soft); font-size: 0.9rem; }
.counts dd { margin: 0; font-size: 1.6rem; font-weight: 600; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.35rem 0.75rem 0.35rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: break-word; }
td.long { min-width: 9rem; overflow-wrap: anywhere; }
th { font-weight: 600; white-space: nowrap; }
th button { padding: 0; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
th button::after { content: " ↕"; color: var(--soft); }
th[aria-sort="ascending"] button::after { content: " ↑"; }
th[aria-sort="descending"] button::after { content: " ↓"; }
.filter { display: flex; flex-wrap: wrap; gap: 0.5rem 1.25rem; align-items: baseline; margin: 0 0 0.75rem; }
.filter[hidden] { display: none; }
.filter select, .filter input { max-width: 22rem; padding: 0.2rem; background: var(--paper); color: var(--ink);
  border: 1px solid var(--soft); border-radius: 0.25rem; font: inherit; }
.filter output, .legend { color: var(--soft); }
.legend span { display: inline-block; margin-right: 1rem; }
.legend i { display: inline-block; width: 0.8rem; height: 0.8rem; border: 1px solid var(--line); }
.stack { display: flex; width: 16rem; max-width: 100%; height: 0.8rem; border: 1px solid var(--line); }
.stack + br { display: none; }
.stack i { width: var(--share); }
.stack i, .legend i { print-color-adjust: exact; }
.passed { background: var(--bar); }
.failed, .error, .timeout { background: var(--mark); }
.error { opacity: 0.75; }
.timeout { opacity: 0.5; }
.todo { background: repeating-linear-gradient(45deg, var(--soft) 0 2px, transparent 2px 5px); }
.skipped { background: var(--line); }
`);
