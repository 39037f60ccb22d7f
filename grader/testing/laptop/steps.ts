/** Everything that must work on any laptop, done as users do it: real commands, in separate processes. */
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../report/report.ts";
import { gradeFolder, type Ran, runCommand } from "../../testing/command.ts";
import { entriesOf, makeZip } from "../archives.ts";
import { house, replacing, writeSubmission } from "../overlay.ts";
import { Watching } from "../watching.ts";

export interface Step {
  name: string;
  /** @returns the result in a few words. @throws Error if it is wrong */
  run(place: string): Promise<string>;
}

export const commands: Step[] = [
  {
    name: "grade the solution",
    async run(place) {
      return graded(join(house, "solution"), place, { passed: 100 });
    },
  },
  {
    name: "grade the stencil",
    async run(place) {
      const { report } = await gradeFolder(join(house, "stencil"), [], { out: join(place, "report.json") });
      const written = ["core", "policy"];
      // What is optional, and has no points, passes as long as nothing of it is written.
      const others = report.checks.filter(
        ({ suite, kind }) => !written.includes(suite) && kind !== "practice",
      );
      expectSame("the score", report.score, 5);
      expectSame("the other checks", statusesOf(others), "todo");
      return "5/100, the rest to do";
    },
  },
  {
    name: "grade a loop",
    async run(place) {
      const folder = writeSubmission(join(place, "loop"), "solution", {
        "beras/metrics.ts": replacing("return probs", "while (true) {}\n    return probs"),
      });
      const { report } = await gradeFolder(folder, ["--only", "metrics", "losses", "layers", "policy"]);
      const own = report.checks.filter(({ suite }) => suite === "metrics");
      const others = report.checks.filter(({ suite }) => ["losses", "layers"].includes(suite));
      expectSame("the first check with the loop", own[0].status, "timeout");
      expectSame("the unaffected checks", statusesOf(others), "passed");
      return `${own.filter(({ status }) => status === "timeout").length} of time, the rest graded`;
    },
  },
  {
    name: "grade a zip file",
    async run(place) {
      const folder = writeSubmission(join(place, "alice"), "solution");
      const zip = await makeZip(join(place, "alice.zip"), entriesOf(folder, "hw2/code/"));
      return graded(zip, place, { passed: 13 }, ["--only", "layers"]);
    },
  },
  {
    name: "watch two saves",
    async run(place) {
      const folder = writeSubmission(join(place, "watched"), "solution");
      const file = join(folder, "beras/layers.ts");
      const right = readFileSync(file, "utf8");
      const verdict = /(in what was graded|Score \d+\/\d+) .*report\.html/;
      const watching = new Watching(folder, ["--only", "layers"]);
      try {
        await watching.until(verdict);
        writeFileSync(file, right.replace("x.matmul(this.w).add(this.b)", "x.matmul(this.w)"));
        expectSame("the first", /✗ Layers/.test(await watching.until(verdict)), true);
        writeFileSync(file, right);
        expectSame("the second", /✓ Layers/.test(await watching.until(verdict)), true);
        watching.press("q");
        expectSame("the exit code", await watching.ended, 0);
      } finally {
        watching.kill("SIGKILL");
        await watching.ended;
      }
      return "both seen";
    },
  },
  {
    name: "grade a batch of three",
    async run(place) {
      const folder = join(place, "class");
      writeSubmission(join(folder, "bob"), "stencil");
      writeSubmission(join(folder, "carol"), "stencil", { "beras/metrics.ts": "export const = 1;" });
      const losses = readFileSync(join(house, "solution/beras/losses.ts"), "utf8");
      const alice = writeSubmission(join(place, "a"), "stencil", { "beras/losses.ts": losses });
      await makeZip(join(folder, "alice.zip"), entriesOf(alice));
      const out = join(place, "graded");
      const { stdout } = await succeed("grade:batch", folder, "--out", out);
      const rows = readFileSync(join(out, "gradebook.csv"), "utf8").split(/\r?\n/);
      const scores = ["alice", "bob", "carol"].map((name) => {
        const report: Report = JSON.parse(readFileSync(join(out, "reports", `${name}.json`), "utf8"));
        return `${name} ${report.score}`;
      });
      expectSame("the rows", rows.filter(Boolean).length, 4);
      expectSame("the scores", scores.slice(0, 2).join(), "alice 11,bob 5");
      if (/\S\\\S*\//.test(stdout)) throw new Error(`both separators in one path: ${stdout}`);
      return scores.join(", ");
    },
  },
  ...["student", "gradescope"].map((what) => ({
    name: `pack ${what}`,
    async run(place: string) {
      return sizeOf(await succeed("pack", what, "--out", join(place, `${what}.zip`)));
    },
  })),
  {
    name: "pack submission, and grade it",
    async run(place) {
      const zip = join(place, "submission.zip");
      const packed = sizeOf(await succeed("pack", "submission", join(house, "solution"), "--out", zip));
      return `${packed}; ${await graded(zip, place, { passed: 6 }, ["--only", "losses"])}`;
    },
  },
  ...["stencil", "fixtures"].map((what) => ({
    name: `${what} -- --check`,
    async run() {
      const { stdout } = await succeed(what, "--check");
      return stdout.trim();
    },
  })),
  {
    name: "npm start in the stencil",
    async run() {
      const said = await output("npm start --silent", [], true).catch(({ message }: Error) => message);
      const next = "getDataMNIST is not implemented yet: write it in preprocess.ts, line ";
      if (!said.includes(next)) throw new Error(said);
      return "says what to write first";
    },
  },
  {
    name: "npm run rubric",
    async run() {
      const said = await output("npm run --silent rubric", [], true);
      if (!said.includes("Dense.forward")) throw new Error(said);
      return "the table of checks";
    },
  },
  {
    name: "npm run sweep, with its quotes",
    async run() {
      const said = await output("npm run --silent sweep -- --listTests", [], true);
      const files = said.split(/\r?\n/).filter((line) => line.endsWith(".sweep.ts"));
      if (files.length < 5) throw new Error(`found ${files.length} files: ${said.slice(0, 300)}`);
      return `${files.length} files`;
    },
  },
];

/** Grades a submission, and expects full points. */
async function graded(
  source: string,
  place: string,
  { passed }: { passed: number },
  args: string[] = [],
): Promise<string> {
  const out = join(place, "report.json");
  const { report, lost, stdout } = await gradeFolder(source, args, { out });
  expectSame("what is lost", Object.keys(lost).join(), "");
  expectSame("the score", report.score, passed);
  expectSame("warnings", report.warnings.length, 0);
  if (stdout.includes("\x1b")) throw new Error("color codes in a pipe");
  return `${report.score} points`;
}

async function succeed(...args: string[]): Promise<Ran> {
  const ran = await runCommand(args);
  if (ran.code !== 0) throw new Error(`exit code ${ran.code}: ${ran.stderr || ran.stdout}`);
  return ran;
}

function sizeOf({ stdout }: Ran): string {
  return /: (\d+ files, \d+ kB)/.exec(stdout)?.[1] ?? stdout;
}

function statusesOf(checks: Report["checks"]): string {
  return [...new Set(checks.map(({ status }) => status))].join();
}

function expectSame<T>(what: string, received: T, expected: T): void {
  if (received !== expected) throw new Error(`${what}: expected ${expected}, received ${received}`);
}

/** Returns what a program prints. Rejects unless it exits with 0. */
export function output(command: string, args: string[], shell = false): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: house, shell, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        said += chunk;
      });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(said) : reject(new Error(`exit code ${code}: ${said}`)),
    );
  });
}
