/** What `npm run bench` writes. */

export interface BenchReport {
  startedAt: string;
  node: string;
  processor: string;
  /** What the tensor module uses here unless told otherwise. */
  implementation: string;
  /** What was measured, beside plain loops: implementations of the tensor module, and NumPy where it is installed. */
  contestants: string[];
  data: { name: string; images: number };
  numpy: { version: string; blas: string; settings: Record<string, string> } | null;
  sections: Section[];
}

export interface Section {
  title: string;
  /** How it was measured, in a sentence. */
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
  /** The median over the runs, warm-up not counted. */
  median: number;
  runs: number;
  /** For matrix products: 10^9 additions and multiplications a second. */
  gflops?: number;
  /** The other's median divided by this one: 25 is 25 times as fast, or 25 times less memory. */
  ratios: Record<string, number>;
}

/** What others are compared with, where it was measured. */
const baselines = ["plain", "numpy", "numpy-tuned", "tsx", "outside"];

/** One figure from the samples of every contestant, in `unit`. */
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

/** The middle value; the mean of the two in the middle if there are as many on either side. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
