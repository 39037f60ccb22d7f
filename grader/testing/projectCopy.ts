/** Copies the whole project, to run its commands after changes or in an unusual place. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { house } from "./overlay.ts";

const top = [
  ...[".npmrc", ".gitattributes", ".gitignore", ".vscode"],
  ...["package.json", "package-lock.json", "tsconfig.json", "README.md"],
  ...["stencil", "solution", "grader", "fixtures", "data"],
];

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/**
 * @param place the path of the copy, which must not exist
 * @returns a function that runs a command of the copy, like `npm run`: "grade", a folder, options
 */
export function copyProject(place: string) {
  mkdirSync(place, { recursive: true });
  const filter = (name: string) => basename(name) !== "mnist";
  for (const name of top) cpSync(join(house, name), join(place, name), { recursive: true, filter });
  linkPackages(place);
  return (args: string[], { launcher = [process.execPath], env = {} }: Options = {}): Ended => {
    const [program, ...before] = launcher;
    return spawnSync(program, [...before, "grader/start.cjs", "grader/cli.ts", ...args], {
      cwd: place,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, ...env },
      encoding: "utf8",
    });
  };
}

/** Gives a copy of the project its packages, without the cache: other sources would remove the bundles of the real project. */
export function linkPackages(place: string): void {
  mkdirSync(join(place, "node_modules"));
  for (const name of readdirSync(join(house, "node_modules")).filter((name) => name !== ".cache"))
    symlinkSync(join(house, "node_modules", name), join(place, "node_modules", name));
}

interface Options {
  /** The command that runs Node; by default Node itself. */
  launcher?: string[];
  env?: NodeJS.ProcessEnv;
}
