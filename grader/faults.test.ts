/** Exit code 3 leaves no score in any format: a fault of the grader never gives a student 0 points. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assignment } from "./assignment/index.ts";
import { type Format, formatNames, formats } from "./report/formats/index.ts";
import { validateReport } from "./report/report.ts";
import { runCommand } from "./testing/command.ts";
import { temporaryFolder } from "./testing/overlay.ts";

test("damaged data leaves no score in any format, and removes the files of an earlier run", async () => {
  const folder = temporaryFolder();
  const data = join(folder, "mnist");
  mkdirSync(data);
  writeFileSync(join(data, "train-images-idx3-ubyte"), "damaged");
  const out = join(folder, "out/report.json");
  mkdirSync(join(folder, "out"));
  const scores = Object.values<Format>(formats).filter(({ isScore }) => isScore);
  for (const { extension } of scores) writeFileSync(join(folder, `out/report${extension}`), '{"score": 100}');
  const ofServices = Object.values<Format>(formats).flatMap(({ environment = [] }) => environment);
  const { code, stdout } = await runCommand(
    ["grade", "solution", "--only", "accuracy", "--out", out, "--format", ...formatNames],
    { env: { ...Object.fromEntries(ofServices.map((name) => [name, "submit/x"])), MNIST_DIR: data } },
  );
  expect(code).toBe(3);
  expect(stdout).not.toMatch(/Score|complete/);
  expect(scores.length).toBeGreaterThan(4);
  for (const { extension } of scores) expect(existsSync(join(folder, `out/report${extension}`))).toBe(false);
  const read = (extension: string) => readFileSync(join(folder, `out/report.${extension}`), "utf8");
  const report = JSON.parse(read("json"));
  expect(validateReport(report, assignment)).toBeNull();
  expect(report).toMatchObject({ status: "fault", score: null, percent: null, checks: [] });
  expect(read("junit.xml")).toMatch(/<error message="[^"]*MNIST[^"]*" type="fault"/);
  expect(read("md")).toContain("**No score**");
  expect(read("html")).toContain("No score");
  expect(read("html")).not.toContain("of 0 points");
  for (const extension of ["json", "junit.xml", "md"])
    expect(read(extension)).not.toMatch(/complete|fail(?!ures="0")|"score": 0|0 of 0|0\/0/);
}, 60_000);
