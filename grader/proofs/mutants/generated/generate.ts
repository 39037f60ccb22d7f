/** Generates all mutants of the solution that our operators and StrykerJS's can make. Each compiles, and all differ. */
import { join } from "node:path";
import type { Assignment } from "../../../assignment.ts";
import { ts } from "../../../typescript.ts";
import type { Proofs } from "../../proofs.ts";
import { applyDraft, changedLines, type Draft, type Mutant } from "./mutant.ts";
import { operators } from "./operators/index.ts";
import { isWording, placeOf, siteOf } from "./site.ts";
import { strykerDrafts } from "./stryker.ts";
import { keyOf } from "./verdict.ts";

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts"],
  types: [],
  strict: true,
  noImplicitOverride: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
};

/**
 * Returns all mutants, in the order of the assignment's files and of the positions in each.
 * @param proofs.idioms what the solution has of its own
 * @param proofs.survivors.unjudged methods and classes that no check covers
 */
export async function generateMutants(
  { solution, files }: Assignment,
  { idioms, survivors }: Pick<Proofs, "idioms" | "survivors">,
): Promise<Mutant[]> {
  const unjudged = survivors.unjudged.flatMap(({ methods }) => methods);
  const roots = files.map((file) => join(solution, file));
  const program = ts.createProgram(roots, options);
  const mutants: Mutant[] = [];
  for (const file of files) {
    const source = program.getSourceFile(join(solution, file));
    if (!source) throw new Error(`the solution has no ${file}`);
    const site = siteOf(file, source, program.getTypeChecker(), idioms);
    const drafts = [
      ...(await strykerDrafts(file, site.text)),
      ...operators.flatMap((operator) => operator(site)),
    ].filter(({ edits }) => !isWording(site, edits[0].start));
    const made = named(drafts, (draft) => placeOf(site, draft.edits[0].start), file, site.text);
    const isJudged = ({ method }: Mutant) =>
      !unjudged.some((name) => method === name || method.startsWith(`${name}.`));
    mutants.push(...made.filter(isJudged));
  }
  return mutants;
}

/** Applies each draft and numbers it within its method. Drafts with the same result are one mutant. */
function named(drafts: Draft[], placeOf: (draft: Draft) => string, file: string, source: string): Mutant[] {
  const byText = new Map<string, Mutant>();
  const counts = new Map<string, number>();
  const count = (key: string) => {
    const number = (counts.get(key) ?? 0) + 1;
    counts.set(key, number);
    return number;
  };
  for (const draft of drafts) {
    const text = applyDraft(draft, source);
    const body = applyDraft({ edits: draft.edits }, source);
    const content = withoutSpace(text);
    if (body === source || byText.has(content)) continue;
    const { operator } = draft;
    const method = placeOf(draft);
    const kind = `${operator.split("/")[0]}:${method}`;
    const name = `${kind}:${count(kind)}`;
    const mutant = {
      name,
      operator,
      file,
      method,
      change: draft.change ?? changedLines(source, body),
      body,
      text,
    };
    // Tells apart changes of equal lines.
    const likeIt = count(keyOf(mutant));
    if (likeIt > 1) mutant.change += ` (${likeIt})`;
    byText.set(content, mutant);
  }
  return [...byText.values()];
}

const withoutSpace = (text: string) => text.replace(/\s+/g, " ");

/**
 * The mutants that TypeScript accepts: students learn of compile errors without any check. All mutants are compiled at once,
 * each next to its original file, so that one compiler does the work for all.
 */
export function compiling({ solution }: Assignment, mutants: Mutant[]): Mutant[] {
  const places = new Map(
    mutants.map((mutant, i) => [join(solution, mutant.file.replace(/\.ts$/, `.mutant${i}.ts`)), mutant]),
  );
  const base = ts.createCompilerHost(options);
  const textOf = (path: string) => places.get(join(path))?.text;
  const program = ts.createProgram([...places.keys()], options, {
    ...base,
    fileExists: (path) => textOf(path) !== undefined || base.fileExists(path),
    readFile: (path) => textOf(path) ?? base.readFile(path),
    getSourceFile: (path, version, ...rest) => {
      const text = textOf(path);
      return text === undefined
        ? base.getSourceFile(path, version, ...rest)
        : ts.createSourceFile(path, text, version, true);
    },
  });
  return [...places].flatMap(([path, mutant]) => {
    const source = program.getSourceFile(path);
    const problems = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return problems.length ? [] : [mutant];
  });
}
