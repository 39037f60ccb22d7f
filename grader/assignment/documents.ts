/** The numbers of the rubric that the handout and the README repeat. `npm run stencil` writes them there. */
import { join } from "node:path";
import type { Document } from "../assignment.ts";
import { formatShare } from "../report/share.ts";
import { checksOf, type Rubric } from "../rubric.ts";
import { leakyAlpha } from "./constants.ts";

const house = join(__dirname, "../..");

/** Points of a track for whole suites and checks, by id. */
function worth({ checks }: Rubric, track: string, ids: string[]): number {
  return checks
    .filter(({ id, suite, kind }) => kind === "graded" && (ids.includes(id) || ids.includes(suite)))
    .reduce((sum, { points }) => sum + (points[track] ?? 0), 0);
}

/** "5 points", or "5 points; CS2470: 25" where a track differs from the first one. */
function pointsOfSuites(rubric: Rubric, suites: string[]): string {
  const [[, first], ...others] = rubric.tracks.map(
    ({ id }) => [id.toUpperCase(), worth(rubric, id, suites)] as const,
  );
  const different = others.filter(([, points]) => points !== first);
  return [`${first} points`, ...different.map(([track, points]) => `${track}: ${points}`)].join("; ");
}

/** Steps grade the suites that they name; the last one names none, and adds the accuracy. */
const step = /^### Step \d+: [^\n]*\n(?:(?!^##)[^\n]*\n)*/gm;

function fillHeadings(text: string, rubric: Rubric): string {
  return text.replace(step, (section) => {
    const suites = section.match(/^npm run grade -- --only (.*)$/m)?.[1].split(" ") ?? ["accuracy"];
    return section.replace(/\([^()\n]*\)(?=\n)/, `(${pointsOfSuites(rubric, suites)})`);
  });
}

/** A line of the terminal: "  ✓ Layers    13/13". What was earned in full stays so; the points end where they ended. */
const row = /^( +[✓✗-] )(\S.*?\S)( +(\d+)\/(\d+))$/gm;

function fillSamples(text: string, rubric: Rubric): string {
  const [{ id: track }] = rubric.tracks;
  return text.replace(row, (line, mark, title, end, points, max) => {
    const suite = rubric.suites.find((one) => one.title === title)?.id;
    const id = suite ?? checksOf(rubric, track).find((check) => check.title === title)?.id;
    if (!id) return line;
    const now = worth(rubric, track, [id]);
    const share = `${points === max ? now : points}/${now}`;
    return `${mark}${title}${share.padStart(end.length)}`;
  });
}

/** Puts a number into each place, which has to be there: `()` stands in the place of the old one. */
function fillPlaces(text: string, places: [before: string, number: string, after: string][]): string {
  return places.reduce((filled, [before, number, after]) => {
    const place = new RegExp(`(${pattern(before)})[\\d.]+%?(${pattern(after)})`);
    if (!place.test(filled)) throw new Error(`a document does not say "${before} ... ${after}" any more`);
    return filled.replace(place, (_, start, end) => `${start}${number}${end}`);
  }, text);
}

/** Wherever its lines break. */
function pattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "\\s+");
}

const threshold = ({ checks }: Rubric, id: string) =>
  formatShare(checks.find((check) => check.id === id)?.threshold ?? 0);
const total = ({ tracks }: Rubric, track: string) => String(tracks.find(({ id }) => id === track)?.total);
/** What the stencil is worth in the suite of the tape as it is. */
const given = ["core.tape.outside", "core.tape.exception"];

export const documents: Document[] = [
  {
    name: "stencil/README.md",
    path: join(house, "stencil/README.md"),
    fill: (text, rubric) =>
      fillPlaces(fillSamples(fillHeadings(text, rubric), rubric), [
        ["it should be more than ", threshold(rubric, "accuracy.simple"), ""],
        ["brings the test accuracy above ", threshold(rubric, "accuracy.advanced.accuracy"), ""],
        ["needs no code of yours (", String(worth(rubric, "cs1470", ["policy"])), " points)"],
        ["from the start, and ", String(worth(rubric, "cs1470", given)), " points of the gradient tape"],
        ["without the parts marked CS2470: ", total(rubric, "cs1470"), " points"],
        ["**CS2470** does all of it: ", total(rubric, "cs2470"), " points"],
      ]),
  },
  {
    name: "stencil/EXPLORATION.md",
    path: join(house, "stencil/EXPLORATION.md"),
    fill: (text) => fillPlaces(text, [["keras.layers.LeakyReLU(negative_slope=", String(leakyAlpha), ")"]]),
  },
  {
    name: "README.md",
    path: join(house, "README.md"),
    fill: (text, rubric) => {
      const [basic, advanced] = [total(rubric, "cs1470"), total(rubric, "cs2470")];
      return fillPlaces(fillSamples(text, rubric), [
        ["grade the reference solution: ", basic, " of"],
        [`grade the reference solution: ${basic} of `, basic, " points"],
        ["  Score ", basic, "/"],
        [`  Score ${basic}/`, basic, "  (100%"],
        ["means CS2470 (", advanced, " points)"],
        ["instead of CS1470 (", basic, ")"],
      ]);
    },
  },
];
