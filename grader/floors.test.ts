/**
 * The floors of the grader: an import goes down or along, never up, and no files import each other in a circle. What knows the
 * assignment is `assignment/`, and whoever starts a program with it. Types that are imported are gone when it runs; they may
 * point anywhere but into `assignment/`.
 */
import { circlesOf, type Import, importsOf, sourcesIn } from "./testing/imports.ts";

const floors = [
  ["cli.ts"],
  ["commands"],
  ["proofs", "testing"],
  ["watch", "terminal", "queue", "batch", "pack"],
  ["assignment"],
  ["checks"],
  ["run", "report", "submission", "sandbox", "stencil", "wording", "rubric.ts", "rubric.schema.ts"],
  ["assignment.ts", "schemas", "clock.ts", "contentKey.cjs", "removeFolder.ts", "temporaryFolder.ts"],
];
const floorOf = (file: string) => floors.findIndex((parts) => parts.includes(file.split("/")[0]));

/** Imports of the assignment from outside of it, with what has to happen before they can go. */
const exceptions: [from: RegExp, reason: string][] = [
  [/^cli\.ts$/, "names the assignment: this is its only purpose"],
  [/^commands\/(fuzz|mutants)\.ts$/, "the proofs are not handed the assignment yet"],
  [/^proofs\//, "the proofs are not handed the assignment yet"],
];

/** Tests may take the real assignment as their example; hostile submissions and styles are submissions. */
const isJudged = (file: string) =>
  !/\.(test|sweep)\.ts$|^testing\/|^assignment\/(hostile|mistakes|styles)\//.test(file);
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
  const up = imports.filter(
    ({ from, to, isType }) =>
      !isType && floorOf(to) < floorOf(from) && !exceptions.some(([file]) => file.test(from)),
  );
  expect(up.map(shown)).toEqual([]);
});

test("nothing but the assignment itself imports it, not even its types", () => {
  const leaks = imports.filter(({ from, to }) => isOfAssignment(to) && !isOfAssignment(from));
  expect(leaks.filter(({ from }) => !exceptions.some(([file]) => file.test(from))).map(shown)).toEqual([]);
});

test("schemas are imported for their types only: the grader starts without TypeBox", () => {
  const isSchema = (file: string) => /\.schema\.ts$|^schemas\//.test(file);
  const loaded = imports.filter(({ from, to, isType }) => !isType && isSchema(to) && !isSchema(from));
  expect(loaded.map(shown)).toEqual([]);
});

test("each exception is still needed", () => {
  const idle = exceptions.filter(
    ([file]) => !imports.some(({ from, to }) => file.test(from) && isOfAssignment(to)),
  );
  expect(idle).toEqual([]);
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
