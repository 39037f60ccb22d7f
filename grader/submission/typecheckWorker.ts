/** The process behind typecheck.ts. Receives a TypecheckRequest, sends a TypeReport and ends. */
import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { readSubmittedFile } from "./locate.ts";
import { elementLoops } from "./loops.ts";
import { nameIn } from "./nameIn.ts";
import { literalTables } from "./tables.ts";
import type { TypecheckRequest, TypeProblem, TypeReport } from "./typecheck.ts";

const house = join(__dirname, "../..");

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
    // Given code comes from here, whatever lies beside the submission.
    paths: {
      "#submission/*": [join(root, "*")],
      "#tensor": [join(house, "stencil/tensor/index.ts")],
      "#errors": [join(house, "stencil/errors.ts")],
    },
  };
  const present = files.filter((file) => readSubmittedFile(root, file).text !== undefined);
  const program = ts.createProgram(
    [signatures, consoleTypes, ...present.map((file) => join(root, file))],
    options,
    host(options, root, signatures),
  );
  const report: TypeReport = { signatures: [], types: [], loops: [], tables: [] };
  for (const diagnostic of signatureProblems(program, signatures))
    report.signatures.push(toSignature(diagnostic, files));
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
    const isTheirs = present.includes(name) || !isGiven;
    if (isTheirs) own.push({ file: name, source });
  }
  report.tables = literalTables(own);
  return report;
}

/** `console` is all that a submission has beside the language. */
const consoleTypes = join(__dirname, "console.d.ts");
const consoleText =
  "declare const console: Record<'log' | 'info' | 'debug' | 'warn' | 'error' | 'table', (...values: unknown[]) => void>;";

/**
 * The files that the compiler may see: its own library, given code, the contract, and the submission, as the sandbox would
 * read it. A submission can name any path (`/// <reference>`, `import type`), and a message about a type tells what is
 * in the file.
 */
function host(options: ts.CompilerOptions, root: string, signatures: string): ts.CompilerHost {
  const base = ts.createCompilerHost(options);
  const library = dirname(ts.getDefaultLibFilePath(options));
  const given = [library, join(house, "stencil/tensor"), join(house, "stencil/errors.ts"), signatures];
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
      return text === undefined ? undefined : ts.createSourceFile(path, text, language);
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

/** A line of the contract file tells by its nearest heading (`// lib/stats.ts`) which file it is about. */
function toSignature(diagnostic: ts.Diagnostic, files: readonly string[]): TypeProblem {
  const { text } = diagnostic.file as ts.SourceFile;
  const before = text.slice(0, diagnostic.start ?? 0);
  const headings = [...before.matchAll(/^\s*\/\/ (\S+\.ts)$/gm)];
  const imported = text.slice(diagnostic.start ?? 0).match(/^"#submission\/(\S+\.ts)"/)?.[1];
  const file = imported ?? headings.at(-1)?.[1] ?? files[files.length - 1];
  return { file, line: 0, message: oneLine(diagnostic) };
}

function toProblem(diagnostic: ts.Diagnostic, root: string): TypeProblem {
  const { file, start } = diagnostic;
  const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
  return { file: (file && nameIn(root, file.fileName)) ?? "", line, message: oneLine(diagnostic) };
}

function oneLine(diagnostic: ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ").replace(/\s+/g, " ");
  // It goes on to advise the installation of a package; there is none to be had here.
  return text.replace(/ (Do you need to install|Try `npm i).*/, "").slice(0, 300);
}

/** The compiler itself gives up on some inputs, such as expressions that are nested ten thousand deep. */
function checkOrGiveUp(request: TypecheckRequest): TypeReport | "timeout" {
  try {
    return check(request);
  } catch {
    return "timeout";
  }
}

process.once("message", (request: TypecheckRequest) => {
  process.send?.(checkOrGiveUp(request), () => process.exit(0));
});
