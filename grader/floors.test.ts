/**
 * The floors of the grader: an import goes down or along, never up, and no files import each other in a circle. What knows the
 * assignment is `assignment/`, and the program that is started with it. Types that are imported are gone when it runs; they may
 * point anywhere but into `assignment/`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { circlesOf, type Import, importsOf, sourcesIn } from "./testing/imports.ts";

const floors = [
  ["cli.ts"],
  ["commands"],
  [
    "proofs",
    "testing",
    ...["staff.ts", "bench", "hostile", "mistakes", "proofs", "styles"].map((part) => `assignment/${part}`),
  ],
  ["watch", "terminal", "queue", "batch", "pack"],
  ["assignment"],
  ["checks"],
  ["run", "report", "submission", "sandbox", "stencil", "wording", "rubric.ts", "rubric.schema.ts"],
  [
    "assignment.ts",
    "schemas",
    "clock.ts",
    "contentKey.cjs",
    "inProject.ts",
    "removeFolder.ts",
    "temporaryFolder.ts",
    "typescript.ts",
  ],
];
/** Of `assignment/proofs/recipes.ts`, the floor of `assignment/proofs` comes before that of `assignment`. */
function floorOf(file: string): number {
  const [first, second] = file.split("/");
  const own = floors.findIndex((parts) => parts.includes(`${first}/${second}`));
  return own < 0 ? floors.findIndex((parts) => parts.includes(first)) : own;
}

/** The only file outside of the assignment that imports it. */
const chooses = "cli.ts";

/** Tests may take the real assignment as their example; hostile submissions are submissions. */
const isJudged = (file: string) => !/\.(test|e2e|sweep)\.ts$|^testing\/|^assignment\/hostile\//.test(file);
const imports = sourcesIn(__dirname)
  .filter(isJudged)
  .flatMap((file) => importsOf(__dirname, file))
  .filter(({ to }) => !to.startsWith("../"));
const shown = ({ from, to }: Import) => `${from} imports ${to}`;
const isOfAssignment = (file: string) => file.startsWith("assignment/");

test("every file stands on a floor", () => {
  const files = imports.flatMap(({ from, to }) => [from, to]);
  expect([...new Set(files)].filter((file) => floorOf(file) < 0)).toEqual([]);
});

test("imports go down or along", () => {
  const up = imports.filter(({ from, to, isType }) => !isType && floorOf(to) < floorOf(from));
  expect(up.map(shown)).toEqual([]);
});

test("one program imports the assignment, and nothing else does, not even its types", () => {
  const leaks = imports.filter(({ from, to }) => isOfAssignment(to) && !isOfAssignment(from));
  expect([...new Set(leaks.map(({ from }) => from))]).toEqual([chooses]);
});

test("only typescript.ts imports the compiler", () => {
  const users = sourcesIn(__dirname).filter((file) =>
    /from "typescript"/.test(readFileSync(join(__dirname, file), "latin1")),
  );
  expect(users.filter((file) => !file.endsWith(".test.ts"))).toEqual(["typescript.ts"]);
});

test("schemas are imported for their types only: the grader starts without TypeBox", () => {
  const isSchema = (file: string) => /\.schema\.ts$|^schemas\//.test(file);
  const loaded = imports.filter(({ from, to, isType }) => !isType && isSchema(to) && !isSchema(from));
  expect(loaded.map(shown)).toEqual([]);
});

test.each(["grader", "stencil"])("no files of %s import each other in a circle", (name) => {
  const folder = `${__dirname}/../${name}`;
  const values = sourcesIn(folder)
    .filter(isJudged)
    .flatMap((file) => importsOf(folder, file))
    .filter(({ isType }) => !isType);
  expect(circlesOf(values)).toEqual([]);
});

test("a circle is found, whatever leads into it", () => {
  const edge = (from: string, to: string): Import => ({ from, to, isType: false });
  expect(circlesOf([edge("a", "b"), edge("b", "c"), edge("c", "b"), edge("c", "d")])).toEqual([["b", "c"]]);
});
