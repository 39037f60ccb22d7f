/**
 * EXPLORATION.md is a program: its TypeScript blocks, one after another, print what its text blocks show. It is run here as
 * a student would run it, from a file beside the student files.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { createStudentFolder, type StudentFolder } from "./testing/studentFolder.ts";

interface Block {
  code: string;
  /** What the page says that it prints. */
  output: string;
}

const page = readFileSync(join(__dirname, "EXPLORATION.md"), "utf8");
const blocks = blocksOf(page);
const blocksOfPartOne = blocksOf(page.slice(0, page.indexOf("\n## Part two")));

/** Each TypeScript block, with the text block below it. */
function blocksOf(markdown: string): Block[] {
  const pairs = markdown.matchAll(/^```ts\n(.*?)^```\n\n```text\n(.*?)^```$/gms);
  return Array.from(pairs, ([, code, output]) => ({ code, output }));
}

const separator = "-- next block --";
let folder: StudentFolder;
afterEach(() => folder.remove());

function write(program: Block[]): string {
  const file = join(folder.code, "explore.ts");
  writeFileSync(file, program.map(({ code }) => code).join(`\nconsole.log("${separator}");\n`));
  return file;
}

/** What each block prints when all of them are run as one program. */
function run(program: Block[]): string[] {
  const { stdout, stderr } = folder.run(write(program));
  expect(stderr).toBe("");
  return stdout.split(`${separator}\n`);
}

test("with everything written, the page prints what it shows", () => {
  folder = createStudentFolder("solution");
  expect(run(blocks)).toEqual(blocks.map(({ output }) => output));
});

test("part one runs before anything is written", () => {
  folder = createStudentFolder("stencil");
  expect(run(blocksOfPartOne)).toEqual(blocksOfPartOne.map(({ output }) => output));
});

test("all of its code is run, and an editor finds nothing wrong with it", () => {
  folder = createStudentFolder("stencil");
  expect(blocks).toHaveLength(page.match(/^```ts$/gm)!.length);

  const project = join(__dirname, "..");
  const { config } = ts.readConfigFile(join(project, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, project);
  const file = write(blocks);
  const program = ts.createProgram([file], options);
  const diagnostics = program.getSemanticDiagnostics(program.getSourceFile(file));
  expect(diagnostics.map(({ messageText }) => messageText)).toEqual([]);
});
