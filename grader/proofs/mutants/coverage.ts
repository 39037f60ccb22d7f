/** Which checks run which methods of the solution. A change to a method can fail only those checks. */
import type { Assignment } from "../../assignment.ts";
import { methodsOf } from "../../stencil/methods.ts";
import { solutionText } from "../styles/combine.ts";
import { gradeChanged, quickSuites } from "./gradeChanged.ts";

/** The quick checks that run a method, by "file method". A method that none runs is not there. */
export type Coverage = Map<string, string[]>;

export const coverageKey = (file: string, method: string) => `${file} ${method}`;

/** What a method prints when a context runs it for the first time. */
const mark = "ran: ";

/** Random programs differ with the submission's text, and not all run everything. */
const rounds = 2;

/** Grades the solution, with methods that print their names. */
export async function measureCoverage(assignment: Assignment): Promise<Coverage> {
  const found = new Map<string, Set<string>>();
  for (let round = 0; round < rounds; round++) {
    const files = assignment.files.map((file) => [
      file,
      tracing(file, solutionText(assignment, file), round),
    ]);
    const { checks } = await gradeChanged(assignment, Object.fromEntries(files), quickSuites(assignment));
    for (const { id, output } of checks) {
      for (const line of output?.split("\n") ?? []) {
        if (!line.startsWith(mark)) continue;
        const key = line.slice(mark.length);
        found.set(key, (found.get(key) ?? new Set()).add(id));
      }
    }
  }
  return new Map(Array.from(found, ([key, ids]) => [key, [...ids]]));
}

/** The file with a call at the beginning of each method. */
function tracing(file: string, text: string, round: number): string {
  let traced = text;
  for (const { name, bodyStart } of methodsOf(file, text).reverse()) {
    const call = `traceMethod(${JSON.stringify(coverageKey(file, name))});`;
    traced = `${traced.slice(0, bodyStart + 1)} ${call}${traced.slice(bodyStart + 1)}`;
  }
  return `${traced}\n${helper}// ${round}\n`;
}

/** Its memory is a property: a method may run before the file's constants are there. */
const helper = `function traceMethod(name) {
  traceMethod.seen ??= [];
  if (traceMethod.seen.includes(name)) return;
  traceMethod.seen.push(name);
  console.log(${JSON.stringify(mark)} + name);
}
`;
