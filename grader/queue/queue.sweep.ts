/**
 * A whole class over Redis, whose workers die and which is restarted itself. Minutes long, so it is run by `npm run sweep`.
 * CLASS_SIZE sets the number of submissions (default 48; 500 make a very large course). The assignment is a tiny one, because
 * the queue is what is tried; batch.sweep.ts grades a class of the real one.
 */
import { type ChildProcess, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parse } from "csv-parse/sync";
import { validateReport } from "../report/report.ts";
import { runCommand } from "../testing/command.ts";
import { temporaryFolder } from "../testing/overlay.ts";
import { hasRedis, type RedisServer, startRedis } from "../testing/redis.ts";
import { residentMb } from "../testing/residentMb.ts";
import { assignment } from "../testing/tinyAssignment/index.ts";
import { solutionText } from "../testing/tinyAssignment/submission.ts";

jest.setTimeout(3600_000);
// A missing Redis is a failure in CI.
const describeRedis = hasRedis || process.env.CI ? describe : describe.skip;

/** Runs a worker with a host name and process ids of its own, as on another machine. */
const otherHost = [
  ...["unshare", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc"],
  ...["sh", "-c", 'hostname other && exec "$0" "$@"', process.execPath],
];
const hasOtherHost = spawnSync(otherHost[0], [...otherHost.slice(1), "--version"]).status === 0;

const size = Number(process.env.CLASS_SIZE || 48);
const say = (text: string) => process.stdout.write(`  ${text}\n`);

const right = solutionText("stats.ts");
/** Files that differ from the solution's, by kind of submission. */
const kinds: Record<string, Record<string, string>> = {
  solution: {},
  honors: { "honors-student": "" },
  wrong: { "stats.ts": right.replace("** 2", "** 3") },
  throwing: {
    "stats.ts": right.replace("return values.reduce", 'throw new Error("no");\n  return values.reduce'),
  },
  endless: { "matrix.ts": "export const transpose = () => { for (;;); };\n" },
  broken: { "matrix.ts": "export const transpose = (;\n" },
  printing: { "stats.ts": `${right}\nconsole.log("Score 100/100");\n` },
};

/** Each contains its name, so that no two are identical. */
function writeStudent(folder: string, name: string, kind: string): void {
  cpSync(assignment.solution, join(folder, name), { recursive: true });
  for (const [file, text] of Object.entries(kinds[kind])) writeFileSync(join(folder, name, file), text);
  appendFileSync(join(folder, name, "stats.ts"), `\n// ${name}\n`);
}

type Line = Record<string, string>;
const gradebookOf = (out: string): Line[] =>
  parse(readFileSync(join(out, "gradebook.csv")), { columns: true, bom: true });
/** What does not depend on who handed it in. */
const resultOf = ({ Name, SID, Email, Submission, Key, Message, ...result }: Line) => ({
  ...result,
  Message: Message.replaceAll(Name, "NAME"),
});
const resultsOf = (out: string): Map<string, number> => {
  const folder = join(out, ".batch/results");
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return new Map(files.map((file) => [file, statSync(join(folder, file)).mtimeMs]));
};

describeRedis("over redis (skipped where there is no redis-server)", () => {
  const place = temporaryFolder();
  const students = new Map<string, string>();
  /** What one machine makes of a fifth of the class, one at a time: whole lines, results by kind of submission, and seconds for each. */
  let linesAlone: Line[];
  const alone = new Map<string, ReturnType<typeof resultOf>>();
  let secondsAlone: number;
  let redis: RedisServer;
  const workers = new Set<ChildProcess>();
  const ended: ReturnType<typeof runCommand>[] = [];

  const batch = (out: string, args: string[], onStart?: (child: ChildProcess) => void) =>
    runCommand(["grade:batch", place, "--out", out, "--redis", redis.url, ...args], { assignment, onStart });
  const expectTheSame = (out: string) => {
    const lines = gradebookOf(out);
    expect(lines.slice(0, linesAlone.length)).toEqual(linesAlone);
    expect(lines.map((line) => [line.Name, resultOf(line)])).toEqual(
      [...students].map(([name, kind]) => [name, alone.get(kind)]),
    );
  };
  /** Starts a worker, and calls `onGrading` when it takes a job. */
  const startWorker = (onGrading: (child: ChildProcess) => void = () => {}, launcher?: string[]) => {
    const ran = runCommand(["grade:worker", "--redis", redis.url, "--jobs", "1"], {
      assignment,
      launcher,
      onStart: (child) => {
        workers.add(child);
        child.once("exit", () => workers.delete(child));
        child.stdout?.on("data", (text) => {
          if (String(text).includes("Grading")) onGrading(child);
        });
      },
    });
    ended.push(ran);
  };

  beforeAll(async () => {
    const names = Object.keys(kinds);
    for (let i = 0; i < size; i++) {
      const name = `student-${String(i).padStart(4, "0")}`;
      students.set(name, names[i % names.length]);
      writeStudent(place, name, names[i % names.length]);
    }
    const folder = temporaryFolder();
    const some = [...students].slice(0, Math.max(names.length, size / 5));
    for (const [name, kind] of some) writeStudent(folder, name, kind);
    const out = temporaryFolder();
    const startedAt = performance.now();
    await runCommand(["grade:batch", folder, "--out", out, "--jobs", "1"], { assignment });
    secondsAlone = (performance.now() - startedAt) / 1000 / some.length;
    linesAlone = gradebookOf(out);
    for (const line of linesAlone) alone.set(students.get(line.Name) ?? "", resultOf(line));
  });
  beforeEach(async () => {
    redis = await startRedis(temporaryFolder());
  });
  afterEach(async () => {
    for (const worker of workers) worker.kill("SIGKILL");
    await Promise.all(ended.splice(0));
    await redis.stop();
  });

  test("three workers, of which one is killed each minute, and two restarts of Redis: nothing is lost or graded twice", async () => {
    startWorker();
    startWorker();
    startWorker(undefined, hasOtherHost ? otherHost : undefined);
    const out = temporaryFolder();
    let killed = 0;
    // A small class is over within a minute.
    const seconds = Math.min(60, Math.max(4 * secondsAlone, (size * secondsAlone) / 8));
    const killing = setInterval(() => {
      const [oldest] = workers;
      oldest?.kill("SIGKILL");
      killed += 1;
      startWorker(undefined, hasOtherHost && killed % 3 === 0 ? otherHost : undefined);
    }, seconds * 1000);
    const memory: number[] = [];
    let isOver = false;
    let restarts = Promise.resolve();
    const startedAt = performance.now();
    const { code, stdout, stderr } = await batch(out, [], ({ pid }) => {
      restarts = (async () => {
        for (const share of [1 / 3, 2 / 3]) {
          while (!isOver && resultsOf(out).size < size * share) {
            memory.push(residentMb(pid));
            await delay(200);
          }
          if (!isOver) await redis.restart(() => delay(2000));
        }
        for (; !isOver; await delay(200)) memory.push(residentMb(pid));
      })();
    });
    isOver = true;
    clearInterval(killing);
    await restarts;
    const wall = (performance.now() - startedAt) / 1000;
    for (const worker of workers) worker.kill("SIGKILL");
    const told = await Promise.all(ended.splice(0));

    const keysAfter = (verb: RegExp) =>
      told.flatMap(({ stdout }) => [...stdout.matchAll(verb)].map(([, key]) => key));
    const [begun, keys] = [keysAfter(/^Grading (\w+)/gm), keysAfter(/^Graded {2}(\w+)/gm)];
    const twice = keys.length - new Set(keys).size;
    const again = begun.length - new Set(begun).size;
    const lost = told.reduce((sum, worker) => sum + [...worker.stderr.matchAll(/^Lost/gm)].length, 0);
    const seen = memory.filter((mb) => mb > 0);
    const quarter = Math.ceil(seen.length / 4);
    const [early, late] = [Math.max(...seen.slice(0, quarter)), Math.max(...seen.slice(-quarter))];
    const perMinute = (size / wall) * 60;
    say(`${size} submissions in ${wall.toFixed(0)} s, ${hasOtherHost ? "" : "not "}on two hosts' namespaces`);
    say(
      `${killed} workers killed, one each ${seconds.toFixed(0)} s; ${again} begun again, ${lost} locks lost; ${twice} graded twice`,
    );
    say(
      `${perMinute.toFixed(1)} a minute on ${availableParallelism()} cores; one at a time: ${(60 / secondsAlone).toFixed(1)}`,
    );
    say(
      `memory of the batch: ${early.toFixed(0)} MB in its first quarter, ${late.toFixed(0)} MB in its last`,
    );
    expect(code).toBe(0);
    expectTheSame(out);
    for (const name of students.keys()) {
      const report = JSON.parse(readFileSync(join(out, `reports/${name}.json`), "utf8"));
      expect(validateReport(report, assignment)).toBeNull();
    }
    expect(stdout.split("\n").filter((line) => /^\d+\/\d+ {2}/.test(line))).toHaveLength(size);
    expect([...stderr.matchAll(/connection lost/g), ...stderr.matchAll(/connected again/g)]).toHaveLength(4);
    expect(twice).toBe(0);
    // Only what dies with a worker, or a lock that was lost, is begun again. A lost connection may take a job that was handed out.
    expect(again).toBeLessThanOrEqual(killed + lost + 2);
    expect(late - early).toBeLessThan(40);
  });

  test("a redis that goes down and comes back, and a batch that is killed: the same gradebook", async () => {
    for (let i = 0; i < 2; i++) startWorker();
    const out = temporaryFolder();
    const { code } = await batch(out, [], async (child) => {
      while (resultsOf(out).size < size / 4) await delay(100);
      child.kill("SIGKILL");
    });
    expect(code).toBeNull();
    const known = resultsOf(out);
    const resumed = batch(out, ["--resume"]);
    // The batch has to be connected: a Redis that is down when it starts is refused in one line.
    while (resultsOf(out).size === known.size) await delay(100);
    await redis.restart(() => delay(2000));
    expect((await resumed).code).toBe(0);
    for (const [file, time] of known) expect(resultsOf(out).get(file)).toBe(time);
    expectTheSame(out);
  });

  test("a submission that kills its worker twice is set aside, tried once more at the end, and its report says so", async () => {
    const folder = temporaryFolder();
    writeStudent(folder, "deadly", "solution");
    const out = temporaryFolder();
    let killed = 0;
    const kill = (child: ChildProcess) => {
      child.kill("SIGKILL");
      killed += 1;
      startWorker(kill);
    };
    startWorker(kill);
    const { code } = await runCommand(["grade:batch", folder, "--out", out, "--redis", redis.url], {
      assignment,
    });
    // Twice, and twice again when no other job is waiting.
    expect([code, killed]).toEqual([0, 4]);
    const report = JSON.parse(readFileSync(join(out, "reports/deadly.json"), "utf8"));
    expect(validateReport(report, assignment)).toBeNull();
    expect(report).toMatchObject({
      status: "rejected",
      score: 0,
      message: "Set aside for a person to look at: it killed the worker that graded it 4 times",
    });
  });
});
