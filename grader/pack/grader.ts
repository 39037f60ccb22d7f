/** The stencil and the grader that fits it, without the solution and without what only staff needs. */
import { execSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { removeFolder } from "../removeFolder.ts";
import { makeTemporaryFolder } from "../temporaryFolder.ts";
import { filesOf, readSource } from "./house.ts";
import type { PackedFile } from "./zip.ts";

/** The folder in the archive. */
export const top = "beras";

/** What goes in is named, rather than what stays out: a new folder may hold pieces of the solution. */
const paths = [
  ".npmrc",
  ".gitattributes",
  ".gitignore",
  ".vscode/launch.json",
  "stencil",
  "data",
  ...[
    "activations",
    "layers",
    "losses",
    "optimizers",
    "fixture.schema.json",
    "fixture.schema.ts",
    "format.ts",
  ].map((name) => `fixtures/${name}`),
  ...[
    "assignment.ts",
    "cli.ts",
    "clock.ts",
    "removeFolder.ts",
    "rubric.schema.json",
    "rubric.schema.ts",
    "rubric.ts",
    "temporaryFolder.ts",
  ].map((name) => `grader/${name}`),
  ...["preflight.cjs", "start.cjs", "contentKey.cjs", "bundle.cjs"].map((name) => `grader/${name}`),
  ...["checks", "report", "run", "sandbox", "schemas", "submission", "terminal", "watch", "wording"].map(
    (name) => `grader/${name}`,
  ),
  ...[
    "commands",
    "constants.ts",
    "contract.ts",
    "documents.ts",
    "explanations.ts",
    "givenMethods.ts",
    "index.ts",
    "rubric.json",
    "rules.ts",
    "signatures.ts",
    "suites",
    "training",
  ].map((name) => `grader/assignment/${name}`),
  ...["grade", "main", "pack"].map((name) => `grader/commands/${name}.ts`),
  ...["submission", "zip"].map((name) => `grader/pack/${name}.ts`),
];
/** MNIST, if it was downloaded. */
const notGiven = /^data\/mnist\//;

/** The commands of package.json that a student has. */
export const studentScripts = ["start", "playground", "grade", "data", "pack", "typecheck"];

/** What `npm run typecheck` reads about the packages that the given code uses. */
const typesOfGivenCode = ["node", "cli-progress", "pngjs", "seedrandom", "write-file-atomic"].map(
  (name) => `@types/${name}`,
);

/** @returns the files of the package, by name */
export function graderFiles(): Map<string, PackedFile> {
  const files = new Map([...filesOf(paths)].filter(([name]) => !notGiven.test(name)));
  files.set("grader/commands/staff.ts", { data: read("grader/commands/staff.student.ts") });
  files.set("tsconfig.json", { data: studentTsconfig() });
  for (const [name, text] of studentDependencies()) files.set(name, { data: text });
  return new Map([...files].sort().map(([name, file]) => [`${top}/${name}`, file]));
}

export function read(name: string): string {
  return readSource(name).toString();
}

function studentTsconfig(): string {
  const tsconfig = JSON.parse(read("tsconfig.json"));
  tsconfig.compilerOptions.types = ["node"];
  return json({ ...tsconfig, include: ["stencil", "data"] });
}

/** package.json and the lock file that fits it. npm itself takes out of the lock what is not needed any more. */
function studentDependencies(): [string, string][] {
  const manifest = JSON.parse(read("package.json"));
  const pick = (from: Record<string, string>, keep: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(from).filter(([name]) => keep(name)));
  const student = {
    ...manifest,
    imports: { ...manifest.imports, "#submission/*": "./stencil/*" },
    scripts: pick(manifest.scripts, (name) => studentScripts.includes(name)),
    devDependencies: pick(manifest.devDependencies, (name) => typesOfGivenCode.includes(name)),
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
