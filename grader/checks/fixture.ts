/** Inputs and expected numbers, from fixtures/. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Case, parseFixture } from "../../fixtures/format.ts";

const folder = join(__dirname, "../../fixtures");

/**
 * @param name such as "layers/dense-forward"
 * @returns its cases: from a name to a tensor, each
 * @throws Error in one line when the file is missing or does not fit its schema
 */
export function fixture(name: string): Case[] {
  return parseFixture(name, readFileSync(join(folder, `${name}.json`), "utf8"));
}
