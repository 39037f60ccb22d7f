/**
 * Gradients without backpropagation: (f(x + h) - f(x - h)) / 2h for each entry of x.
 *
 * The submission runs forward on all perturbed inputs at once, and must return f's values there. The differences are computed
 * from f here. So a submission cannot answer both sides of its own check. Nor does float32 blur the expected gradients: two
 * values that are 2h apart keep only two digits of their difference in float32.
 */
import { fromData, stack, type Tensor } from "#tensor";
import type { CloseOptions } from "./matchers.ts";
import { Rounded } from "./rounded.ts";

/** The step. In float64, with values and derivatives near 1, it balances the two errors below. */
export const h = 1e-5;

/**
 * How far a right gradient may be from the differences. Rounding: values near 1 are good to u = 1.1e-16 times the some
 * 100 operations of a check, and are divided by 2h: 1e-9. Truncation: h^2 / 6 times a third derivative of at most 100:
 * 2e-9. A thousandfold of their sum leaves room for inputs a few times larger, and is still a thousandth of the
 * smallest mistake (a factor of 1 + 1/n with n < 100 entries).
 */
export const gradientTolerance: Pick<CloseOptions, "rtol" | "atol" | "kind"> = {
  rtol: 3e-6,
  atol: 3e-6,
  kind: "gradient",
};

/** x: any shape, n entries -> [2n, ...shape]: x with each entry in turn raised by h, then with each lowered by h. */
export function perturbed(x: Tensor): Tensor {
  const n = x.size;
  const data = new Float64Array(2 * n * n);
  for (let i = 0; i < 2 * n; i++) {
    data.set(x.data, i * n);
    data[i * n + (i % n)] += i < n ? h : -h;
  }
  return fromData(data, [2 * n, ...x.shape]);
}

/**
 * What a function should be at each of the points. The submission's own values have to agree with it: a function that is
 * constant while it is judged has a gradient of zero, and that is easy to return.
 * points: [m, ...shape], f: [...shape] -> [...out] -> [m, ...out]
 */
export function valuesAt(points: Tensor, f: (x: Rounded) => Rounded): Rounded {
  const shape = points.shape.slice(1);
  const values = Array.from({ length: points.shape[0] }, (_, i) =>
    f(Rounded.of(points.slice(i, i + 1).reshape(shape))),
  );
  return new Rounded(stack(values.map(({ value }) => value)), () => stack(values.map(({ error }) => error)));
}

/** In float64, of values near 1, some 100 operations long. */
export const valueTolerance: Pick<CloseOptions, "rtol" | "atol"> = { rtol: 1e-9, atol: 1e-9 };

/**
 * The gradient of sum(J * f(x)) by finite differences; float32's bound is that of backpropagation, which is how the
 * submission gets there.
 * values: f at the perturbed inputs, [2n, ...out], J: [...out] -> like x, with n entries
 */
export function gradientAt(x: Tensor, J: Tensor, f: (x: Rounded) => Rounded, values: Rounded): Rounded {
  const source = Rounded.of(x);
  const [gradient] = f(source).mul(Rounded.of(J)).sum().gradient([source]);
  return gradient.at(differences(values.value, J, x.shape));
}

function differences(values: Tensor, J: Tensor, shape: readonly number[]): Tensor {
  const n = values.shape[0] / 2;
  const data = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let o = 0; o < J.size; o++) {
      sum += J.data[o] * (values.data[i * J.size + o] - values.data[(n + i) * J.size + o]);
    }
    data[i] = sum / (2 * h);
  }
  return fromData(data, shape);
}
