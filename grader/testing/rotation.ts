/** Chooses the part of a long proof that this commit runs. */
import { spawnSync } from "node:child_process";
import { house } from "./overlay.ts";

/** @returns K/N for {@link takeShard}. Outside of a repository, K is 1 */
export function partOf(count: number): string {
  const { stdout } = spawnSync("git", ["rev-parse", "--short=7", "HEAD"], { cwd: house, encoding: "utf8" });
  const commit = Number.parseInt(stdout || "0", 16);
  return `${(commit % count) + 1}/${count}`;
}
