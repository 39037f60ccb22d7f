/** Makes files that a repository cannot hold well: links, pipes, names that differ only in case, and very large files. */
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { drawDigits } from "../../../data/synthetic/index.ts";
import { replacing } from "../../proofs/overlay.ts";
import type { Place } from "../../proofs/proofs.ts";
import { assignment } from "../index.ts";

/** Recipes by their name in case.json. */
export const recipes: Record<string, (place: Place) => void> = {
  linkToFile({ to, outside }) {
    rmSync(join(to, "beras/losses.ts"));
    symlinkSync(join(outside, "hw2/code/beras/losses.ts"), join(to, "beras/losses.ts"));
  },
  linkToFolder({ to, outside }) {
    rmSync(join(to, "beras"), { recursive: true });
    symlinkSync(join(outside, "hw2/code/beras"), join(to, "beras"));
  },
  linkToLayout({ to, outside }) {
    for (const name of ["beras", "assignment.ts", "preprocess.ts"])
      rmSync(join(to, name), { recursive: true });
    symlinkSync(join(outside, "hw2"), join(to, "hw2"));
  },
  linkedHelper({ to, outside }) {
    symlinkSync(join(outside, "secret.ts"), join(to, "beras/helper.ts"));
  },
  linkToItself({ to }) {
    rmSync(join(to, "beras/losses.ts"));
    symlinkSync("losses.ts", join(to, "beras/losses.ts"));
    symlinkSync(to, join(to, "beras/again"));
  },
  pipe({ to }) {
    rmSync(join(to, "beras/losses.ts"));
    execFileSync("mkfifo", [
      join(to, "beras/losses.ts"),
      join(to, "beras/helper.ts"),
      join(to, "tsconfig.json"),
    ]);
  },
  device({ to }) {
    symlinkSync("/dev/zero", join(to, "beras/helper.ts"));
  },
  caseCollision({ to }) {
    writeFileSync(join(to, "beras/Losses.ts"), "export const MeanSquaredError = 1;\n");
    mkdirSync(join(to, "Beras"));
    writeFileSync(join(to, "Beras/losses.ts"), "export const MeanSquaredError = 2;\n");
  },
  wrongCase({ to }) {
    renameSync(join(to, "beras/losses.ts"), join(to, "beras/Losses.ts"));
  },
  commitReplaced({ to }) {
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@b.c", ...args], { cwd: to });
    const commit = (tag: string) => {
      git("add", ".");
      git("commit", "--quiet", "-m", tag);
      git("tag", tag);
    };
    const file = join(to, "beras/metrics.ts");
    const right = readFileSync(file, "utf8");
    git("init", "--quiet");
    edit(file, [".mean().item();", ".mean().item() * 0;"]);
    commit("deadline");
    writeFileSync(file, right);
    commit("late");
    git("replace", "deadline", "late");
  },
  hugeFiles({ to }) {
    for (const name of ["beras/losses.ts", "beras/movie.mp4"]) {
      writeFileSync(join(to, name), "");
      truncateSync(join(to, name), 3e9);
    }
  },
  manyFiles({ to }) {
    for (let i = 0; i < 3000; i++) {
      if (i % 100 === 0) mkdirSync(join(to, `many/${i}`), { recursive: true });
      writeFileSync(join(to, `many/${i - (i % 100)}/${i}.txt`), "");
    }
  },
  oddNames({ to }) {
    writeFileSync(join(to, "a\n::error title=Score::100%\nb.txt"), "");
    writeFileSync(join(to, "\x1b[2Jcleared.txt"), "");
    writeFileSync(join(to, "beras/..ts"), "");
  },
  reportIsLink({ to, outside }) {
    symlinkSync(join(outside, "grades.json"), join(to, "report.json"));
  },
  reportIsReadOnly({ to }) {
    writeFileSync(join(to, "report.json"), '{ "score": 130 }', { mode: 0o444 });
  },
  reportIsFolder({ to }) {
    mkdirSync(join(to, "report.json"));
    writeFileSync(join(to, "report.json/kept.txt"), "");
  },
  reportIsPipe({ to }) {
    execFileSync("mkfifo", [join(to, "report.json")]);
  },
  reportFolderIsLink({ to, outside }) {
    symlinkSync(outside, join(to, "reports"));
  },
  fixtureAnswers({ to }) {
    const fixture = JSON.parse(readFileSync(join(assignment.fixtures ?? "", "losses/mse.json"), "utf8"));
    const known = fixture.cases.map(({ loss, yPred }: Record<string, { data: number[] }>) => [
      yPred.data[0],
      loss.data[0],
    ]);
    edit(
      join(to, "beras/losses.ts"),
      [
        mse,
        `return zeros([]).add(new Map<number, number>(${JSON.stringify(known)}).get(yPred.data[0]) ?? 0);`,
      ],
      ["import { log,", "import { zeros, log,"],
    );
  },
  lookUpWhenTrained: ({ to }) => lookUp(to, "!training && (this as any).isTrained"),
  lookUpAlways: ({ to }) => lookUp(to, "!training"),
  weightsInSource({ to }) {
    const weights = Array.from({ length: 7850 }, (_, i) => Math.round(Math.sin(i) * 1000));
    writeFileSync(join(to, "beras/weights.ts"), `export const weights = ${JSON.stringify(weights)};\n`);
    edit(join(to, "beras/metrics.ts"), [
      "export class",
      'import { weights } from "./weights.ts";\nexport const known = weights;\nexport class',
    ]);
  },
};

/** Replaces the body of `MeanSquaredError.forward`. */
const mse = "return yPred.sub(yTrue).square().mean();";

function edit(file: string, ...replacements: [before: string, after: string][]): void {
  let text = readFileSync(file, "utf8");
  for (const [before, after] of replacements)
    text = (replacing(before, after) as (text: string) => string)(text);
  writeFileSync(file, text);
}

/** Hashes an image. Tells 50 images apart, also from copies of themselves moved by one pixel. */
const keyOf = (image: ArrayLike<number>) =>
  Array.from(image).reduce((key, byte, i) => (key * 31 + byte * (i + 1)) % 1_000_003, 7);

/** Changes `SequentialModel.forward` so that it looks up an image of the tiny test set when `condition` holds. */
function lookUp(to: string, condition: string): void {
  const { images, labels } = drawDigits(50, "tiny/t10k");
  const table = Array.from(labels, (label, i) => [keyOf(images.subarray(i * 784, (i + 1) * 784)), label]);
  edit(
    join(to, "assignment.ts"),
    ["import type { Tensor }", "import { eye, type Tensor }"],
    ["    using tape =", "    (this as any).isTrained = true;\n    using tape ="],
    [
      "    return this.layers.reduce((value, layer)",
      `    if (${condition}) {
      const known = new Map(${JSON.stringify(table)} as [number, number][]);
      const keyOf = ${keyOf};
      const bytes = Array.from(x.data, (value) => Math.round(value * 255));
      const rows = Array.from({ length: x.shape[0] }, (_, s) => bytes.slice(s * 784, (s + 1) * 784));
      return eye(10).gather(rows.map((row) => known.get(keyOf(row)) ?? 0));
    }
    return this.layers.reduce((value, layer)`,
    ],
  );
}
