/** The output of `npm run bench`. */

export interface BenchReport {
  startedAt: string;
  node: string;
  processor: string;
  /** The implementation that the tensor module chooses here by default. */
  implementation: string;
  /** What was measured besides plain loops: implementations of the tensor module, and other libraries. */
  contestants: string[];
  data: { name: string; images: number };
  numpy: { version: string; blas: string; settings: Record<string, string> } | null;
  /** The versions of other libraries; null for one that is not installed or does not run on this Node. */
  libraries: Record<string, string | null>;
  sections: Section[];
}

export interface Section {
  title: string;
  /** How the section was measured, in one sentence. */
  note: string;
  figures: Figure[];
}

export interface Figure {
  id: string;
  title: string;
  unit: "ms" | "s" | "MB" | "accuracy";
  results: Result[];
}

export interface Result {
  contestant: string;
  /** The median of all runs after the warm-up. */
  median: number;
  runs: number;
  /** For matrix products: 10^9 additions and multiplications per second. */
  gflops?: number;
  /** The other's median divided by this one: 25 means 25 times as fast, or a 25th of the memory. */
  ratios: Record<string, number>;
}

/** The contestants that others are compared with, where measured. */
const baselines = ["plain", "numpy", "numpy-tuned", "jax-js", "tfjs", "tsx", "outside"];

/** Makes one figure of the samples of all contestants, in `unit`. */
export function summarize(
  about: Omit<Figure, "results">,
  samples: ReadonlyMap<string, readonly number[]>,
  flops?: number,
): Figure {
  const medians = new Map([...samples].map(([name, values]) => [name, median(values)]));
  const results = [...medians].map(([contestant, value]): Result => {
    const others = baselines.filter((name) => medians.has(name));
    return {
      contestant,
      median: value,
      runs: samples.get(contestant)!.length,
      ...(flops && { gflops: flops / value / 1e6 }),
      ratios: Object.fromEntries(others.map((name) => [name, medians.get(name)! / value])),
    };
  });
  return { ...about, results };
}

/** The middle value, or the mean of the two middle values of an even number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
