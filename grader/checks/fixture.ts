/** Inputs and expected numbers, from the files of the assignment. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Case, parseFixture } from "../../fixtures/format.ts";
import { checkRun } from "./check.ts";

/**
 * @param name such as "queue/push"
 * @returns its cases, each a map from names to tensors
 * @throws Error in one line if the file is missing or does not fit its schema
 */
export function fixture(name: string): Case[] {
  const { fixtures: folder } = checkRun.assignment;
  if (!folder) throw new Error(`the assignment has no fixtures, and a suite reads ${name}`);
  return parseFixture(name, readFileSync(join(folder, `${name}.json`), "utf8"));
}
