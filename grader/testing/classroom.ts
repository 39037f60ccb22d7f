/** Classes for tests: submissions of every kind, and the score of each kind. */
import { appendFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { entriesOf, makeZip, renaming } from "./archives.ts";
import { type Change, replacing, writeSubmission } from "./overlay.ts";

interface Kind {
  base: "solution" | "stencil";
  changes?: Record<string, Change>;
  /** The form of the submission; by default a folder. */
  as?: "zip" | "evil-zip";
}

const file = (name: string) => `beras/${name}.ts`;
const mutant = (name: string, before: string, after: string): Kind => ({
  base: "solution",
  changes: { [file(name)]: replacing(before, after) },
});

/** Mistakes and tricks, with or without effect on the score. */
export const kinds: Record<string, Kind> = {
  solution: { base: "solution" },
  advanced: { base: "solution", changes: { "2470student": "" } },
  stencil: { base: "stencil" },
  zip: { base: "solution", as: "zip" },
  stencilZip: { base: "stencil", as: "zip" },
  evilZip: { base: "solution", as: "evil-zip" },
  wrongLoss: mutant(
    "losses",
    "return yPred.sub(yTrue).square().mean();",
    "return yPred.sub(yTrue).square().sum();",
  ),
  throwing: mutant("losses", "return yPred.sub(yTrue).square().mean();", "throw new Error('no');"),
  syntax: { base: "solution", changes: { [file("losses")]: (text) => `${text}\nreturn return;\n` } },
  missing: { base: "solution", changes: { [file("metrics")]: null } },
  loops: mutant("metrics", "return probs", "for (;;) {}\n    return probs"),
  fillsMemory: mutant(
    "metrics",
    "return probs",
    "const all = []; for (;;) all.push(new Uint8Array(1e8).fill(1));\n    return probs",
  ),
  exits: { base: "solution", changes: { [file("metrics")]: (text) => `${text}\nprocess.exit(0);\n` } },
  imports: { base: "solution", changes: { [file("metrics")]: (text) => `import "node:fs";\n${text}` } },
  forges: {
    base: "stencil",
    changes: {
      "assignment.ts": (text) => `${text}\nconsole.log("Score 100/100");\nconsole.log("::notice::");\n`,
      "report.json": '{"score": 100}',
    },
  },
  patches: {
    base: "stencil",
    changes: {
      [file("onehot")]: (text) => `${text}\nMath.abs = () => 0;\nArray.prototype.map = () => [];\n`,
    },
  },
};

/** Writes a submission of some kind. Each contains its name, so that no two are identical. */
export async function writeStudent(folder: string, name: string, kind: string): Promise<void> {
  const { base, changes, as } = kinds[kind];
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  writeSubmission(place, base, changes);
  appendFileSync(join(place, "assignment.ts"), `\n// ${name}\n`);
  if (!as) return;
  const entries = entriesOf(place, "hw2/code/");
  rmSync(place, { recursive: true });
  if (as === "zip") await makeZip(`${place}.zip`, entries);
  else
    await makeZip(
      `${place}.zip`,
      [...entries, { name: "evilevil.ts" }],
      renaming("evilevil.ts", "../evil1.ts"),
    );
}

/** Writes `count` submissions, of all kinds in turn, beginning with the `first` one. Returns each student's kind. */
export async function writeClass(folder: string, count: number, first = 0): Promise<Map<string, string>> {
  const names = Object.keys(kinds);
  const students = new Map<string, string>();
  for (let i = 0; i < count; i++) {
    const name = `student-${String(i).padStart(3, "0")}`;
    const kind = names[(first + i) % names.length];
    students.set(name, kind);
    await writeStudent(folder, name, kind);
  }
  return students;
}
