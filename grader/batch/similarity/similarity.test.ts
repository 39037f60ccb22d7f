/** Copies of the usual kinds: another name in the text, other comments, another layout, renamed variables, parts. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assignment } from "../../assignment/index.ts";
import { compareAll } from "./compare.ts";
import { type Print, printOf } from "./print.ts";
import { tokensOf } from "./tokens.ts";

type Files = Record<string, string>;
const read = (folder: string): Files =>
  Object.fromEntries(assignment.files.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
const [solution, stencil] = [read(assignment.solution), read(assignment.stencil)];
const base = printOf(stencil).grams;
const mapped = (files: Files, change: (text: string) => string): Files =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [name, change(text)]));
const compare = (submissions: Record<string, Files>) =>
  compareAll(new Map(Object.entries(submissions).map(([name, files]) => [name, printOf(files, base)])));

const commented = mapped(solution, (text) => `// mine\n${text.replaceAll("\n", "\n\n")}/* the end */`);
const renamed = mapped(solution, (text) =>
  text.replace(/\b(x|input|grads|weights|output|i|row)\b(?!:)/g, (name) => `my${name}`),
);

test("comments, layout and empty files hide nothing: the same code is the same", () => {
  const { identical, similar } = compare({
    ann: solution,
    ben: commented,
    cem: { ...solution, "2470student.ts": "", "beras/empty.ts": "// nothing" },
    dot: { ...solution, "beras/losses.ts": stencil["beras/losses.ts"] },
  });
  expect(identical).toEqual([["ann", "ben", "cem"]]);
  // The first submission of the group represents it.
  expect(similar.map(({ names }) => names)).toEqual([["ann", "dot"]]);
});

test("an unchanged stencil is reported as such, and not as a copy", () => {
  const { identical, untouched, similar } = compare({
    ann: stencil,
    ben: mapped(stencil, (text) => `// Ben\n${text}`),
    cem: { ...stencil, "beras/layers.ts": solution["beras/layers.ts"] },
  });
  expect([untouched, identical, similar]).toEqual([["ann", "ben"], [], []]);
});

test("renamed variables leave the code nearly the same, with passages as evidence", () => {
  const [alike] = compare({ ann: solution, ben: renamed }).similar;
  expect(alike.names).toEqual(["ann", "ben"]);
  expect(alike.share).toBeGreaterThan(0.8);
  expect(alike.passages[0]).toMatch(/^\S+\.ts:\d+-\d+ and \S+\.ts:\d+-\d+$/);
});

/** Code that only one student has written: as much as half of the homework. */
const ownHelper = (name: string) =>
  Array.from({ length: 400 }, (_, i) => `x.${name}(${i}).step${i % 7}(y, ${i});`).join("\n");

test("code that most of the class has written is what the homework asks for", () => {
  const names = Array.from({ length: 12 }, (_, i) => `s${i}`);
  const class_ = names.map((name): [string, Files] => [
    name,
    { ...solution, "helper.ts": ownHelper(name), "other.ts": ownHelper(`${name}Too`) },
  ]);
  expect(compare(Object.fromEntries(class_)).similar).toEqual([]);
});

test("a ring of copies is found, though as many share the code as share what the homework asks for", () => {
  const ring = Array.from({ length: 8 }, (_, i): [string, Files] => [
    `s${i}`,
    mapped(i % 2 ? renamed : solution, (text) => `${text}\nexport const own${i} = ${i};\n`),
  ]);
  const { similar } = compare({ ...Object.fromEntries(ring), eva: { "beras/core.ts": ownHelper("eva") } });
  expect(similar).toHaveLength(7);
  expect(new Set(similar.flatMap(({ names }) => names))).toEqual(new Set(ring.map(([name]) => name)));
  for (const { share, passages } of similar) {
    expect(share).toBeGreaterThan(0.9);
    expect(passages[0]).toMatch(/^\S+\.ts:\d+-\d+ and \S+\.ts:\d+-\d+$/);
  }
});

test("templates and broken sources become tokens, too, in linear time", () => {
  const texts = (source: string) => tokensOf(source).map(({ text }) => text);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is source text
  expect(texts("a(`x${ {b: 1} }y${c}z`) // d")).toEqual([
    "a",
    "(",
    "`x${",
    "{",
    "b",
    ":",
    "1",
    "}",
    "}y${",
    "c",
    "}z`",
    ")",
  ]);
  expect(tokensOf("/* \n */ x\n\ny").map(({ line }) => line)).toEqual([2, 4]);
  for (const source of ["(".repeat(60_000), "`${".repeat(20_000), "'\n\"\n`", "\u0000}}}"]) {
    const begin = performance.now();
    tokensOf(source);
    // It takes a thousandth of a second.
    expect(performance.now() - begin).toBeLessThan(1000);
  }
});

test("a class of 300 is compared in seconds", () => {
  const prints = new Map<string, Print>();
  const print = printOf(solution, base);
  for (let i = 0; i < 300; i++) {
    // Each has its own passages. One in nine is its neighbor's.
    const grams = print.grams.map((gram, j) => (j % 3 ? gram : gram ^ (i >> 1)));
    prints.set(`s${i}`, { ...print, key: String(i), grams });
  }
  const begin = performance.now();
  const { similar } = compareAll(prints);
  expect(similar.length).toBeGreaterThan(0);
  expect(performance.now() - begin).toBeLessThan(10_000);
});
