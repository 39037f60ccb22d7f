/** What the compiler says about the code behind a failing check, and what else is to be seen in it. */

import type { RubricCheck } from "../rubric.ts";
import type { MethodRange } from "../submission/owners.ts";
import { distance } from "../submission/spelling.ts";
import type { TypeProblem, TypeReport } from "../submission/typecheck.ts";
import { names as nameSentences } from "../wording/code.ts";
import type { CodePlace } from "./place.ts";

/** More than that is not read. */
const maxProblems = 3;

/**
 * The problems of the methods in which it failed, those of the very line first; of the method that the check judges, where
 * nothing is known of the line; of its whole class, where there is no such method.
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
    // A field or a constructor may be what is wrong with any method.
    if (names.some((name) => concerned.includes(`${name.split(".")[0]}.constructor`))) return true;
    return isMissing && problem.file === file && concerned.some((name) => name.split(".")[0] === owner);
  };
  const misspelt = isMissing ? nearest(method, methods) : null;
  const isAt = ({ file, line }: TypeProblem) =>
    known.some((place) => place.file === file && place.line === line);
  const found = [...(misspelt ? [misspelt] : []), ...types.filter(concerns), ...habits.filter(concerns)];
  const lines = new Set<string>();
  return [...found.filter(isAt), ...found.filter((problem) => !isAt(problem))]
    .filter(({ file, line }) => lines.size < lines.add(`${file}:${line}`).size)
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
