/** Grades a hostile submission with the real command in a folder of its own, and inspects everything that it leaves behind. */
import { lstatSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Assignment } from "../../assignment.ts";
import { removeFolder } from "../../removeFolder.ts";
import { type Report, validateReport } from "../../report/report.ts";
import { loadRubric, widestTrack } from "../../rubric.ts";
import { type Ran, runCommand } from "../../run/command.ts";
import { makeTemporaryFolder } from "../../temporaryFolder.ts";
import { writeSubmission } from "../overlay.ts";
import type { HostileParts } from "../proofs.ts";
import { type HostileCase, writeCase } from "./case.ts";
import { judge } from "./judge.ts";
import { changed, peakMemoryMb, processesAround, snapshot } from "./remains.ts";

/** A text that no submission may read, and no report may contain. */
const secret = "the-secret-of-the-test";
/** An ordinary run takes 150 MB. A gigabyte that is returned, thrown or printed must not reach the grader. */
const maxGraderMb = 500;

export interface HostileRun {
  name: string;
  seconds: number;
  /** The broken expectations; empty if the case passes. */
  problems: string[];
  report: Report | null;
}

/** Grades one case. Never throws because of a submission. */
export async function runCase(
  assignment: Assignment,
  parts: HostileParts,
  hostile: HostileCase,
): Promise<HostileRun> {
  const startedAt = performance.now();
  const place = realpathSync(makeTemporaryFolder("hostile"));
  try {
    const { problems, report } = await runIn(assignment, parts, place, hostile);
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    return { name: hostile.name, seconds, problems, report };
  } finally {
    removeFolder(place);
  }
}

async function runIn(
  assignment: Assignment,
  parts: HostileParts,
  place: string,
  hostile: HostileCase,
): Promise<{ problems: string[]; report: Report | null }> {
  const [submission, outside, temporary, data] = ["alice", "outside", "tmp", "data"].map((name) => {
    mkdirSync(join(place, name));
    return join(place, name);
  });
  writeSubmission(assignment, join(outside, assignment.handIn.code), "solution");
  writeFileSync(join(outside, "secret.ts"), `export const secret = "${secret}" as const;\n`);
  for (const name of ["grades.json", "github-output", "github-env"])
    writeFileSync(join(outside, name), secret);
  const dataset = parts.writeDataset?.(data);
  const source = await writeCase(assignment, parts, hostile, { to: submission, outside });

  const isOwnReport = hostile.args?.includes("--out");
  const out = join(place, "report.json");
  const before = snapshot(place);
  let peakMb = 0;
  const ran = await runCommand(
    assignment,
    [
      "grade",
      source,
      ...(isOwnReport ? [] : ["--out", out]),
      ...(hostile.args?.includes("--track") ? [] : ["--track", widestTrack(loadRubric(assignment))]),
      ...(hostile.suites.length ? ["--only", ...hostile.suites] : []),
      ...(hostile.args ?? []),
    ],
    {
      cwd: submission,
      env: {
        TMPDIR: temporary,
        ...dataset,
        SECRET: secret,
        GITHUB_OUTPUT: join(outside, "github-output"),
        GITHUB_ENV: join(outside, "github-env"),
      },
      onStart(child) {
        const watch = setInterval(() => {
          peakMb = Math.max(peakMb, peakMemoryMb(child.pid ?? 0));
        }, 50);
        child.on("exit", () => clearInterval(watch));
        const { interrupt } = hostile;
        let seen = "";
        child.stdout?.on("data", (text) => {
          const before = seen;
          seen += text;
          if (interrupt && seen.includes(interrupt.after) && !before.includes(interrupt.after))
            child.kill(interrupt.signal);
        });
      },
    },
  );

  const file = isOwnReport ? join(submission, hostile.args?.[hostile.args.indexOf("--out") + 1] ?? "") : out;
  const report = readReport(file);
  const page = file.replace(/\.json$/, ".html");
  const allowed = new Set([file, page]);
  const problems = [
    ...judge(assignment, hostile, ran, report),
    ...shown(assignment, ran, report),
    ...(readText(page).includes(secret) ? ["the page contains the secret"] : []),
    ...processesAround(place).map((found) => `a process remains: ${found}`),
    ...readdirSync(temporary).map((name) => `a temporary file remains: ${name}`),
    ...changed(before, snapshot(place))
      .filter((path) => !allowed.has(path))
      .map((path) => `${path.slice(place.length + 1)} was changed`),
    ...(peakMb > maxGraderMb ? [`the grader took ${Math.round(peakMb)} MB`] : []),
  ];
  return { problems, report };
}

function readReport(file: string): Report | null {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Reads a regular file. Returns "" for anything else, because reading that could take forever. */
function readText(file: string): string {
  const isFile = lstatSync(file, { throwIfNoEntry: false })?.isFile();
  return isFile ? readFileSync(file, "utf8") : "";
}

/** Finds what no output may contain, whatever the case is about. */
function shown(assignment: Assignment, { code, stdout, stderr }: Ran, report: Report | null): string[] {
  const all = `${stdout}\n${stderr}\n${JSON.stringify(report)}`;
  const invalid = report && validateReport(report, assignment);
  const lines = stderr.trim().split("\n");
  return [
    ...(invalid ? [`the report is not valid: ${invalid}`] : []),
    ...(all.includes(secret) ? ["the secret was shown"] : []),
    ...(/^\s+at .*[:(]/m.test(stdout + stderr) ? ["a stack trace was shown"] : []),
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for them
    ...(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(stdout + stderr) ? ["a control character was shown"] : []),
    ...(/\p{Bidi_Control}/u.test(all) ? ["a bidirectional control character was shown"] : []),
    ...(/\\ud[89a-f]/.test(JSON.stringify(report)) ? ["half a surrogate pair was shown"] : []),
    ...(/^\s*::|##\[/m.test(stdout + stderr) ? ["a command to a CI service was shown"] : []),
    ...(all.length > 1e6 ? [`${all.length} characters were shown`] : []),
    ...(code === 0 && stderr ? [`stderr says: ${lines[0].slice(0, 200)}`] : []),
    ...(code === 2 && (lines.length !== 1 || !lines[0]) ? [`stderr has ${lines.length} lines`] : []),
  ];
}
