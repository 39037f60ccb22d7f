import { type Implementation, useImplementation } from "#tensor";
import type { Effort } from "./effort.ts";

/** One way to do the work that is measured. */
export interface Contestant {
  name: string;
  /** Does the work `count` times. @returns milliseconds per repetition */
  sample(count: number): Promise<number>;
}

const implementations: Implementation[] = ["plain", "wasm-simd", "wasm-relaxed-simd"];

/** The implementations of the tensor module that this engine supports. */
export function availableImplementations(): Implementation[] {
  return implementations.filter((name) => {
    try {
      useImplementation(name);
      return true;
    } catch {
      return false;
    }
  });
}

/** A contestant that does the work in this process with one implementation of the tensor module. */
export function inProcess(name: Implementation, work: () => unknown): Contestant {
  return {
    name,
    async sample(count) {
      useImplementation(name);
      const start = performance.now();
      for (let i = 0; i < count; i++) work();
      return (performance.now() - start) / count;
    },
  };
}

/**
 * Samples all contestants in turns, so that other work on the machine affects them alike.
 *
 * @returns the samples of each contestant, in milliseconds
 */
export async function measure(
  contestants: readonly Contestant[],
  { samples, sampleMs }: Effort,
): Promise<Map<string, number[]>> {
  const counts = new Map<Contestant, number>();
  for (const contestant of contestants) {
    // The first call compiles the code. The calls after it show how many repetitions fit into a sample.
    const first = await contestant.sample(1);
    const warm = await contestant.sample(repetitions(first, sampleMs));
    counts.set(contestant, repetitions(warm, sampleMs));
  }
  const times = new Map(contestants.map(({ name }) => [name, [] as number[]]));
  for (let i = 0; i < samples; i++) {
    for (const contestant of contestants) {
      times.get(contestant.name)!.push(await contestant.sample(counts.get(contestant)!));
    }
  }
  return times;
}

function repetitions(ms: number, sampleMs: number): number {
  return Math.max(1, Math.min(1000, Math.round(sampleMs / ms)));
}
