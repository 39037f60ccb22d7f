/** Runs the real command in a process of its own, as users do. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CheckReport, Report } from "../report/report.ts";
import { validateReport } from "../report/report.ts";
import { house } from "./overlay.ts";

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** @param args what follows `npm run` on the command line: "grade", a folder, options */
export function runCommand(
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; onStart?: (child: ChildProcess) => void } = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(house, "grader/start.cjs"), join(house, "grader/cli.ts"), ...args],
      {
        cwd: options.cwd ?? house,
        env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, ...options.env },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    options.onStart?.(child);
    const ran: Ran = { code: null, stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => {
      ran.stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      ran.stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...ran, code }));
  });
}

export interface Graded extends Ran {
  report: Report;
  /** The checks that did not pass, by id. */
  lost: Record<string, CheckReport>;
}

/** Grades a folder; the report is written into it. Fails when there is no valid report. */
export async function gradeFolder(
  folder: string,
  args: string[] = [],
  env: NodeJS.ProcessEnv = {},
  onStart?: (child: ChildProcess) => void,
): Promise<Graded> {
  const out = join(folder, "report.json");
  const ran = await runCommand(["grade", folder, "--out", out, ...args], { env, onStart });
  if (!existsSync(out)) throw new Error(`no report was written:\n${ran.stdout}\n${ran.stderr}`);
  const report: Report = JSON.parse(readFileSync(out, "utf8"));
  const problem = validateReport(report);
  if (problem) throw new Error(`the report is not valid: ${problem}`);
  const lost = report.checks.filter(({ status }) => status !== "passed" && status !== "not-run");
  return { ...ran, report, lost: Object.fromEntries(lost.map((check) => [check.id, check])) };
}
