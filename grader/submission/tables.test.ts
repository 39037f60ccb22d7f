/** Weights in a source, however they are written; and what honest sources hold. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { studentFiles } from "../assignment/contract.ts";
import { ts } from "../typescript.ts";
import { literalTables } from "./tables.ts";

const house = join(__dirname, "../..");
const parse = (file: string, text: string) => ({
  file,
  source: ts.createSourceFile(file, text, ts.ScriptTarget.ES2022),
});
const solution = studentFiles.map((file) => parse(file, readFileSync(join(house, "solution", file), "utf8")));

/** 2,000 bytes that cannot be compressed: what the simple model's 7,850 weights come to at two bits each. */
const bytes = Array.from({ length: 2000 }, (_, i) => Math.floor(Math.abs(Math.sin(i * i + 1) * 1e6)) % 256);
const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
const parts = (length: number) => hex.match(new RegExp(`.{1,${length}}`, "g")) ?? [];
const list = (items: string[]) => `export const data = [${items.join(", ")}];`;
const lines = (items: string[]) => items.map((item, i) => `export const d${i} = ${item};`).join("\n");

test.each<[string, string]>([
  ["one long text", lines([`"${hex}"`])],
  ["texts of 100 characters", lines(parts(100).map((part) => `"${part}"`))],
  ["a template text", `export const data = \`${hex}\`;`],
  ["a template with holes", `export const data = \`${parts(30).join("$" + "{1}")}\`;`],
  ["a list of numbers", list(bytes.map(String))],
  ["long numbers", lines(parts(14).map((part) => `0x${part}`))],
  ["fractions", lines(parts(14).map((part) => `0.${Number(`0x${part}`)}`))],
  ["BigInts", lines(parts(100).map((part) => `0x${part}n`))],
  ["regular expressions", lines(parts(50).map((part) => `/${part}/`))],
  [
    "names of properties",
    `export const data = { ${parts(20)
      .map((part) => `x${part}: 1`)
      .join(", ")} };`,
  ],
  [
    "names of variables",
    parts(20)
      .map((part) => `export const x${part} = 1;`)
      .join("\n"),
  ],
  [
    "names of methods",
    `export class Data { ${parts(20)
      .map((part) => `x${part}() {}`)
      .join(" ")} }`,
  ],
  [
    "names of private fields",
    `export class Data { ${parts(20)
      .map((part) => `#x${part} = 1;`)
      .join(" ")} }`,
  ],
  ["emojis", lines([`"${bytes.map((byte) => String.fromCodePoint(0x1f400 + byte)).join("")}"`])],
  ["escapes", lines([`"${bytes.map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("")}"`])],
  ["two names over and over", list(bytes.flatMap((byte) => (byte % 2 ? ["a", "b"] : ["b", "a"])))],
  ["a sum of many", `export const data = ${bytes.map((byte) => (byte % 2 ? "a" : "b")).join(" + ")};`],
  [
    "calls one after another",
    `export const data = f${bytes.map((byte) => (byte % 2 ? ".a()" : ".b()")).join("")};`,
  ],
  [
    "an enum",
    `export enum Data { ${parts(20)
      .map((part) => `x${part}`)
      .join(", ")} }`,
  ],
])("finds weights as %s", (_, text) => {
  const problems = literalTables([...solution, parse("beras/helper.ts", text)]);
  expect(problems.map(({ file }) => file)).toEqual(["beras/helper.ts"]);
});

test("finds weights that are spread over all files, and names a line of each", () => {
  const spread = solution.map(({ file, source }, i) =>
    parse(
      file,
      `${source.text}\n${lines(
        parts(20)
          .filter((_, k) => k % solution.length === i)
          .map((part) => `"${part}"`),
      )}`,
    ),
  );
  expect(literalTables(spread).length).toBeGreaterThan(0);
});

test("an honest submission has nothing of the kind", () => {
  expect(literalTables(solution)).toEqual([]);
  const texts = Array.from(
    { length: 40 },
    (_, i) => `throw new Error("Dense: the input number ${i} has the wrong shape");`,
  );
  expect(
    literalTables([...solution, parse("beras/helper.ts", `export function f() { ${texts.join("\n")} }`)]),
  ).toEqual([]);
});
