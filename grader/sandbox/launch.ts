/** Starts a sandbox process: the outer walls. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The heap that student code may fill, in MB, before V8 ends the process. Training on MNIST needs some 300. */
const heapLimitMb = 1024;

/** The descriptor through which data sets arrive: straight into the memory where they are used. */
export const dataPipe = 4;

/** The walls that are in force, outermost first, for the report. */
export function isolationLayers(): string[] {
  return [
    "separate process",
    "empty environment",
    "permission model",
    "no code from strings",
    "vm context",
    "heap limit",
  ];
}

/** From Node 23.5 on without the prefix; both allow nothing unless told otherwise. */
const permission = process.allowedNodeEnvironmentFlags.has("--permission")
  ? "--permission"
  : "--experimental-permission";

/**
 * @param host the host script. It is handed over as an argument, so that the process needs no readable file at all.
 * @returns the process, and a function that removes its (empty) working directory
 */
export function launch(host: string): { child: ChildProcess; cleanUp: () => void } {
  const directory = mkdtempSync(join(tmpdir(), "beras-sandbox-"));
  const flags = [
    permission,
    "--no-warnings",
    "--no-addons",
    "--disallow-code-generation-from-strings",
    `--max-old-space-size=${heapLimitMb}`,
  ];
  const child = spawn(process.execPath, [...flags, "-e", host], {
    cwd: directory,
    env: {},
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc", "pipe"],
  });
  return { child, cleanUp: () => rmSync(directory, { recursive: true, force: true }) };
}
