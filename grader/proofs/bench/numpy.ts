/** NumPy in processes of its own, if `python3` with NumPy is on the machine: numpy_bench.py, one JSON object a line. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Contestant } from "./contestant.ts";

/** One thread; what may be set to hold OpenBLAS back on this machine is taken away. */
const installed = {
  OPENBLAS_NUM_THREADS: "1",
  OPENBLAS_CORETYPE: undefined,
  OPENBLAS_L2_SIZE: undefined,
};
/**
 * By default, glibc returns the memory of large arrays to the system as soon as they are freed, and every new one begins
 * with page faults: in NumPy they can cost more than the arithmetic. (32 MiB is the most that glibc accepts for MMAP.)
 */
const tuned = { MALLOC_TRIM_THRESHOLD_: String(2 ** 30), MALLOC_MMAP_THRESHOLD_: String(2 ** 25) };

/** By contestant: the environment of its process. */
export const numpySettings = {
  numpy: installed,
  "numpy-tuned": { ...installed, ...tuned },
};
export type NumpyName = keyof typeof numpySettings;

/** The settings as a shell would take them. */
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
    // A python3 that is not there ends the output like one that has no NumPy.
    this.child.on("error", () => {});
    this.child.stdin.on("error", () => {});
    this.lines = createInterface({ input: this.child.stdout });
    this.answers = this.lines[Symbol.asyncIterator]();
  }

  /** Sends a task and waits for its result; null when the process has ended. */
  async ask<T>(task: object): Promise<T | null> {
    this.child.stdin.write(`${JSON.stringify(task)}\n`);
    const { value, done } = await this.answers.next();
    return done ? null : JSON.parse(value);
  }

  /** A task that is repeated `count` times, as a contestant. */
  contestant(task: object): Contestant {
    return {
      name: this.name,
      sample: async (count) => {
        const answer = await this.ask<{ ms: number }>({ ...task, count });
        if (!answer) throw new Error(`python3 stopped in the middle of ${JSON.stringify(task)}`);
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

/** Which NumPy there is; null without one. */
export async function findNumpy(): Promise<NumpyVersion | null> {
  const numpy = new Numpy("numpy");
  try {
    return await numpy.ask<NumpyVersion>({ task: "version" });
  } finally {
    numpy.close();
  }
}
