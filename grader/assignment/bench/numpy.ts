/** Runs numpy_bench.py in processes of its own, if `python3` with NumPy is installed. They exchange one JSON object per line. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Contestant } from "./contestant.ts";

/** One thread. Clears variables that restrict OpenBLAS on this machine. */
const installed = {
  OPENBLAS_NUM_THREADS: "1",
  OPENBLAS_CORETYPE: undefined,
  OPENBLAS_L2_SIZE: undefined,
};
/**
 * By default, glibc returns the memory of large arrays to the system as soon as they are freed, so every new array begins with
 * page faults. In NumPy they can cost more than the arithmetic. (glibc accepts at most 32 MiB for MMAP.)
 */
const tuned = { MALLOC_TRIM_THRESHOLD_: String(2 ** 30), MALLOC_MMAP_THRESHOLD_: String(2 ** 25) };

/** The environment of each contestant's process. */
export const numpySettings = {
  numpy: installed,
  "numpy-tuned": { ...installed, ...tuned },
};
export type NumpyName = keyof typeof numpySettings;

/** The settings in shell syntax. */
export function describeSettings(name: NumpyName): string {
  return Object.entries(numpySettings[name])
    .map(([key, value]) => (value === undefined ? `${key} unset` : `${key}=${value}`))
    .join(" ");
}

export interface NumpyVersion {
  version: string;
  blas: string;
}

/** A running numpy_bench.py. */
export class Numpy {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly lines: Interface;
  private readonly answers: AsyncIterator<string>;

  constructor(readonly name: NumpyName) {
    this.child = spawn("python3", [join(__dirname, "numpy_bench.py")], {
      env: { ...process.env, ...numpySettings[name] },
      stdio: ["pipe", "pipe", "ignore"],
    });
    // A missing python3 ends the output, as a python3 without NumPy does.
    this.child.on("error", () => {});
    this.child.stdin.on("error", () => {});
    this.lines = createInterface({ input: this.child.stdout });
    this.answers = this.lines[Symbol.asyncIterator]();
  }

  /** Sends a task and waits for its result. Returns null when the process has ended. */
  async ask<T>(task: object): Promise<T | null> {
    this.child.stdin.write(`${JSON.stringify(task)}\n`);
    const { value, done } = await this.answers.next();
    return done ? null : JSON.parse(value);
  }

  /** Makes a contestant of a task, which it repeats `count` times. */
  contestant(task: object): Contestant {
    return {
      name: this.name,
      sample: async (count) => {
        const answer = await this.ask<{ ms: number }>({ ...task, count });
        if (!answer) throw new Error(`python3 stopped during ${JSON.stringify(task)}`);
        return answer.ms;
      },
    };
  }

  close(): void {
    this.lines.close();
    this.child.stdin.end();
    this.child.kill();
  }
}

/** The version of NumPy, or null if it is not installed. */
export async function findNumpy(): Promise<NumpyVersion | null> {
  const numpy = new Numpy("numpy");
  try {
    return await numpy.ask<NumpyVersion>({ task: "version" });
  } finally {
    numpy.close();
  }
}
