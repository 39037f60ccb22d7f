/** From the TypeScript of a submission to what the sandbox loads. One broken file never keeps the others from running. */
import { posix } from "node:path";
import type { Assignment } from "../assignment.ts";
import type { GuestModule } from "../sandbox/protocol.ts";
import { Compiler } from "./compiler.ts";
import { resolveImport } from "./importPolicy.ts";
import { readSubmittedFile, type Submission } from "./locate.ts";
import { pythonNear } from "./python.ts";
import { distance, listedAs, misnamed } from "./spelling.ts";

/** An import that the policy forbids. */
export interface ImportProblem {
  file: string;
  line: number;
  specifier: string;
  reason: string;
}

/** A file that is missing, empty or does not compile. */
export interface FileProblem {
  file: string;
  kind: "missing" | "syntax";
  line?: number;
  message: string;
}

export interface CompiledSubmission {
  modules: GuestModule[];
  /** Where each name comes from that a check is handed. */
  exports: Assignment["exports"];
  /** By module: the source map (JSON) from the compiled code back to what the student wrote. */
  sourceMaps: Map<string, string>;
  fileProblems: FileProblem[];
  importProblems: ImportProblem[];
}

/** More than anybody splits an assignment into. */
const maxHelpers = 50;

/**
 * Compiles every file of the assignment, and the helper files that those import from within the submission.
 *
 * @param unread why a file of the assignment was not read, if it is there
 */
export async function compileSubmission({
  assignment,
  root,
  files,
  unread = new Map(),
}: Pick<Submission, "assignment" | "root" | "files"> &
  Partial<Pick<Submission, "unread">>): Promise<CompiledSubmission> {
  const contract = assignment.files;
  const sourceMaps = new Map<string, string>();
  const texts = new Map(files);
  const exists = (file: string): boolean => {
    if (contract.includes(file)) return true;
    if (!texts.has(file) && texts.size < contract.length + maxHelpers) {
      const { text } = readSubmittedFile(root, file);
      if (text !== undefined) texts.set(file, text);
    }
    return texts.has(file);
  };
  const why = (file: string): string | undefined => {
    const { problem } = readSubmittedFile(root, file);
    const listed = listedAs(root, file);
    if (!listed || listed === file) {
      if (problem) return `: ${file} ${problem}`;
      const meant = meantBy(file, contract);
      return meant && `: there is ${meant}`;
    }
    const isOfTheAssignment = contract.includes(listed);
    return isOfTheAssignment ? `: the file is named ${listed}` : `: the file ${misnamed(listed, file)}`;
  };
  const compiler = new Compiler();

  const done = new Map<string, GuestModule>();
  const problems = new Map<string, FileProblem>();
  /** By file and specifier: a file may be compiled twice, and import the same thing twice. */
  const forbidden = new Map<string, Map<string, ImportProblem>>();
  for (;;) {
    const waiting = [...new Set([...contract, ...texts.keys()])].filter((file) => !done.has(file));
    if (waiting.length === 0) break;
    await Promise.all(
      waiting.map(async (file) => {
        const text = texts.get(file);
        done.set(file, text === undefined ? missing(file) : await compileFile(file, text));
      }),
    );
  }

  // In a fixed order: that in which they were compiled differs from run to run.
  const order = [...new Set([...contract, ...[...texts.keys()].sort()])];
  const modules = order.flatMap((file) => done.get(file) ?? []);
  const fileProblems = order.flatMap((file) => problems.get(file) ?? []);
  const importProblems = order.flatMap((file) =>
    [...(forbidden.get(file)?.values() ?? [])].sort(
      (a, b) => a.line - b.line || (a.specifier < b.specifier ? -1 : 1),
    ),
  );
  const reasons = new Map(importProblems.map(({ specifier, reason }) => [specifier, reason]));
  for (const [name, problem] of reasons) modules.push({ name, code: "", problem });
  return { modules, exports: assignment.exports, sourceMaps, fileProblems, importProblems };

  function missing(file: string): GuestModule {
    const reason = unread.get(file);
    const advice = reason?.includes(": ") ? "" : ": it is not read";
    const message = reason ? `${file} ${reason}${advice}` : `${file} is missing from the submission`;
    problems.set(file, { file, kind: "missing", message });
    return { name: file, code: "", problem: message };
  }

  async function compileFile(file: string, text: string): Promise<GuestModule> {
    const own = new Map<string, ImportProblem>();
    forbidden.set(file, own);
    const compiled = await compiler.compile(file, text, (specifier) => {
      const resolution = resolveImport(assignment, specifier, file, exists, why);
      if ("module" in resolution) return resolution.module;
      own.set(specifier, { file, line: lineOf(text, specifier), specifier, reason: resolution.forbidden });
      return specifier;
    });
    if ("code" in compiled) {
      sourceMaps.set(file, compiled.map);
      return { name: file, code: compiled.code };
    }
    const { problem, line } = compiled;
    const python = line ? pythonNear(text, line) : "";
    const message = `${file} does not compile: ${problem}${python && `; ${python}`}`;
    problems.set(file, { file, kind: "syntax", message, ...(line && { line }) });
    return { name: file, code: "", problem: message };
  }
}

/** The file of the assignment that an import means which leads nowhere: one in another folder, or of nearly the same name. */
function meantBy(file: string, files: readonly string[]): string | undefined {
  const base = posix.basename(file);
  return (
    files.find((other) => posix.basename(other) === base) ??
    files.find(
      (other) => posix.dirname(other) === posix.dirname(file) && distance(posix.basename(other), base) <= 2,
    )
  );
}

function lineOf(text: string, specifier: string): number {
  const index = Math.max(text.indexOf(`"${specifier}"`), text.indexOf(`'${specifier}'`));
  return text.slice(0, Math.max(index, 0)).split("\n").length;
}
