/** Runs the real command in a process of its own, as users do: one submission can never disturb another. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Assignment } from "../assignment.ts";
import { type CheckReport, type Report, validateReport } from "../report/report.ts";

const house = join(__dirname, "../..");

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** What runs it, if not this Node: another one, or a program in front of it. */
  launcher?: string[];
  onStart?: (child: ChildProcess) => void;
}

/** @param args what follows `npm run` on the command line: "grade", a folder, options */
export function runCommand(
  { program: commands }: Pick<Assignment, "program">,
  args: string[],
  options: RunOptions = {},
): Promise<Ran> {
  const [program, ...before] = options.launcher ?? [process.execPath];
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...before, join(house, "grader/start.cjs"), commands, ...args], {
      cwd: options.cwd ?? house,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, ...options.env },
      // When its end of the last one closes, the process stops and writes its report.
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    options.onStart?.(child);
    const ran: Ran = { code: null, stdout: "", stderr: "" };
    child.stdout?.on("data", (chunk) => {
      ran.stdout += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      ran.stderr += chunk;
    });
    child.on("error", reject);
    // There is no event "close" once the channel was closed from here.
    const read = [child.stdout, child.stderr].map(
      (stream) => new Promise((done) => stream?.once("close", done)),
    );
    child.on("exit", async (code) => {
      await Promise.all(read);
      resolve({ ...ran, code });
    });
  });
}

export interface Graded extends Ran {
  report: Report;
  /** The checks that did not pass, by id. */
  lost: Record<string, CheckReport>;
}

export class NoReportError extends Error {
  override name = "NoReportError";
  /** The exit code; null when a signal ended the process. */
  readonly code: number | null;
  readonly stderr: string;

  constructor({ code, stdout, stderr }: Ran) {
    super(`no report was written:\n${stdout}\n${stderr}`);
    this.code = code;
    this.stderr = stderr.trim();
  }
}

export interface GradeFolderOptions {
  /** Where the report goes; into the folder by default. */
  out?: string;
  env?: NodeJS.ProcessEnv;
  launcher?: string[];
  onStart?: (child: ChildProcess) => void;
}

/**
 * Grades a folder.
 *
 * @param args further options of `npm run grade`
 * @throws NoReportError when there is no report
 * @throws Error when it is not valid
 */
export async function gradeFolder(
  assignment: Assignment,
  folder: string,
  args: string[] = [],
  { out = join(folder, "report.json"), ...options }: GradeFolderOptions = {},
): Promise<Graded> {
  const ran = await runCommand(
    assignment,
    ["grade", folder, "--out", out, "--format", "json", ...args],
    options,
  );
  if (!existsSync(out)) throw new NoReportError(ran);
  const report: Report = JSON.parse(readFileSync(out, "utf8"));
  const problem = validateReport(report, assignment);
  if (problem) throw new Error(`the report is not valid: ${problem}`);
  const lost = report.checks.filter(({ status }) => status !== "passed" && status !== "not-run");
  return { ...ran, report, lost: Object.fromEntries(lost.map((check) => [check.id, check])) };
}
