import { type Implementation, random, type Tensor } from "#tensor";
import { inProcess, measure } from "./contestant.ts";
import type { Effort } from "./effort.ts";
import { hasDType } from "./libraries.ts";
import type { Program } from "./program.ts";
import { type Figure, type Section, summarize } from "./report.ts";

interface Case {
  id: string;
  title: string;
  transposeA: boolean;
  transposeB: boolean;
  /** Which two of x: [batch, in], w: [in, out] and g: [batch, out] are multiplied. */
  operands: ["x" | "g" | "w", "w" | "g" | "x"];
}

/** The products of a Dense layer, and the fourth combination. */
const cases: Case[] = [
  { id: "xw", title: "x·w", transposeA: false, transposeB: false, operands: ["x", "w"] },
  { id: "xTg", title: "xᵀ·g", transposeA: true, transposeB: false, operands: ["x", "g"] },
  { id: "gwT", title: "g·wᵀ", transposeA: false, transposeB: true, operands: ["g", "w"] },
  { id: "wTxT", title: "wᵀ·xᵀ", transposeA: true, transposeB: true, operands: ["w", "x"] },
];

const sizes = [
  { batch: 256, inputs: 784, outputs: 128, dtype: "float32" },
  { batch: 100, inputs: 784, outputs: 10, dtype: "float32" },
  { batch: 256, inputs: 784, outputs: 128, dtype: "float64" },
] as const;

/** Measures products of x: [batch, in], w: [in, out] and g: [batch, out] in all four transpositions. */
export async function measureMatmuls(
  implementations: readonly Implementation[],
  others: readonly Program[],
  effort: Effort,
): Promise<Section> {
  const figures: Figure[] = [];
  for (const { batch, inputs, outputs, dtype } of sizes) {
    const from = random.generator("matmul");
    const shapes = { x: [batch, inputs], w: [inputs, outputs], g: [batch, outputs] };
    const size = `${batch} x ${inputs} x ${outputs}`;
    for (const { id, title, transposeA, transposeB, operands } of cases) {
      const [aShape, bShape] = operands.map((name) => shapes[name]);
      const view = (shape: number[], isTransposed: boolean): Tensor => {
        const made = from.normal(0, 1, shape).astype(dtype);
        return isTransposed ? made.T : made;
      };
      const [a, b] = [view(aShape, transposeA), view(bShape, transposeB)];
      const task = { task: "matmul", dtype, a: aShape, b: bShape, transposeA, transposeB };
      const times = await measure(
        [
          ...implementations.map((name) => inProcess(name, () => a.matmul(b))),
          ...others.filter(({ name }) => hasDType(name, dtype)).map((other) => other.contestant(task)),
        ],
        effort,
      );
      const about = {
        id: `matmul/${batch}x${inputs}x${outputs}/${dtype}/${id}`,
        title: `${size} ${dtype} ${title}`,
        unit: "ms" as const,
      };
      figures.push(summarize(about, times, 2 * batch * inputs * outputs));
    }
  }
  return {
    title: "Matrix products",
    note: "x: [batch, in], w: [in, out], g: [batch, out]; transposed operands are views; TensorFlow.js has no float64",
    figures,
  };
}
