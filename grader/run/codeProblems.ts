/** Finds what the compiler and the grader see in the code behind a failing check. */

import type { RubricCheck } from "../rubric.ts";
import type { MethodRange } from "../submission/owners.ts";
import { distance } from "../submission/spelling.ts";
import type { TypeProblem, TypeReport } from "../submission/typecheck.ts";
import { names as nameSentences } from "../wording/code.ts";
import type { CodePlace } from "./place.ts";

/** "Parameter 'x' implicitly has an 'any' type." */
const implicitAny = "TS7006";
/** People do not read more. */
const maxProblems = 3;

/**
 * The problems of the methods in which the check failed, those of the failing line first. If the line is unknown, the problems of
 * the judged method; if there is no such method, those of its class.
 */
export function problemsAt(
  { types, habits, methods }: Pick<TypeReport, "types" | "habits" | "methods">,
  places: (CodePlace | null)[],
  { method, file }: Pick<RubricCheck, "method" | "file">,
): TypeProblem[] {
  const known = places.filter((place) => place !== null);
  const names = known.length ? known.flatMap((place) => place.method ?? []) : method ? [method] : [];
  const [owner] = method?.split(".") ?? [];
  const isMissing = method !== undefined && !methods.some(({ name }) => name === method);
  const concerns = (problem: TypeProblem): boolean => {
    const concerned = problem.methods ?? [];
    if (concerned.some((name) => names.includes(name))) return true;
    // A wrong field or constructor can affect every method.
    if (names.some((name) => concerned.includes(`${name.split(".")[0]}.constructor`))) return true;
    return isMissing && problem.file === file && concerned.some((name) => name.split(".")[0] === owner);
  };
  const misspelt = isMissing ? nearest(method, methods) : null;
  const isAt = ({ file, line }: TypeProblem) =>
    known.some((place) => place.file === file && place.line === line);
  const mentioned = [...types.filter(concerns), ...habits.filter(concerns)];
  // What has no type follows from what has a wrong one.
  const telling = mentioned.filter(({ code }) => code !== implicitAny);
  const found = telling.length ? telling : mentioned;
  const seen = new Set<string>();
  // An earlier line explains a later one.
  const others = found.filter((problem) => !isAt(problem)).toSorted((a, b) => a.line - b.line);
  return [...(misspelt ? [misspelt] : []), ...found.filter(isAt), ...others]
    .filter(
      (problem) => seen.size < seen.add(`${problem.file}:${problem.line} ${types.includes(problem)}`).size,
    )
    .slice(0, maxProblems);
}

/** A method of the same class whose name is a few letters off. */
function nearest(method: string, methods: MethodRange[]): TypeProblem | null {
  const [owner, name] = method.split(".");
  const near = methods.filter(
    (range) =>
      range.name.startsWith(`${owner}.`) && distance(range.name.slice(owner.length + 1), name ?? "") <= 3,
  );
  if (near.length !== 1) return null;
  const [{ file, from, name: found }] = near;
  return {
    file,
    line: from,
    code: "misspelt",
    message: nameSentences.misspelt({ found, method }),
  };
}
