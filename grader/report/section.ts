/** What an assignment adds to its reports: a kind of section, with its schema and how it is shown. */
import type { Assignment } from "../assignment.ts";
import type { Markup } from "./html/markup.ts";
import type { Report } from "./report.ts";
import { validator } from "./validate.ts";

/** A section in a report. Who may not see its check does not see it. */
export type ReportSection = Report["sections"][number];

export interface Section<Data> {
  kind: string;
  /** A file: the JSON Schema of the data. */
  schema: string;
  /** Lines of the summary, of all sections of this kind that the report has. There is at least one. */
  terminal(all: Data[], report: Report): string[];
  /** Paragraphs of the summary. */
  markdown(all: Data[], report: Report): string[];
  /** Parts of the page. */
  page(all: Data[], report: Report): Markup[];
}

/** Of any kind of data: its schema has been asked before it is rendered. */
export type AnySection = Section<never>;
type Known = Pick<Assignment, "sections">;

const validators = new Map<string, ReturnType<typeof validator>>();

/** What a renderer makes of a report's sections, kind by kind. */
export function renderSections<Part>(
  report: Report,
  render: (section: AnySection) => (all: never[], report: Report) => Part[],
  { sections: known }: Known,
): Part[] {
  return known.flatMap((section) => {
    const all = report.sections.filter(({ kind }) => kind === section.kind).map(({ data }) => data as never);
    return all.length ? render(section)(all, report) : [];
  });
}

/** What is wrong with a report's sections; null when nothing is. */
export function problemOfSections({ sections }: Report, { sections: known }: Known): string | null {
  for (const [i, { kind, data }] of sections.entries()) {
    const schema = known.find((section) => section.kind === kind)?.schema;
    if (!schema) return `/sections/${i}/kind is ${kind}, which this assignment does not have`;
    const validate = validators.get(schema) ?? validator(schema);
    validators.set(schema, validate);
    const problem = validate(data);
    if (problem) return `/sections/${i}/data: ${problem}`;
  }
  return null;
}
