/** What is wrong with the checks, or with the list of survivors, told from what became of the mutants. */
import type { Verdict } from "./judge.ts";
import type { Mutant } from "./mutant.ts";

/** Mutants, as `keyOf` tells them, and why each of them survives. */
export interface Survivors {
  reason: string;
  mutants: string[];
}

/** What may survive. */
export interface SurvivorLists {
  /** What computes the same as the solution, wherever the contract says anything. */
  equivalents: Survivors[];
  /** What is wrong; the reason says which check ought to find it. */
  holes: Survivors[];
}

/** A mutant without its number, which moves when another is made before it. */
export function keyOf({ operator, method, change }: Pick<Mutant, "operator" | "method" | "change">): string {
  return `${operator} ${method}: ${change}`;
}

/** From a mutant's key to the reason for which it may survive. */
export function reasons(survivors: Survivors[]): Map<string, string> {
  return new Map(survivors.flatMap(({ reason, mutants }) => mutants.map((key) => [key, reason])));
}

/**
 * A line for each thing to mend.
 * @param made all mutants that are made, chosen or not
 */
export function generatedProblems(
  verdicts: Verdict[],
  made: Mutant[],
  { equivalents, holes }: SurvivorLists,
): string[] {
  const listed = reasons([...equivalents, ...holes]);
  const keys = new Set(made.map(keyOf));
  const faults = verdicts.filter(({ fault }) => fault);
  const survivors = verdicts.filter(
    ({ mutant, killedBy, fault }) => !killedBy && !fault && !listed.has(keyOf(mutant)),
  );
  const equivalent = reasons(equivalents);
  const killed = verdicts.filter(({ mutant, killedBy }) => killedBy && equivalent.has(keyOf(mutant)));
  return [
    ...faults.map(({ mutant, fault }) => `${mutant.name} (${keyOf(mutant)}): ${fault}`),
    ...survivors.map(
      ({ mutant }) =>
        `${mutant.name} survives (${keyOf(mutant)}): no check finds it. If it is wrong, a check is missing; if it is not, say why in survivors.ts`,
    ),
    ...killed.map(
      ({ mutant, killedBy }) =>
        `${mutant.name} is said to compute the same, but fails ${killedBy} (${keyOf(mutant)}): take it out of survivors.ts, or mend the check`,
    ),
    ...[...listed.keys()]
      .filter((key) => !keys.has(key))
      .map((key) => `survivors.ts lists a mutant that is not made any more: ${key}`),
  ];
}

/**
 * Holes in which a mutant was found: news, and no problem. Programs that are drawn find some mutants with one seed and not
 * with another, so that one may stay listed.
 */
export function closedHoles(verdicts: Verdict[], { holes }: SurvivorLists): string[] {
  const listed = reasons(holes);
  return verdicts
    .filter(({ mutant, killedBy }) => killedBy && listed.has(keyOf(mutant)))
    .map(({ mutant, killedBy }) => `${mutant.name} fails ${killedBy} (${keyOf(mutant)})`);
}

/** What became of each, as data. */
export function generatedData(verdicts: Verdict[], { equivalents, holes }: SurvivorLists) {
  const equivalent = reasons(equivalents);
  const hole = reasons(holes);
  return verdicts.map(({ mutant: { name, operator, file, method, change }, killedBy }) => {
    const key = keyOf({ operator, method, change });
    return {
      name,
      operator,
      file,
      method,
      change,
      killedBy,
      equivalent: equivalent.get(key) ?? null,
      hole: hole.get(key) ?? null,
    };
  });
}
