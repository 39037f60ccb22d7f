/** Finds problems with the checks, or with the list of survivors, from the verdicts on all mutants. */
import type { Verdict } from "./judge.ts";
import type { Mutant } from "./mutant.ts";

/** Mutants, by `keyOf`, and the reason that they survive. */
export interface Survivors {
  reason: string;
  mutants: readonly string[];
}

/** The mutants that may survive. */
export interface SurvivorLists {
  /** Mutants that behave like the solution wherever the contract specifies the behaviour. */
  equivalents: readonly Survivors[];
  /** Mutants that are wrong. The reason names the check that should find them. */
  holes: readonly Survivors[];
}

/** Identifies a mutant without its number, which depends on the mutants before it. */
export function keyOf({ operator, method, change }: Pick<Mutant, "operator" | "method" | "change">): string {
  return `${operator} ${method}: ${change}`;
}

/** Maps a mutant's key to the reason that it may survive. */
export function reasons(survivors: readonly Survivors[]): Map<string, string> {
  return new Map(survivors.flatMap(({ reason, mutants }) => mutants.map((key) => [key, reason])));
}

/**
 * Lists the problems to fix, a line each.
 * @param made all generated mutants, selected or not
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
        `${mutant.name} is said to compute the same, but fails ${killedBy} (${keyOf(mutant)}): remove it from survivors.ts, or fix the check`,
    ),
    ...[...listed.keys()]
      .filter((key) => !keys.has(key))
      .map((key) => `survivors.ts lists a mutant that no longer exists: ${key}`),
  ];
}

/**
 * Lists the holes in which a mutant was found. This is news, not a problem: programs drawn at random find some mutants with one
 * seed but not with another, so the mutant may stay listed.
 */
export function closedHoles(verdicts: Verdict[], { holes }: SurvivorLists): string[] {
  const listed = reasons(holes);
  return verdicts
    .filter(({ mutant, killedBy }) => killedBy && listed.has(keyOf(mutant)))
    .map(({ mutant, killedBy }) => `${mutant.name} fails ${killedBy} (${keyOf(mutant)})`);
}

/** The verdicts as data. */
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
