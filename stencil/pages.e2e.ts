/**
 * The pages with code are programs: their TypeScript blocks, run in order, print what their text blocks show. The tests run them
 * as a student would, from a file next to the student files.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ts } from "../grader/typescript.ts";
import { createStudentFolder, type StudentFolder } from "./testing/studentFolder.ts";

interface Block {
  code: string;
  /** The output that the page shows. */
  output: string;
}

const read = (page: string) => readFileSync(join(__dirname, page), "utf8");
const pages = ["EXPLORATION.md", "FROM_PYTHON.md"];
const partOne = blocksOf(read("EXPLORATION.md").split("\n## Part two")[0]);

/** Each TypeScript block with the text block below it. */
function blocksOf(markdown: string): Block[] {
  const pairs = markdown.matchAll(/^```ts\n(.*?)^```\n\n```text\n(.*?)^```$/gms);
  return Array.from(pairs, ([, code, output]) => ({ code, output }));
}

const separator = "-- next block --";
let folder: StudentFolder;
afterEach(() => folder.remove());

function write(program: Block[], name = "explore.ts"): string {
  const file = join(folder.code, name);
  writeFileSync(file, program.map(({ code }) => code).join(`\nconsole.log("${separator}");\n`));
  return file;
}

/** The output of each block when all blocks run as one program. */
function run(program: Block[]): string[] {
  const { stdout, stderr } = folder.run(write(program));
  expect(stderr).toBe("");
  return stdout.split(`${separator}\n`);
}

test.each(pages)("with everything implemented, %s prints what it shows", (page) => {
  folder = createStudentFolder("solution");
  const blocks = blocksOf(read(page));
  expect(run(blocks)).toEqual(blocks.map(({ output }) => output));
});

test.each([
  ["FROM_PYTHON.md", blocksOf(read("FROM_PYTHON.md"))],
  ["Part one of EXPLORATION.md", partOne],
])("%s runs before anything is implemented", (_, blocks) => {
  folder = createStudentFolder("stencil");
  expect(run(blocks)).toEqual(blocks.map(({ output }) => output));
});

test("the unchanged notebook runs, and trains", () => {
  folder = createStudentFolder("solution");
  const blocks = Array.from(read("NOTEBOOK.md").matchAll(/^```ts\n(.*?)^```$/gms), ([, code]) => ({
    code,
    output: "",
  }));
  const printed = run(blocks);
  expect(printed).toHaveLength(5);
  // The notebook's first cell is wrong on purpose: x with the derivative 1 is consistent, but not a sigmoid.
  expect(printed[0]).toContain("all gradients agree");
  expect(printed[1]).toMatch(/Total params: 7,850\n.*\[\s+'0\.\d{4}',/s);
});

test("all code of the pages runs, and an editor finds no problem in it", () => {
  folder = createStudentFolder("stencil");
  const files = pages.map((page) => {
    const blocks = blocksOf(read(page));
    expect([page, blocks.length]).toEqual([page, read(page).match(/^```ts$/gm)!.length]);
    return write(blocks, page.replace(".md", ".ts"));
  });

  const project = join(__dirname, "..");
  const { config } = ts.readConfigFile(join(project, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, project);
  const program = ts.createProgram(files, options);
  const diagnostics = files.flatMap((file) => program.getSemanticDiagnostics(program.getSourceFile(file)));
  expect(diagnostics.map(({ messageText }) => messageText)).toEqual([]);
});
