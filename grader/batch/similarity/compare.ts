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
/**
 * Two that share nearly all that they have written are alike however many others share it, too: a ring of copies. Independent
 * right solutions share less. What is half written is left out: the first methods have hardly more than one form.
 */
const ringShare = 0.9;
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
  /** How many runs two submissions share: those that few have, and all. By both indices, combined into one number. */
  const [rare, shared] = [new Uint32Array(all.length ** 2), new Uint32Array(all.length ** 2)];
  const sizes = all.map(() => 0);
  const most = maxHaving(count);
  for (const list of having.values()) {
    const isRare = list.length <= most;
    for (const [at, i] of list.entries()) {
      if (isRare) sizes[i] += 1;
      for (let next = at + 1; next < list.length; next++) {
        const pair = i * all.length + list[next];
        shared[pair] += 1;
        if (isRare) rare[pair] += 1;
      }
    }
  }
  const lengths = all.map(({ print }) => print.grams.length);
  const minLength = Math.max(minGrams, median(lengths) / 2);
  const alike: { i: number; j: number; share: number; isRare: boolean }[] = [];
  /** Those that stand beside an earlier member of their ring: a ring of seven makes six pairs. */
  const placed = new Set<number>();
  for (let i = 0; i < all.length; i++) {
    for (let j = i + 1; j < all.length; j++) {
      const pair = i * all.length + j;
      const rareShare = rare[pair] / Math.min(sizes[i], sizes[j]);
      const share = shared[pair] / Math.min(lengths[i], lengths[j]);
      if (share >= ringShare && Math.min(lengths[i], lengths[j]) >= minLength) {
        if (!placed.has(j)) alike.push({ i, j, share, isRare: false });
        placed.add(j);
      } else if (rare[pair] >= minGrams && rareShare >= minShare) {
        alike.push({ i, j, share: rareShare, isRare: true });
      }
    }
  }
  return alike
    .sort((x, y) => y.share - x.share)
    .slice(0, shownPairs)
    .map(({ i, j, share, isRare }) => {
      const [a, b] = [all[i], all[j]];
      const others = new Set(b.print.grams);
      const isOfPair = (gram: number) =>
        others.has(gram) && (!isRare || (having.get(gram) ?? []).length <= most);
      const grams = Array.from(a.print.grams).filter(isOfPair);
      return {
        names: [a.name, b.name],
        share: Math.round(share * 100) / 100,
        passages: passagesOf(grams, placesOf(a.print), placesOf(b.print)),
      };
    });
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
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
