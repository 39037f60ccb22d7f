/**
 * A grader that is stopped and resumed, as by closing a laptop or freezing a container, loses no points. Neither does a
 * submission if only its sandbox is stopped. Each test takes a minute.
 */
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { gradeFolder } from "../testing/command.ts";
import { temporaryFolder, writeSubmission } from "../testing/overlay.ts";

/** Longer than the time limit of a check, including the extra time before the sandbox is killed. */
const pauseMs = 16_000;
const pauses = 3;
const betweenMs = 700;

const onLinux = process.platform === "linux" ? test.each : test.skip.each;

onLinux([
  ["the grader with all of its processes", (grader: number) => [-grader]],
  ["the grader alone", (grader: number) => [grader]],
  ["its sandboxes", sandboxesOf],
])(
  "%s, stopped three times for 16 s, gives full marks (skipped without /proc)",
  async (_, targetsOf) => {
    const report = await gradeWithPauses(targetsOf);
    expect(report.lost).toEqual({});
    expect(report.code).toBe(0);
  },
  300_000,
);

async function gradeWithPauses(targetsOf: (grader: number) => number[]) {
  let ended = false;
  let paused = 0;
  const pause = async (grader: number) => {
    while (!ended && paused < pauses) {
      await delay(betweenMs);
      // There is no sandbox while the grader compiles.
      if (sandboxesOf(grader).length === 0) continue;
      const targets = targetsOf(grader);
      paused += 1;
      for (const target of targets) signal(target, "SIGSTOP");
      await delay(pauseMs);
      for (const target of targets) signal(target, "SIGCONT");
    }
  };
  const suites = ["layers", "activations", "losses", "optimizers", "metrics", "core", "model"];
  const graded = await gradeFolder(
    writeSubmission(temporaryFolder(), "solution"),
    ["--track", "cs2470", "--only", ...suites],
    {
      // A process group of its own, which can be stopped as a whole.
      launcher: ["setsid", process.execPath],
      onStart: (child) => void pause(child.pid as number),
    },
  );
  ended = true;
  expect(paused).toBe(pauses);
  return graded;
}

function signal(target: number, name: NodeJS.Signals): void {
  try {
    process.kill(target, name);
  } catch {
    // The process has ended meanwhile.
  }
}

/** The descendants of a process that run a script from their command line. */
function sandboxesOf(grader: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const stat = read(`/proc/${name}/stat`);
    if (/^\d+$/.test(name) && stat) {
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    }
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent === grader || (parent !== undefined && isBelow(parent));
  };
  return [...parents.keys()].filter((pid) => isBelow(pid) && read(`/proc/${pid}/cmdline`).includes("\0-e\0"));
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
