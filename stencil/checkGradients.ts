/** Compares the derivatives of a layer with finite differences. Given, for your own programs. */
import { fromData, ones, type Tensor } from "#tensor";
import type { Diffable } from "./beras/core.ts";

/**
 * The step, and the largest error as a share of the largest derivative. A difference over 2h has an error of about h², because
 * the curve bends, and the rounding error of the output divided by h. Each h balances the two errors. The tolerances leave
 * them a factor of about a hundred.
 */
const precisions = {
  float64: { h: 1e-5, tolerance: 1e-6 },
  float32: { h: 1e-2, tolerance: 1e-2 },
};

/**
 * Calls the layer, asks for its gradients, and compares them with finite differences (section 6 of EXPLORATION.md): moves one
 * number of an input or weight a little, up and down. Prints a table, and returns whether all gradients agree.
 *
 *     checkGradients(new Dense(3, 2), random.normal(0, 1, [4, 3]));
 *     checkGradients(new MeanSquaredError(), predictions, labels);
 *
 * Choose shapes whose lengths all differ: a square matrix hides a missing transpose. Avoid inputs of exactly 0, where a LeakyReLU
 * has no derivative.
 *
 * @param layer a layer, an activation, a loss, or any other Diffable; its weights are restored afterwards
 * @param inputs the arguments of `call`; those without a derivative, such as labels, are skipped
 */
export function checkGradients<Inputs extends Tensor[]>(layer: Diffable<Inputs>, ...inputs: Inputs): boolean {
  const exact = inputs.map((input) => input.astype("float64")) as Inputs;
  const output = layer.call(...exact);
  const { h, tolerance } = precisions[output.dtype];
  // Weighs each output differently. The plain sum of the outputs would not notice if outputs were mixed up.
  const J = fromData(
    Float64Array.from({ length: output.size }, (_, i) => 1 + ((i * 0.618034) % 1)),
    output.shape,
  );
  const target = () =>
    layer
      .call(...exact)
      .mul(J)
      .sum()
      .item();

  const ofInputs = layer.composeToInput(J);
  const ofWeights = layer.weights.length ? layer.composeToWeight(J) : [];
  const compared = [
    ...ofInputs.map((yours, i) => compare(`input ${i}`, exact[i], yours)),
    ...layer.weights.map((weight, i) => compare(`weight ${i}`, weight, ofWeights[i])),
  ];
  const wrong = compared.filter(({ differ }) => differ).length;
  const columns = ["", "shape", "differ", "most at", "yours", "numeric"];
  const rows = compared.map(({ name, shape, differ, cells }) => [name, shape, differ, ...cells]);
  console.log(
    [
      `${layer.constructor.name}: ${wrong ? `${wrong} of ${compared.length} gradients differ from` : "all gradients agree with"} finite differences`,
      ...[columns, ...rows].map((row) => `  ${row.map((cell) => cell.padEnd(14)).join("")}`.trimEnd()),
    ].join("\n"),
  );
  return wrong === 0;

  /** Makes a row of the table. `differ` is empty if all entries agree. */
  function compare(name: string, variable: Tensor, yours: Tensor | undefined) {
    const numeric = finiteDifferences(variable, h, target);
    const shape = shapeOf(variable);
    if (!yours) return { name, shape, differ: "missing", cells: [] };
    if (shapeOf(yours) !== shape) return { name, shape, differ: `has ${shapeOf(yours)}`, cells: [] };
    const bound = tolerance * Math.max(1e-3, numeric.abs().max().item());
    const errors = yours.sub(numeric).abs();
    // Counts the complement, because NaN is not within any bound.
    const count = ones(errors.shape).sub(errors.lessEqual(bound)).sum().item();
    const worst = Array.from(errors.data).findIndex(
      (error) => Number.isNaN(error) || error === errors.max().item(),
    );
    const cells = [
      indexOf(worst, variable.shape),
      ...[yours, numeric].map(({ data }) => data[worst].toPrecision(5)),
    ];
    return { name, shape, differ: count ? `${count} of ${yours.size}` : "", cells: count ? cells : [] };
  }
}

/** How the target changes with each entry, one at a time. Changes the tensor in place, and restores it afterwards. */
function finiteDifferences(variable: Tensor, h: number, target: () => number): Tensor {
  const start = variable.copy();
  const slopes = Float64Array.from(start.data, (value, k) => {
    const [up, down] = [h, -h].map((step) => {
      variable.assign(
        fromData(
          Float64Array.from(start.data, (v, i) => (i === k ? value + step : v)),
          start.shape,
        ),
      );
      return { target: target(), at: variable.flatten().at(k) };
    });
    // In float32 the actual step differs a little from h.
    return (up.target - down.target) / (up.at - down.at);
  });
  variable.assign(start);
  return fromData(slopes, start.shape);
}

function shapeOf({ shape }: Tensor): string {
  return `[${shape.join(",")}]`;
}

/** The index of the k-th number of a tensor: "[1,0]". */
function indexOf(k: number, shape: readonly number[]): string {
  const index: number[] = [];
  for (const size of shape.toReversed()) {
    index.unshift(k % size);
    k = Math.floor(k / size);
  }
  return `[${index.join(",")}]`;
}
