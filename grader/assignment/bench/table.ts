import Table from "cli-table3";
import type { Figure, Result, Section } from "./report.ts";

const bare = { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "", left: "", right: "", top: "" };
const ends = { "top-mid": "", "top-left": "", "top-right": "", bottom: "", "bottom-mid": "" };
const corners = { "bottom-left": "", "bottom-right": "", middle: "  " };

/** Formats a section as a table: a row for each figure, a column for each contestant and each ratio. */
export function formatSection({ title, note, figures }: Section): string {
  // A figure may lack a contestant that cannot do this.
  const contestants = [
    ...new Set(figures.flatMap(({ results }) => results.map(({ contestant }) => contestant))),
  ];
  const ratios = contestants.flatMap((contestant) => {
    const others = figures.flatMap((figure) => Object.keys(resultOf(figure, contestant)?.ratios ?? {}));
    return [...new Set(others)]
      .filter((other) => isWorthwhile(contestant, other, contestants))
      .map((other) => ({ contestant, other }));
  });
  const table = new Table({
    head: [
      "",
      ...contestants.map((name) => `${name}${figures[0].results[0].gflops ? "\nms (GF/s)" : ""}`),
      ...ratios.map(({ contestant, other }) => `${contestant}\nvs ${other.replace("-", "\n")}`),
    ],
    colAligns: ["left", ...contestants.map(() => "right" as const), ...ratios.map(() => "right" as const)],
    chars: { ...bare, ...ends, ...corners },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  for (const figure of figures) {
    table.push([
      figure.title,
      ...contestants.map((name) => formatResult(figure, resultOf(figure, name))),
      ...ratios.map(({ contestant, other }) =>
        formatRatio(figure, resultOf(figure, contestant)?.ratios[other]),
      ),
    ]);
  }
  return `${title}\n(${note})\n${trimLines(table.toString())}\n`;
}

/** Whether a ratio is worth a column: any to plain loops, and that of our fastest to other libraries. The file has all ratios. */
function isWorthwhile(contestant: string, other: string, contestants: readonly string[]): boolean {
  const isLibrary = (name: string) => /^(numpy|jax-js|tfjs)/.test(name);
  const ours = contestants.filter((name) => !isLibrary(name));
  if (contestant === other || !ours.includes(contestant)) return false;
  return contestant !== "plain" && (!isLibrary(other) || contestant === ours.at(-1));
}

function resultOf(figure: Figure, contestant: string): Result | undefined {
  return figure.results.find((result) => result.contestant === contestant);
}

function formatResult({ unit }: Figure, result: Result | undefined): string {
  if (!result) return "–";
  const { median, gflops } = result;
  if (unit === "accuracy") return `${(100 * median).toFixed(2)} %`;
  if (unit === "MB") return `${median.toFixed(0)} MB`;
  return gflops ? `${significant(median)} (${significant(gflops)})` : `${significant(median)} ${unit}`;
}

function formatRatio({ unit }: Figure, ratio: number | undefined): string {
  return unit === "accuracy" || ratio === undefined ? "" : `${significant(ratio)} x`;
}

/** Formats three significant digits, without decimals from 100 on. */
function significant(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function trimLines(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
