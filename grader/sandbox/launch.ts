/** Starts a sandbox process: the outer walls. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Duplex } from "node:stream";
import { makeTemporaryFolder } from "../temporaryFolder.ts";
import { sandboxEnvironment } from "./environment.ts";
import { canWatchMemory } from "./memoryWatch.ts";
import {
  allNamespaces,
  availableNamespaces,
  enterNamespaces,
  hasNetworkPermission,
  type Namespace,
  processWithin,
} from "./namespaces.ts";
import { pipe } from "./protocol.ts";
import { removeFolder } from "./removeFolder.ts";

/** What a submission may use by default, in MB, on top of what the sandbox itself needs. Training on MNIST takes 200. */
export const defaultMemoryMb = 512;

/**
 * The walls that are in force, outermost first, for the report.
 * @param isInspected whether a debugger looks in: it needs a port, and Node gives none under its permission model
 */
export function isolationLayers(isInspected = false): string[] {
  return [
    "separate process",
    "no inherited environment",
    ...(isInspected ? [] : outerWalls()),
    "fixed flags",
    "no code from strings",
    "sealed host realm",
    "vm context",
    "heap limit",
    ...(canWatchMemory() && !isInspected ? ["memory limit"] : []),
  ];
}

const outerWalls = () => [
  "permission model",
  ...(hasNetworkPermission ? ["network permission"] : []),
  ...availableNamespaces().map((name) => `namespace of ${name}`),
];

/** From Node 23.5 on without the prefix; both allow nothing unless told otherwise. */
const permission = process.allowedNodeEnvironmentFlags.has("--permission")
  ? "--permission"
  : "--experimental-permission";

/** Whether this Node has SQLite, and can be started without it. Its files are opened past the permission model. */
const hasDatabases = process.allowedNodeEnvironmentFlags.has("--experimental-sqlite");

/** The walls around the process, each with a test that it is needed. */
export type Wall =
  | "environment"
  | "permission"
  | "databases"
  | Namespace
  | "fixed flags"
  | "code from strings"
  | "heap limit";

interface LaunchOptions {
  /** Walls to leave out. */
  without?: Wall[];
  /** Waits for a debugger at this port before anything runs. */
  inspectPort?: number;
}

/**
 * What the process runs at first: it takes the host script from the pipe. Windows allows 32,767 characters for a command
 * line, and a file would have to be readable.
 */
const boot = `const { readSync } = require("fs");
const read = (size) => {
  const bytes = Buffer.alloc(size);
  for (let filled = 0; filled < size; ) {
    const count = readSync(${pipe}, bytes, filled, size - filled, null);
    if (count === 0) process.exit();
    filled += count;
  }
  return bytes;
};
require("vm").runInThisContext("(function (require) {" + read(read(4).readUInt32LE()) + "\\n})", "host")(require);`;

export interface Launched {
  child: ChildProcess;
  /** The grader's end of the pipe. */
  channel: Duplex;
  /** Ends the process at once. What waits for it outside of its namespace then ends by itself. */
  kill: () => void;
  /** Removes the (empty) working directory. */
  cleanUp: () => void;
}

/**
 * @param memoryMb the heap that V8 allows. (What lies outside of the heap, the memory watch bounds.)
 * @param host the host script, handed over as the first message
 */
export function launch(
  host: string,
  memoryMb: number,
  { without = [], inspectPort }: LaunchOptions = {},
): Launched {
  const directory = makeTemporaryFolder("sandbox");
  const flags = [
    ...(inspectPort === undefined ? [] : [`--inspect-wait=127.0.0.1:${inspectPort}`]),
    ...(without.includes("permission") ? [] : [permission]),
    ...(hasDatabases && !without.includes("databases") ? ["--no-experimental-sqlite"] : []),
    // As stencil/main/relaxedSimd.ts: the matrix products of #tensor take a fifth less time.
    ...(process.version.startsWith("v20.") ? ["--experimental-wasm-relaxed-simd"] : []),
    "--no-warnings",
    "--no-addons",
    // For stackHook.ts. The host takes what it needs before a submission runs; nobody has `require` from then on.
    "--expose-internals",
    // A Promise that nobody waits for is no reason to end the process, and with it whatever is called next.
    "--unhandled-rejections=none",
    // Some of V8's flags write files, past the permission model. From now on, to set one ends the process.
    ...(without.includes("fixed flags") ? [] : ["--freeze-flags-after-init"]),
    ...(without.includes("code from strings") ? [] : ["--disallow-code-generation-from-strings"]),
    ...(without.includes("heap limit") ? [] : [`--max-old-space-size=${memoryMb}`]),
  ];
  const namespaces = allNamespaces.filter((name) => !without.includes(name));
  const [command, ...before] = [...enterNamespaces(namespaces, directory), process.execPath];
  const child = spawn(command, [...before, ...flags, "-e", boot], {
    cwd: directory,
    env: without.includes("environment") ? { ...process.env } : sandboxEnvironment(),
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    // A group of its own: a process may signal its group, whatever namespace that is in.
    detached: process.platform !== "win32",
  });
  const channel = child.stdio[pipe] as Duplex;
  // A process that does not start, or is killed in the middle of a transfer: its caller sees it end.
  channel.on("error", () => {});
  child.on("error", () => {});
  channel.write(framed(host));
  const kill = () => {
    const { pid, exitCode, signalCode } = child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    try {
      process.kill(processWithin(pid), "SIGKILL");
    } catch {
      // It has ended just now.
    }
  };
  const entry = { kill, directory };
  const cleanUp = () => {
    running.delete(entry);
    removeFolder(directory);
  };
  if (!isWatchingExit) process.once("exit", endAll);
  isWatchingExit = true;
  running.add(entry);
  return { child, channel, kill, cleanUp };
}

/** A text as the sandbox process reads it: its length in front. */
export function framed(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

let isWatchingExit = false;
const running = new Set<{ kill: () => void; directory: string }>();

/** However the grader ends, its sandboxes end before it. (A loop would go on until its time limit.) */
function endAll(): void {
  for (const { kill, directory } of running) {
    kill();
    removeFolder(directory);
  }
}
