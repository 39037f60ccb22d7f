/**
 * The harness names nothing of the assignment: no file, class, track, suite, check or document of its. Tests may take the
 * real assignment as their example, and grader/README.md explains with it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix, sep } from "node:path";
import { assignment } from "./assignment/index.ts";
import { loadRubric } from "./rubric.ts";

const { files, handIn, tracks, name, title } = assignment;
const { suites, checks } = loadRubric(assignment);

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
const whole = (text: string) => `(?<![\\w-])${escaped(text)}(?![\\w-])`;
const quoted = (text: string) => `["'\`]${escaped(text)}["'\`]`;

/** In any case, and as a part of other words. */
const brands = [name, title, "keras", "mnist", "1470", "2470", "gradient tape", "gradienttape"];
/** As they are written. */
const names = [
  ...Object.values(assignment.exports).flat(),
  // The harness has an assignment.ts itself, with the interface.
  ...files.flatMap((file) => [file, posix.basename(file)]).filter((file) => file !== "assignment.ts"),
  ...tracks.flatMap(({ id, title, marker }) => [id, title, ...(marker ? [marker.name] : [])]),
  ...checks.flatMap(({ id, method }) => (method ? [id, method] : [id])),
  ...[handIn.code, handIn.documents].filter(Boolean),
  ...handIn.documentNames.flat().filter((document) => !document.startsWith("README")),
];
/** Suites are named by common words, such as "metrics": only what is quoted is one. */
const ids = suites.map(({ id }) => id);

const patterns = [
  ...brands.map((word) => new RegExp(escaped(word), "i")),
  ...names.map((word) => new RegExp(whole(word))),
  ...ids.map((word) => new RegExp(quoted(word))),
];

const isHarness = (file: string) =>
  /\.(ts|cjs|cts|json|sh|py|yml|css)$/.test(file) &&
  !/\.(test|e2e|sweep)\.ts$|^(assignment|testing)\//.test(file);

/** Lines with a word of the assignment, as "file:line  word  text". */
function wordsIn(text: string, file: string): string[] {
  return text.split("\n").flatMap((line, i) => {
    const found = patterns.flatMap((pattern) => pattern.exec(line)?.[0] ?? []);
    return found.length ? [`${file}:${i + 1}  ${found.join(", ")}  ${line.trim().slice(0, 120)}`] : [];
  });
}

test("no file of the harness has a word of the assignment", () => {
  const all = readdirSync(__dirname, { recursive: true, encoding: "utf8" })
    .map((file) => file.split(sep).join("/"))
    .filter(isHarness);
  expect(all.length).toBeGreaterThan(200);
  const found = all.flatMap((file) => wordsIn(readFileSync(join(__dirname, file), "utf8"), file));
  expect(found).toEqual([]);
});

test.each([
  "a Dense layer",
  '"cs2470"',
  'only: ["layers"]',
  "hw2/code/",
  "BerasError",
  "data/mnist",
  "Dense.forward",
])("%s would be found", (line) => {
  expect(wordsIn(line, "file")).toHaveLength(1);
});

test.each(["assignment.ts", "layers of isolation", "a dense file", "too-dense"])(
  "%s is no word of the assignment",
  (line) => {
    expect(wordsIn(line, "file")).toEqual([]);
  },
);
