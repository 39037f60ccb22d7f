/**
 * The pages with code are programs: their TypeScript blocks, one after another, print what their text blocks show. They are
 * run here as a student would run them, from a file beside the student files.
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

const read = (page: string) => readFileSync(join(__dirname, page), "utf8");
const pages = ["EXPLORATION.md", "FROM_PYTHON.md"];
const partOne = blocksOf(read("EXPLORATION.md").split("\n## Part two")[0]);

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

test.each(pages)("with everything written, %s prints what it shows", (page) => {
  folder = createStudentFolder("solution");
  const blocks = blocksOf(read(page));
  expect(run(blocks)).toEqual(blocks.map(({ output }) => output));
});

test.each([
  ["FROM_PYTHON.md", blocksOf(read("FROM_PYTHON.md"))],
  ["Part one of EXPLORATION.md", partOne],
])("%s runs before anything is written", (_, blocks) => {
  folder = createStudentFolder("stencil");
  expect(run(blocks)).toEqual(blocks.map(({ output }) => output));
});

test("the notebook runs as it is handed out, and trains", () => {
  folder = createStudentFolder("solution");
  const blocks = Array.from(read("NOTEBOOK.md").matchAll(/^```ts\n(.*?)^```$/gms), ([, code]) => ({
    code,
    output: "",
  }));
  const printed = run(blocks);
  expect(printed).toHaveLength(5);
  // Its first cell is wrong on purpose: x itself, with the derivative 1, is right, but no sigmoid.
  expect(printed[0]).toContain("all gradients agree");
  expect(printed[1]).toMatch(/Total params: 7,850\n.*\[\s+'0\.\d{4}',/s);
});

test.each(pages)("all code of %s is run, and an editor finds nothing wrong with it", (page) => {
  folder = createStudentFolder("stencil");
  const blocks = blocksOf(read(page));
  expect(blocks).toHaveLength(read(page).match(/^```ts$/gm)!.length);

  const project = join(__dirname, "..");
  const { config } = ts.readConfigFile(join(project, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, project);
  const file = write(blocks);
  const program = ts.createProgram([file], options);
  const diagnostics = program.getSemanticDiagnostics(program.getSourceFile(file));
  expect(diagnostics.map(({ messageText }) => messageText)).toEqual([]);
});
