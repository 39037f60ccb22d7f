/** Finds submissions that are the same, or nearly the same. This is evidence for a person, not a verdict. */
import type { Static } from "@sinclair/typebox";
import type { alike, summary } from "../summary.schema.ts";
import { type Place, type Print, placesOf } from "./print.ts";

/** Two submissions whose code is nearly the same. */
export type Alike = Static<typeof alike>;
/** The most alike come first. */
export type Similarity = Pick<Static<typeof summary>, "identical" | "untouched" | "similar">;

/** Two independent correct solutions may share less than this. */
const minShare = 0.6;
/** About ten lines. Shorter passages can hardly be written in another way. */
const minGrams = 100;
/** Code that more submissions share is what the homework asks for. (MOSS's limit is ten.) */
const maxHaving = (count: number) => Math.min(20, Math.max(5, count / 10));
const shownPassages = 3;
const shownPairs = 50;

/** @param prints by the submission's name, without the runs of the stencil */
export function compareAll(prints: Map<string, Print>): Similarity {
  const untouched = [...prints].filter(([, { grams }]) => grams.length === 0).map(([name]) => name);
  const written = [...prints].filter(([, { grams }]) => grams.length > 0);
  const identical = groups(written.map(([name, { key }]) => [key, name]));
  // The first submission of each group represents it.
  const first = new Map([...written].reverse().map(([name, print]) => [print.key, { name, print }]));
  return { identical, untouched, similar: similarPairs([...first.values()].reverse(), prints.size) };
}

function groups(pairs: [key: string, name: string][]): string[][] {
  const byKey = new Map<string, string[]>();
  for (const [key, name] of pairs) byKey.set(key, [...(byKey.get(key) ?? []), name]);
  return [...byKey.values()].filter((names) => names.length > 1);
}

function similarPairs(all: { name: string; print: Print }[], count: number): Alike[] {
  const having = new Map<number, number[]>();
  for (const [i, { print }] of all.entries()) {
    for (const gram of print.grams) {
      const list = having.get(gram);
      if (list) list.push(i);
      else having.set(gram, [i]);
    }
  }
  /** By both indices, combined into one number. */
  const shared = new Map<number, number[]>();
  const sizes = all.map(() => 0);
  const most = maxHaving(count);
  for (const [gram, list] of having) {
    if (list.length > most) continue;
    for (const [at, i] of list.entries()) {
      sizes[i] += 1;
      for (const j of list.slice(at + 1)) {
        const grams = shared.get(i * all.length + j);
        if (grams) grams.push(gram);
        else shared.set(i * all.length + j, [gram]);
      }
    }
  }
  const alike: { i: number; j: number; share: number; grams: number[] }[] = [];
  for (const [pair, grams] of shared) {
    const [i, j] = [Math.floor(pair / all.length), pair % all.length];
    const share = grams.length / Math.min(sizes[i], sizes[j]);
    if (grams.length < minGrams || share < minShare) continue;
    alike.push({ i, j, share: Math.round(share * 100) / 100, grams });
  }
  return alike
    .sort((x, y) => y.share - x.share)
    .slice(0, shownPairs)
    .map(({ i, j, share, grams }) => ({
      names: [all[i].name, all[j].name],
      share,
      passages: passagesOf(grams, placesOf(all[i].print), placesOf(all[j].print)),
    }));
}

/** Runs of lines that both share, the longest first. */
function passagesOf(grams: number[], a: Map<number, Place>, b: Map<number, Place>): string[] {
  const pairs = grams
    .map((gram) => [a.get(gram), b.get(gram)] as [Place, Place])
    .sort(([x], [y]) => (x.file === y.file ? x.line - y.line : x.file < y.file ? -1 : 1));
  const runs: [Place, Place][] = [];
  for (const [left, right] of pairs) {
    const last = runs.at(-1);
    const isNext =
      last &&
      last[0].file === left.file &&
      last[1].file === right.file &&
      left.line <= last[0].end + 1 &&
      right.line >= last[1].line &&
      right.line <= last[1].end + 1;
    if (isNext) {
      last[0].end = Math.max(last[0].end, left.end);
      last[1].end = Math.max(last[1].end, right.end);
    } else runs.push([{ ...left }, { ...right }]);
  }
  const length = ([{ line, end }]: [Place, Place]) => end - line;
  return runs
    .sort((x, y) => length(y) - length(x))
    .slice(0, shownPassages)
    .map(([left, right]) => `${shown(left)} and ${shown(right)}`);
}

const shown = ({ file, line, end }: Place) => `${file}:${line}-${end}`;
