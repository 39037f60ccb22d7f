/** What an assignment brings for the proofs. It is loaded when they run, so that a grade does not pay for it. */
import type { Idioms } from "./mutants/generated/site.ts";
import type { SurvivorLists } from "./mutants/generated/verdict.ts";
import type { Mistake } from "./mutants/mistake.ts";
import type { Variant } from "./styles/variant.ts";

export interface Proofs {
  /** Mistakes that the grader has to find. */
  mistakes: readonly Mistake[];
  /** Right ways to write a method that differ from the solution's. The grader has to accept them. */
  styles: readonly Variant[];
  /** The generated mutants that may survive, and the methods and classes that no check covers. */
  survivors: SurvivorLists & { unjudged: readonly { methods: readonly string[]; reason: string }[] };
  /** What the mutation operators know of the solution's own types and fields. */
  idioms: Idioms;
  hostile: HostileParts;
  damages: Damages;
}

/** Where the submission of a hostile case goes. */
export interface Place {
  /** The submission's folder. */
  to: string;
  /** A folder beside the submission. It holds another student's solution, in the layout of a hand-in. */
  outside: string;
}

/** The hostile and broken submissions. */
export interface HostileParts {
  /** Holds a folder for each case, with its case.json. */
  folder: string;
  /** Make files that a repository cannot hold well, by their name in case.json. */
  recipes: Readonly<Record<string, (place: Place) => void>>;
  /** Write zip files that no ordinary program writes, and return their paths; by their name in case.json. */
  archives: Readonly<Record<string, (folder: string) => Promise<string>>>;
  /** Writes a small data set into a folder. Returns the environment variables that select it. */
  writeDataset?(folder: string): NodeJS.ProcessEnv;
}

/** What `npm run fuzz` puts into methods, beside what suits every assignment. */
export interface Damages {
  /** Expressions that a method returns instead of its result. */
  values: readonly string[];
  /** Statements with which a method starts. */
  statements: readonly string[];
}
