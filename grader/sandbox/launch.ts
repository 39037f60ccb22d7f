/** Starts a sandbox process: the outer walls. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sandboxEnvironment } from "./environment.ts";
import { canWatchMemory } from "./memoryWatch.ts";
import { hasNetworkPermission, networkNamespace } from "./network.ts";
import { removeFolder } from "./removeFolder.ts";

/** What a submission may use by default, in MB, on top of what the sandbox itself needs. Training on MNIST takes 200. */
export const defaultMemoryMb = 512;

/** The descriptor through which data sets arrive: straight into the memory where they are used. */
export const dataPipe = 4;

/**
 * The walls that are in force, outermost first, for the report.
 * @param isInspected whether a debugger looks in: it needs a port, and Node gives none under its permission model
 */
export function isolationLayers(isInspected = false): string[] {
  return [
    "separate process",
    "no inherited environment",
    ...(isInspected ? [] : outerWalls()),
    "no code from strings",
    "vm context",
    "heap limit",
    ...(canWatchMemory && !isInspected ? ["memory limit"] : []),
  ];
}

const outerWalls = () => [
  "permission model",
  ...(hasNetworkPermission ? ["network permission"] : []),
  ...(networkNamespace().length ? ["network namespace"] : []),
];

/** From Node 23.5 on without the prefix; both allow nothing unless told otherwise. */
const permission = process.allowedNodeEnvironmentFlags.has("--permission")
  ? "--permission"
  : "--experimental-permission";

/** The walls around the process, each with a test that it is needed. */
export type Wall = "environment" | "permission" | "network" | "code from strings" | "heap limit";

interface LaunchOptions {
  /** Walls to leave out. */
  without?: Wall[];
  /** Waits for a debugger at this port before anything runs. */
  inspectPort?: number;
}

/**
 * What the process runs at first: it takes the host script from the channel. The script is 110 kB long. Windows allows
 * 32,767 characters for a command line, Linux 131,072 bytes for an argument; and a file would have to be readable.
 */
const boot = `process.once("message", (host) => {
  require("vm").runInThisContext("(function (require) {" + host + "})", "host")(require);
})`;

/**
 * @param memoryMb the heap that V8 allows. (What lies outside of the heap, the memory watch bounds.)
 * @param host the host script, handed over as the first message
 * @returns the process, and a function that removes its (empty) working directory
 */
export function launch(
  host: string,
  memoryMb: number,
  { without = [], inspectPort }: LaunchOptions = {},
): { child: ChildProcess; cleanUp: () => void } {
  const directory = mkdtempSync(join(tmpdir(), "beras-sandbox-"));
  const flags = [
    ...(inspectPort === undefined ? [] : [`--inspect-wait=127.0.0.1:${inspectPort}`]),
    ...(without.includes("permission") ? [] : [permission]),
    "--no-warnings",
    "--no-addons",
    // A Promise that nobody waits for is no reason to end the process, and with it whatever is called next.
    "--unhandled-rejections=none",
    ...(without.includes("code from strings") ? [] : ["--disallow-code-generation-from-strings"]),
    ...(without.includes("heap limit") ? [] : [`--max-old-space-size=${memoryMb}`]),
  ];
  const [command, ...before] = [...(without.includes("network") ? [] : networkNamespace()), process.execPath];
  const child = spawn(command, [...before, ...flags, "-e", boot], {
    cwd: directory,
    env: without.includes("environment") ? { ...process.env } : sandboxEnvironment(),
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc", "pipe"],
  });
  // A process that does not start has no channel; its caller sees it end.
  child.send(host, () => {});
  const entry = { child, directory };
  const cleanUp = () => {
    running.delete(entry);
    removeFolder(directory);
  };
  if (!isWatchingExit) process.once("exit", endAll);
  isWatchingExit = true;
  running.add(entry);
  return { child, cleanUp };
}

let isWatchingExit = false;
const running = new Set<{ child: ChildProcess; directory: string }>();

/** However the grader ends, its sandboxes end before it. (A loop would go on until its time limit.) */
function endAll(): void {
  for (const { child, directory } of running) {
    child.kill("SIGKILL");
    removeFolder(directory);
  }
}
