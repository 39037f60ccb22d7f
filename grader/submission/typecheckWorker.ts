/** The process behind typecheck.ts: answers one TypecheckRequest after another with a TypeReport. */
import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { ts } from "../typescript.ts";
import { diagnosticText } from "./diagnosticText.ts";
import { habits } from "./habits.ts";
import { readSubmittedFile } from "./locate.ts";
import { elementLoops } from "./loops.ts";
import { nameIn } from "./nameIn.ts";
import { concernedBy, methodRanges } from "./owners.ts";
import { prints } from "./prints.ts";
import { literalTables } from "./tables.ts";
import type { TypecheckReply, TypecheckRequest, TypeProblem, TypeReport } from "./typecheck.ts";

const house = join(__dirname, "../..");

/** The program of the last request. Unchanged files are not read again. */
let latest: ts.Program | undefined;
const sources = new Map<string, ts.SourceFile>();

function check({ files, signatures, given, ...request }: TypecheckRequest): TypeReport {
  const root = realpathSync(request.root);
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
    // The grader's own copy of given code, not the one beside the submission.
    paths: {
      "#submission/*": [join(root, "*")],
      "#tensor": [join(house, "stencil/tensor/index.ts")],
      "#errors": [join(house, "stencil/errors.ts")],
    },
  };
  const present = files.filter((file) => readSubmittedFile(root, file).text !== undefined);
  const program = ts.createProgram({
    rootNames: [
      ...(signatures ? [signatures] : []),
      consoleTypes,
      ...present.map((file) => join(root, file)),
    ],
    options,
    host: host(options, root, signatures),
    oldProgram: latest,
  });
  latest = program;
  // Keeps nothing of other submissions.
  for (const path of sources.keys()) if (!program.getSourceFile(path)) sources.delete(path);
  const report: TypeReport = {
    signatures: [],
    types: [],
    loops: [],
    tables: [],
    habits: [],
    prints: [],
    methods: [],
  };
  for (const diagnostic of signatures ? signatureProblems(program, signatures) : [])
    report.signatures.push(toSignature(diagnostic, files, root));
  for (const file of present) {
    const source = program.getSourceFile(join(root, file));
    if (source) report.loops.push(...elementLoops(file, source));
    const found = source
      ? [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      : [];
    report.types.push(...found.map((diagnostic) => toProblem(diagnostic, root)));
  }
  const own: { file: string; source: ts.SourceFile }[] = [];
  for (const source of program.getSourceFiles()) {
    const name = nameIn(root, source.fileName);
    if (name === null) continue;
    const isGiven = given.some((path) => path.includes("/") && name.startsWith(`${dirname(path)}/`));
    if (!present.includes(name) && isGiven) continue;
    own.push({ file: name, source });
    report.habits.push(...habits(name, source, program.getTypeChecker()));
    report.prints.push(...prints(name, source));
    report.methods.push(...methodRanges(name, source));
  }
  report.tables = literalTables(own);
  return report;
}

/** A submission has the language and `console`, nothing else. */
const consoleTypes = join(__dirname, "console.d.ts");
const consoleText =
  "declare const console: Record<'log' | 'info' | 'debug' | 'warn' | 'error' | 'table', (...values: unknown[]) => void>;";

/**
 * The files that the compiler may see: its own library, given code, the contract, and the submission, as the sandbox would
 * read it. A submission can name any path (`/// <reference>`, `import type`), and a message about a type tells what is
 * in the file.
 */
function host(options: ts.CompilerOptions, root: string, signatures?: string): ts.CompilerHost {
  const base = ts.createCompilerHost(options);
  const library = dirname(ts.getDefaultLibFilePath(options));
  const given = [
    library,
    join(house, "stencil/tensor"),
    join(house, "stencil/errors.ts"),
    ...(signatures ? [signatures] : []),
  ];
  const texts = new Map<string, string | undefined>([[consoleTypes, consoleText]]);
  const readFile = (path: string): string | undefined => {
    const name = join(path);
    if (!texts.has(name)) {
      const submitted = nameIn(root, name);
      if (given.some((place) => nameIn(place, name) !== null)) texts.set(name, base.readFile(name));
      else if (submitted?.endsWith(".ts")) texts.set(name, readSubmittedFile(root, submitted).text);
      else texts.set(name, undefined);
    }
    return texts.get(name);
  };
  return {
    ...base,
    readFile,
    fileExists: (path) => readFile(path) !== undefined,
    getSourceFile: (path, language) => {
      const text = readFile(path);
      if (text === undefined) return undefined;
      const known = sources.get(path);
      const source = known?.text === text ? known : ts.createSourceFile(path, text, language);
      sources.set(path, source);
      return source;
    },
    directoryExists: undefined,
    getDirectories: undefined,
    realpath: undefined,
  };
}

function signatureProblems(program: ts.Program, signatures: string): readonly ts.Diagnostic[] {
  const source = program.getSourceFile(signatures);
  if (!source) throw new Error(`${signatures} is missing`);
  return program.getSemanticDiagnostics(source);
}

/** The nearest heading above a line of the contract file (`// lib/stats.ts`) names its file. */
function toSignature(diagnostic: ts.Diagnostic, files: readonly string[], root: string): TypeProblem {
  const { text } = diagnostic.file as ts.SourceFile;
  const before = text.slice(0, diagnostic.start ?? 0);
  const headings = [...before.matchAll(/^\s*\/\/ (\S+\.ts)$/gm)];
  const imported = text.slice(diagnostic.start ?? 0).match(/^"#submission\/(\S+\.ts)"/)?.[1];
  const file = imported ?? headings.at(-1)?.[1] ?? files[files.length - 1];
  return { file, line: 0, code: codeOf(diagnostic), message: textOf(diagnostic, root) };
}

function toProblem(diagnostic: ts.Diagnostic, root: string): TypeProblem {
  const { file, start } = diagnostic;
  const [code, message] = [codeOf(diagnostic), textOf(diagnostic, root)];
  if (!file || start === undefined) return { file: "", line: 0, code, message };
  const line = file.getLineAndCharacterOfPosition(start).line + 1;
  return { file: nameIn(root, file.fileName) ?? "", line, code, message, methods: concernedBy(file, start) };
}

const codeOf = ({ code }: ts.Diagnostic) => `TS${code}`;

function textOf(diagnostic: ts.Diagnostic, root: string): string {
  // The compiler writes paths with "/" on every platform.
  const path = (...parts: string[]) => join(...parts).replaceAll("\\", "/");
  return diagnosticText(diagnostic, [
    [path(house, "stencil/tensor/index.ts"), "#tensor"],
    [path(house, "stencil/tensor/index"), "#tensor"],
    [path(house, "stencil/errors"), "#errors"],
    [`${path(house, "stencil")}/`, ""],
    [`${path(root)}/`, ""],
    ["#submission/", ""],
  ]);
}

/** The compiler gives up on some inputs, such as expressions nested ten thousand deep. */
function checkOrGiveUp(request: TypecheckRequest): TypeReport | "timeout" {
  try {
    return check(request);
  } catch {
    latest = undefined;
    return "timeout";
  }
}

process.on("message", (request: TypecheckRequest) => {
  const reply: TypecheckReply = { id: request.id, report: checkOrGiveUp(request) };
  process.send?.(reply);
});
// The grader is gone.
process.once("disconnect", () => process.exit());
