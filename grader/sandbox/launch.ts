/** Starts a sandbox process: the outer isolation layers. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Duplex } from "node:stream";
import { removeFolder } from "../removeFolder.ts";
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

/** The default memory limit of a submission, in MB, on top of what the sandbox itself needs. A training on 60,000 images takes 200. */
export const defaultMemoryMb = 512;

/**
 * The isolation layers in force, outermost first, for the report.
 * @param isInspected whether a debugger is attached: it needs a port, which Node's permission model does not allow
 */
export function isolationLayers(isInspected = false): string[] {
  return [
    "separate process",
    "no inherited environment",
    ...(isInspected ? [] : outerLayers()),
    "fixed flags",
    "no code from strings",
    "sealed host context",
    "vm context",
    "heap limit",
    ...(canWatchMemory() && !isInspected ? ["memory limit"] : []),
  ];
}

const outerLayers = () => [
  "permission model",
  ...(hasNetworkPermission ? ["network permission"] : []),
  ...availableNamespaces().map((name) => `namespace of ${name}`),
];

/** Node 23.5 dropped the prefix. Both flags deny everything by default. */
const permission = process.allowedNodeEnvironmentFlags.has("--permission")
  ? "--permission"
  : "--experimental-permission";

/** Whether this Node has SQLite, which opens its files past the permission model, and can start without it. */
const hasDatabases = process.allowedNodeEnvironmentFlags.has("--experimental-sqlite");

/** The isolation layers around the process. A test shows for each that it is needed. */
export type IsolationLayer =
  | "environment"
  | "permission"
  | "databases"
  | Namespace
  | "fixed flags"
  | "code from strings"
  | "heap limit";

interface LaunchOptions {
  /** Layers to leave out. */
  without?: IsolationLayer[];
  /** The port at which the process waits for a debugger before it runs anything. */
  inspectPort?: number;
}

/**
 * The first script of the process: it reads the host script from the pipe. The command line cannot hold that script (Windows
 * allows 32,767 characters), and a file would have to be readable.
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
  /** Kills the process at once. Its parent outside of the namespace then ends by itself. */
  kill: () => void;
  /** Removes the (empty) working directory. */
  cleanUp: () => void;
}

/**
 * @param memoryMb the limit for V8's heap. (The memory watch limits what lies outside of the heap.)
 * @param host the host script, sent as the first message
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
    // As in stencil/main/relaxedSimd.ts: the matrix products of #tensor take a fifth less time.
    ...(process.version.startsWith("v20.") ? ["--experimental-wasm-relaxed-simd"] : []),
    "--no-warnings",
    "--no-addons",
    // For stackHook.ts. The host takes what it needs before a submission runs. Later, no code has `require`.
    "--expose-internals",
    // An unhandled rejection must not end the process, and with it the next call.
    "--unhandled-rejections=none",
    // Some V8 flags write files past the permission model. With this flag, changing any of them ends the process.
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
    // A process group of its own: a process may signal its group across namespaces.
    detached: process.platform !== "win32",
  });
  const channel = child.stdio[pipe] as Duplex;
  // The process may fail to start or die during a transfer. The caller notices its end elsewhere.
  channel.on("error", () => {});
  child.on("error", () => {});
  channel.write(framed(host));
  const kill = () => {
    const { pid, exitCode, signalCode } = child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    try {
      process.kill(processWithin(pid), "SIGKILL");
    } catch {
      // The process has just ended.
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

/** Encodes a text as the sandbox process reads it: preceded by its length. */
export function framed(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

let isWatchingExit = false;
const running = new Set<{ kill: () => void; directory: string }>();

/** Ends all sandboxes when the grader exits. Otherwise an endless loop would run until its time limit. */
function endAll(): void {
  for (const { kill, directory } of running) {
    kill();
    removeFolder(directory);
  }
}
