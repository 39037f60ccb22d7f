/** A print of a submission's code, for comparison with others. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Assignment } from "../../assignment.ts";
import { type Token, tokensOf } from "./tokens.ts";

export interface Place {
  file: string;
  line: number;
  /** Of the last token. */
  end: number;
}

export interface Print {
  /** Depends on the tokens and file names only, not on comments, layout or track. */
  key: string;
  files: string[];
  /** Hashes of all runs of normalized tokens, without those of the stencil. Packed, because a class's prints stay in memory. */
  grams: Int32Array;
  /** Where each run first occurs: the index of the file, the first line, the last line. */
  places: Int32Array;
}

/**
 * The length of a run: two or three lines. Shorter runs belong to the language, longer ones end at every small change. (Winnowing,
 * which MOSS uses, selects some of the runs. A homework is small enough for all.)
 */
const gramTokens = 16;
/** Enough for a file of a homework. Longer files are data. */
const maxFileChars = 200_000;

/**
 * @param texts source files, by name
 * @param handedOut the runs of the stencil
 */
export function printOf(texts: Record<string, string>, handedOut: Iterable<number> = []): Print {
  const hash = createHash("sha256");
  const names = Object.keys(texts).sort();
  const [grams, places]: number[][] = [[], []];
  const seen = new Set(handedOut);
  for (const [index, file] of names.entries()) {
    const text = texts[file];
    const tokens = text.length > maxFileChars ? [] : tokensOf(text);
    if (tokens.length === 0) continue;
    // JSON separates names and texts unambiguously.
    hash.update(JSON.stringify([file, tokens.map((token) => token.text)]));
    for (const [gram, first, last] of gramsOf(tokens)) {
      if (seen.has(gram)) continue;
      seen.add(gram);
      grams.push(gram);
      places.push(index, first.line, last.line);
    }
  }
  return {
    key: hash.digest("hex"),
    files: names,
    grams: Int32Array.from(grams),
    places: Int32Array.from(places),
  };
}

/** Where each run of a print is. */
export function placesOf({ files, grams, places }: Print): Map<number, Place> {
  return new Map(
    Array.from(grams, (gram, i) => {
      const [index, line, end] = places.subarray(3 * i, 3 * i + 3);
      return [gram, { file: files[index], line, end }];
    }),
  );
}

/** The files that students write: those of the assignment, and their helpers. Given code is left out. */
export function ownFiles(
  { files, stencil }: Assignment,
  handedIn: Record<string, string>,
): Record<string, string> {
  const isOwn = (name: string) => files.includes(name) || !existsSync(join(stencil, name));
  return Object.fromEntries(Object.entries(handedIn).filter(([name]) => isOwn(name)));
}

/** The runs of the stencil. */
export function stencilGrams({ files, stencil }: Assignment): Int32Array {
  const texts = files.map((name) => [name, readFileSync(join(stencil, name), "utf8")]);
  return printOf(Object.fromEntries(texts)).grams;
}

function* gramsOf(tokens: Token[]): Generator<[gram: number, first: Token, last: Token]> {
  const hashes = tokens.map(({ normal }) => hashOf(normal));
  for (let i = 0; i + gramTokens <= tokens.length; i++) {
    let gram = 0;
    for (let j = i; j < i + gramTokens; j++) gram = (Math.imul(gram, 0x01000193) ^ hashes[j]) | 0;
    yield [gram, tokens[i], tokens[i + gramTokens - 1]];
  }
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
