import { type Implementation, useImplementation } from "#tensor";
import type { Effort } from "./effort.ts";

/** One way to do the same work. */
export interface Contestant {
  name: string;
  /** Does the work `count` times. @returns milliseconds for one time */
  sample(count: number): Promise<number>;
}

const implementations: Implementation[] = ["plain", "wasm-simd", "wasm-relaxed-simd"];

/** The implementations of the tensor module that this engine has. */
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

/** The work done by one implementation of the tensor module in this process. */
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
 * Samples of all contestants in turns, so that what else happens on the machine hits all alike.
 *
 * @returns for each contestant its samples, in milliseconds
 */
export async function measure(
  contestants: readonly Contestant[],
  { samples, sampleMs }: Effort,
): Promise<Map<string, number[]>> {
  const counts = new Map<Contestant, number>();
  for (const contestant of contestants) {
    // The first call compiles, the ones after it show how often the operation fits into a sample.
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
