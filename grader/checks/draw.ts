/** Inputs for checks, in float64. */
import { fromData, type Generator, type Tensor } from "#tensor";

/** Normally distributed numbers. */
export function normal(from: Generator, ...shape: number[]): Tensor {
  return from.normal(0, 1, shape);
}

/** Numbers of size `low` to `high`, half of them negative. They stay away from zero, where many functions have a kink. */
export function awayFromZero(from: Generator, shape: number[], low = 0.3, high = 2): Tensor {
  const sizes = from.uniform(low, high, shape).data;
  const signs = from.uniform(-1, 1, shape).data;
  return fromData(
    Float64Array.from(sizes, (size, i) => Math.sign(signs[i] || 1) * size),
    shape,
  );
}

/** Draws until the draw satisfies the condition, which most draws do. */
export function drawUntil<T>(draw: () => T, accept: (value: T) => boolean): T {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const value = draw();
    if (accept(value)) return value;
  }
  throw new Error("none of 1,000 draws was acceptable");
}

/** n rows of `classes` columns with a single 1, in the columns 0, 1, ..., over and over. */
export function oneHotRows(n: number, classes: number): Tensor {
  const data = new Float64Array(n * classes);
  for (let i = 0; i < n; i++) data[i * classes + (i % classes)] = 1;
  return fromData(data, [n, classes]);
}
