/** What no repository holds well: links, pipes, names that differ by case only, files of many megabytes. */
import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Place {
  /** The submission's folder. */
  to: string;
  /** A folder beside it that is none of the submission's business; it holds somebody else's solution, in hw2/code. */
  outside: string;
}

/** By the name that stands in case.json. */
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
};
