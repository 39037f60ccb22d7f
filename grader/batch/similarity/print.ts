/** What of a submission's code is compared with that of others. */
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
  /** The same for the same tokens in the same files, whatever the comments, the layout and the track. */
  key: string;
  /** Every run of so many normalised tokens, by its hash, where it is first. */
  grams: Map<number, Place>;
}

/**
 * So many tokens are two or three lines. Shorter runs are the language's; longer ones end at every small change. (Winnowing, by
 * which MOSS makes its fingerprints, takes a part of these; a homework is small enough for all.)
 */
const gramTokens = 16;
/** Of a file of the homework's size; what is longer is data. */
const maxFileChars = 200_000;

/** @param files source files, by name */
export function printOf(files: Record<string, string>): Print {
  const hash = createHash("sha256");
  const grams = new Map<number, Place>();
  for (const [file, text] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const tokens = text.length > maxFileChars ? [] : tokensOf(text);
    if (tokens.length === 0) continue;
    // JSON keeps names and texts apart, whatever is in them.
    hash.update(JSON.stringify([file, tokens.map((token) => token.text)]));
    addGrams(grams, file, tokens);
  }
  return { key: hash.digest("hex"), grams };
}

/** The files that students write: those of the assignment, and helpers of their own. Given code is everybody's. */
export function ownFiles(
  { files, stencil }: Assignment,
  handedIn: Record<string, string>,
): Record<string, string> {
  const isOwn = (name: string) => files.includes(name) || !existsSync(join(stencil, name));
  return Object.fromEntries(Object.entries(handedIn).filter(([name]) => isOwn(name)));
}

/** Of what was handed out. */
export function stencilPrint({ files, stencil }: Assignment): Print {
  return printOf(Object.fromEntries(files.map((name) => [name, readFileSync(join(stencil, name), "utf8")])));
}

function addGrams(grams: Map<number, Place>, file: string, tokens: Token[]): void {
  const hashes = tokens.map(({ normal }) => hashOf(normal));
  for (let i = 0; i + gramTokens <= tokens.length; i++) {
    let gram = 0;
    for (let j = i; j < i + gramTokens; j++) gram = (Math.imul(gram, 0x01000193) ^ hashes[j]) | 0;
    if (!grams.has(gram))
      grams.set(gram, { file, line: tokens[i].line, end: tokens[i + gramTokens - 1].line });
  }
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
