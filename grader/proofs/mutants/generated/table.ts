/** Formats the kill ratio by operator and by class, and the changes of the survivors. */
import { diff } from "jest-diff";
import type { Assignment } from "../../../assignment.ts";
import { solutionText } from "../../styles/combine.ts";
import type { Verdict } from "./judge.ts";
import type { Mutant } from "./mutant.ts";
import { keyOf, reasons, type SurvivorLists } from "./verdict.ts";

interface Row {
  killed: number;
  equivalent: number;
  survived: number;
}

export function formatKills(verdicts: Verdict[], { equivalents }: SurvivorLists): string {
  const listed = reasons(equivalents);
  return [
    formatRows("operator", verdicts, listed, ({ operator }) => operator),
    formatRows("class", verdicts, listed, ({ method }) => method.split(".")[0]),
  ].join("\n\n");
}

function formatRows(
  title: string,
  verdicts: Verdict[],
  listed: Map<string, string>,
  groupOf: (mutant: Mutant) => string,
): string {
  const rows = new Map<string, Row>();
  const total: Row = { killed: 0, equivalent: 0, survived: 0 };
  for (const { mutant, killedBy } of verdicts) {
    const group = groupOf(mutant);
    const row = rows.get(group) ?? { killed: 0, equivalent: 0, survived: 0 };
    rows.set(group, row);
    const cell = killedBy ? "killed" : listed.has(keyOf(mutant)) ? "equivalent" : "survived";
    row[cell] += 1;
    total[cell] += 1;
  }
  const line = (name: string, ...cells: (string | number)[]) =>
    `  ${name.padEnd(32)}${cells.map((cell) => String(cell).padStart(12)).join("")}`;
  const format = (name: string, { killed, equivalent, survived }: Row) => {
    const wrong = killed + survived;
    return line(name, killed, equivalent, survived, wrong ? `${((100 * killed) / wrong).toFixed(1)}%` : "-");
  };
  return [
    line(title, "killed", "equivalent", "survived", "kill ratio"),
    ...[...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, row]) => format(name, row)),
    format("all", total),
  ].join("\n");
}

/** Formats each survivor as a diff with the reason that it may survive. Those without a reason come last, where they are seen. */
export function formatSurvivors(
  assignment: Assignment,
  verdicts: Verdict[],
  { equivalents, holes }: SurvivorLists,
): string {
  const listed = reasons([...equivalents, ...holes]);
  const reasonOf = ({ mutant }: Verdict) => listed.get(keyOf(mutant));
  const survivors = verdicts.filter(({ killedBy }) => killedBy === null);
  return [...survivors.filter(reasonOf), ...survivors.filter((verdict) => !reasonOf(verdict))]
    .map((verdict) => {
      const { name, file, change, body } = verdict.mutant;
      const lines = diff(solutionText(assignment, file), body, options);
      return `${name}: ${change}\n  ${reasonOf(verdict) ?? "SURVIVES"}\n${lines}`;
    })
    .join("\n\n");
}

const plain = (text: string) => text;
const options = {
  contextLines: 1,
  expand: false,
  omitAnnotationLines: true,
  aColor: plain,
  bColor: plain,
  changeColor: plain,
  commonColor: plain,
  patchColor: plain,
};
