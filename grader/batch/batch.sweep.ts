/**
 * A whole class: in one batch, and killed and resumed. Minutes long, so it is run by `npm run sweep`.
 * CLASS_SIZE sets the number of submissions (default 48, three of each kind; 200 make a large course), SEED the first kind of a
 * smaller class.
 */

import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parse } from "csv-parse/sync";
import seedrandom from "seedrandom";
import { assignment } from "../assignment/index.ts";
import { validateReport } from "../report/report.ts";
import { writeClass, writeStudent } from "../testing/classroom.ts";
import { runCommand } from "../testing/command.ts";
import { temporaryFolder } from "../testing/overlay.ts";
import { residentMb } from "../testing/residentMb.ts";
import { tinyDataset } from "../testing/tinyDataset.ts";
import type { Summary } from "./summary.ts";

jest.setTimeout(3600_000);

const size = Number(process.env.CLASS_SIZE || 48);
const kills = 10;
const place = temporaryFolder();
let env: NodeJS.ProcessEnv;
let students: Map<string, string>;
/** The result of each kind when it is graded alone. */
const alone = new Map<string, { score: number; status: string; seconds: number }>();
let gradebook: string;
let seconds: number;

const say = (text: string) => process.stdout.write(`  ${text}\n`);
const summaryOf = (out: string): Summary => JSON.parse(readFileSync(join(out, "summary.json"), "utf8"));
const gradebookOf = (out: string) => readFileSync(join(out, "gradebook.csv"), "utf8");
const resultsOf = (out: string): Map<string, number> => {
  const folder = join(out, ".batch/results");
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return new Map(files.map((file) => [file, statSync(join(folder, file)).mtimeMs]));
};
const batch = (out: string, args: string[], onStart?: (child: ChildProcess) => void) =>
  runCommand(["grade:batch", place, "--out", out, ...args], { env, onStart });

beforeAll(async () => {
  env = { MNIST_DIR: tinyDataset().folder };
  students = await writeClass(place, size, Number(process.env.SEED ?? 0));
  const folder = temporaryFolder();
  for (const kind of new Set(students.values())) {
    await writeStudent(folder, kind, kind);
    const path = [join(folder, kind), join(folder, `${kind}.zip`)].find(existsSync) as string;
    const out = join(folder, `${kind}.json`);
    const startedAt = performance.now();
    await runCommand(["grade", path, "--out", out], { env });
    const { score, status } = JSON.parse(readFileSync(out, "utf8"));
    alone.set(kind, { score, status, seconds: (performance.now() - startedAt) / 1000 });
  }
});

test("one batch: every report valid, the gradebook right to the point, faster than one at a time, memory flat", async () => {
  const out = temporaryFolder();
  const memory: number[] = [];
  let timer: NodeJS.Timeout | undefined;
  const { code, stderr } = await batch(out, ["--jobs", "2"], ({ pid }) => {
    timer = setInterval(() => memory.push(residentMb(pid)), 500);
  });
  clearInterval(timer);
  expect([code, stderr]).toEqual([0, ""]);

  for (const name of students.keys()) {
    const report = JSON.parse(readFileSync(join(out, `reports/${name}.json`), "utf8"));
    expect(validateReport(report, assignment)).toBeNull();
  }
  gradebook = gradebookOf(out);
  const lines: Record<string, string>[] = parse(gradebook, { columns: true, bom: true });
  expect(lines.map(({ Name, Score, Status }) => [Name, Number(Score), Status])).toEqual(
    [...students].map(([name, kind]) => [name, alone.get(kind)?.score, alone.get(kind)?.status]),
  );
  expect(new Set([...alone.values()].map(({ score }) => score)).size).toBeGreaterThan(2);

  seconds = summaryOf(out).durationMs / 1000;
  const single = [...students.values()].reduce((sum, kind) => sum + (alone.get(kind)?.seconds ?? 0), 0);
  const seen = memory.filter((mb) => mb > 0);
  const quarter = Math.ceil(seen.length / 4);
  const [early, late] = [Math.max(...seen.slice(0, quarter)), Math.max(...seen.slice(-quarter))];
  say(`${size} submissions: ${seconds.toFixed(0)} s with two jobs, ${single.toFixed(0)} s one at a time`);
  say(`memory of the batch: ${early.toFixed(0)} MB in its first quarter, ${late.toFixed(0)} MB in its last`);
  // Times vary on a machine with other load. The number of gradings at a time does not.
  const busy = [...students.keys()].reduce(
    (sum, name) =>
      sum + JSON.parse(readFileSync(join(out, `reports/${name}.json`), "utf8")).durationMs / 1000,
    0,
  );
  say(`on average ${(busy / seconds).toFixed(2)} submissions were graded at a time`);
  expect(busy / seconds).toBeGreaterThan(1.2);
  // A report takes 40 kB. All reports of a large course would take 8 MB.
  expect(late - early).toBeLessThan(40);
});

test(`killed at ${kills} random moments and resumed: nothing lost, nothing graded twice, the same gradebook`, async () => {
  const out = temporaryFolder();
  const random = seedrandom("kills");
  let before = new Map<string, number>();
  for (let i = 0; i < kills; i++) {
    const { code } = await batch(out, ["--jobs", "2", "--resume"], async (child) => {
      await delay(1000 * (0.3 + (random() * 2.2 * seconds) / kills));
      child.kill("SIGKILL");
    });
    const after = resultsOf(out);
    for (const [file, time] of before) expect(after.get(file)).toBe(time);
    before = after;
    if (code === 0) break;
  }
  const { code, stderr } = await batch(out, ["--jobs", "2", "--resume"]);
  expect([code, stderr]).toEqual([0, ""]);
  for (const [file, time] of before) expect(resultsOf(out).get(file)).toBe(time);
  say(`${before.size} of ${resultsOf(out).size} results were there before the last start`);
  expect(gradebookOf(out)).toBe(gradebook);
});
