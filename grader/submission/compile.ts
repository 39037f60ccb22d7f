/** Compiles a submission for the sandbox. A broken file does not keep the others from running. */
import { posix } from "node:path";
import type { Assignment } from "../assignment.ts";
import type { GuestModule } from "../sandbox/protocol.ts";
import { type Message, say } from "../wording/catalogue.ts";
import {
  fileProblems as fileSentences,
  type Instead,
  importProblems as importSentences,
  type Unread,
} from "../wording/files.ts";
import { Compiler } from "./compiler.ts";
import { resolveImport } from "./importPolicy.ts";
import { readSubmittedFile, type Submission } from "./locate.ts";
import { adviceNear } from "./python.ts";
import { distance, listedAs } from "./spelling.ts";

/** An import that the policy forbids. */
export interface ImportProblem {
  file: string;
  line: number;
  specifier: string;
  code: keyof typeof importSentences;
  reason: string;
}

/** A file that is missing, empty or does not compile. */
export interface FileProblem {
  file: string;
  code: keyof typeof fileSentences | Unread["code"];
  line?: number;
  message: string;
}

export interface CompiledSubmission {
  modules: GuestModule[];
  /** The module of each name that a check receives. */
  exports: Assignment["exports"];
  /** The source map (JSON) of each module, from the compiled code to the student's. */
  sourceMaps: Map<string, string>;
  fileProblems: FileProblem[];
  importProblems: ImportProblem[];
}

/** More files than any student splits an assignment into. */
const maxHelpers = 50;

/**
 * Compiles every file of the assignment, and the submission's helper files that they import.
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
  const why = (file: string): Instead | undefined => {
    const { problem } = readSubmittedFile(root, file);
    const listed = listedAs(root, file);
    if (!listed || listed === file) {
      if (problem) return { code: "unread", file, reason: problem };
      const meant = meantBy(file, contract);
      return meant === undefined ? undefined : { code: "other", file: meant };
    }
    return contract.includes(listed)
      ? { code: "listed", file: listed }
      : { code: "misnamed", listed, name: file };
  };
  const compiler = new Compiler();

  const done = new Map<string, GuestModule>();
  const problems = new Map<string, FileProblem>();
  /** By file and specifier, because a file can be compiled twice and import a module twice. */
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

  // In a fixed order, because the order of compilation differs between runs.
  const order = [...new Set([...contract, ...[...texts.keys()].sort()])];
  const modules = order.flatMap((file) => done.get(file) ?? []);
  const fileProblems = order.flatMap((file) => problems.get(file) ?? []);
  const importProblems = order.flatMap((file) =>
    [...(forbidden.get(file)?.values() ?? [])].sort(
      (a, b) => a.line - b.line || (a.specifier < b.specifier ? -1 : 1),
    ),
  );
  const astray = new Map(importProblems.map((problem) => [problem.specifier, problem]));
  for (const [name, { reason, code }] of astray)
    modules.push({ name, code: "", problem: { message: reason, origin: `${code} ${name}` } });
  return { modules, exports: assignment.exports, sourceMaps, fileProblems, importProblems };

  function missing(file: string): GuestModule {
    const reason = unread.get(file);
    return broken(reason ? { code: "unread", file, reason } : { code: "missing", file });
  }

  function broken(problem: Message<typeof fileSentences>, line?: number): GuestModule {
    const { file } = problem;
    const { code } = problem.code === "unread" ? problem.reason : problem;
    const message = say(fileSentences, problem);
    problems.set(file, { file, code, message, ...(line && { line }) });
    return { name: file, code: "", problem: { message, origin: `${code} ${file}` } };
  }

  async function compileFile(file: string, text: string): Promise<GuestModule> {
    const own = new Map<string, ImportProblem>();
    forbidden.set(file, own);
    const compiled = await compiler.compile(file, text, (specifier) => {
      const resolution = resolveImport(assignment, specifier, file, exists, why);
      if ("module" in resolution) return resolution.module;
      own.set(specifier, {
        file,
        line: lineOf(text, specifier),
        specifier,
        code: resolution.forbidden.code,
        reason: say(importSentences, resolution.forbidden),
      });
      return specifier;
    });
    if ("code" in compiled) {
      sourceMaps.set(file, compiled.map);
      return { name: file, code: compiled.code };
    }
    const { problem, line } = compiled;
    const advice = line ? adviceNear(text, line, problem) : "";
    return broken({ code: "syntax", file, reason: problem, advice }, line);
  }
}

/** The file of the assignment that a failing import probably means: in another folder, or with a similar name. */
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
