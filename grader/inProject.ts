import { join, relative, sep } from "node:path";

const house = join(__dirname, "..");

/** A path as it is from the top of the project, on every platform: "grader/cli.ts". */
export function inProject(path: string): string {
  return relative(house, path).replaceAll(sep, "/");
}
