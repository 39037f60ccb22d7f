/** Packs the stencil and its grader, without the solution and without files that only staff needs. */
import { execSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Assignment, Packaging } from "../assignment.ts";
import { inProject } from "../inProject.ts";
import { removeFolder } from "../removeFolder.ts";
import { UsageError } from "../submission/errors.ts";
import { makeTemporaryFolder } from "../temporaryFolder.ts";
import { filesOf, readSource } from "./house.ts";
import type { PackedFile } from "./zip.ts";

/** The grader, and the files that it needs from the rest of the project. */
const paths = [
  ".npmrc",
  ".gitattributes",
  ".gitignore",
  "stencil/tensor",
  "stencil/errors.ts",
  "data/writeWhole.ts",
  ...["fixture.schema.json", "fixture.schema.ts", "format.ts"].map((name) => `fixtures/${name}`),
  ...[
    "assignment.ts",
    "clock.ts",
    "inProject.ts",
    "removeFolder.ts",
    "rubric.schema.json",
    "rubric.schema.ts",
    "rubric.ts",
    "temporaryFolder.ts",
    "typescript.ts",
  ].map((name) => `grader/${name}`),
  ...["preflight.cjs", "start.cjs", "compileCache.cjs", "contentKey.cjs", "bundle.cjs"].map(
    (name) => `grader/${name}`,
  ),
  ...["checks", "report", "run", "sandbox", "schemas", "submission", "terminal", "watch", "wording"].map(
    (name) => `grader/${name}`,
  ),
  ...["diff", "grade", "main", "pack", "staff.student"].map((name) => `grader/commands/${name}.ts`),
  ...["submission", "zip"].map((name) => `grader/pack/${name}.ts`),
];

/** The folder in the archive. */
export const topOf = ({ name }: Assignment) => name;

/** @throws UsageError when the assignment says nothing of packages */
export function packagingOf({ title, packaging }: Assignment): Packaging {
  if (!packaging) throw new UsageError(`${title} says nothing of packages for others`);
  return packaging;
}

/** @returns the files of the package, by name */
export function graderFiles(assignment: Assignment): Map<string, PackedFile> {
  const { paths: own, leftOut } = packagingOf(assignment);
  const files = new Map<string, PackedFile>();
  for (const [name, file] of filesOf([...paths, ...own]))
    if (!leftOut?.test(name)) files.set(name.replace(/\.student\.ts$/, ".ts"), file);
  files.set("tsconfig.json", { data: studentTsconfig(assignment) });
  for (const [name, text] of studentDependencies(assignment)) files.set(name, { data: text });
  const top = topOf(assignment);
  return new Map([...files].sort().map(([name, file]) => [`${top}/${name}`, file]));
}

/** A script of ours, which grades `stencil`, with the assignment's own folder in its place. */
export function scriptOf(name: string, { stencil }: Assignment): string {
  return read(name).replaceAll(/(?<=-- |&)stencil\b/g, () => inProject(stencil));
}

export function read(name: string): string {
  return readSource(name).toString();
}

function studentTsconfig(assignment: Assignment): string {
  const tsconfig = JSON.parse(read("tsconfig.json"));
  tsconfig.compilerOptions.types = ["node"];
  return json({ ...tsconfig, include: packagingOf(assignment).typechecked });
}

/** package.json, and a lock file for it. npm removes unused packages from the lock. */
function studentDependencies(assignment: Assignment): [string, string][] {
  const { scripts, types } = packagingOf(assignment);
  const manifest = JSON.parse(read("package.json"));
  const pick = (from: Record<string, string>, keep: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(from).filter(([name]) => keep(name)));
  const program = inProject(assignment.program);
  const student = {
    ...manifest,
    name: assignment.name,
    description: assignment.title,
    imports: { ...manifest.imports, "#submission/*": `./${inProject(assignment.stencil)}/*` },
    scripts: Object.fromEntries(
      scripts.map((name) => [name, manifest.scripts[name].replace(" grader/cli.ts ", ` ${program} `)]),
    ),
    devDependencies: pick(manifest.devDependencies, (name) => types.includes(name.replace("@types/", ""))),
  };
  const folder = makeTemporaryFolder("lock");
  try {
    writeFileSync(join(folder, "package.json"), json(student));
    for (const name of [".npmrc", "package-lock.json"]) writeFileSync(join(folder, name), read(name));
    // Through a shell: on Windows npm is a batch file, which nothing else can start.
    execSync("npm install --package-lock-only --ignore-scripts --offline", {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
    return ["package.json", "package-lock.json"].map((name) => [
      name,
      readFileSync(join(folder, name), "utf8"),
    ]);
  } finally {
    removeFolder(folder);
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
