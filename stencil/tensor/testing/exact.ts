/** The dot product in twice the precision of float64 (Ogita, Rump and Oishi 2005, algorithm Dot2). */
export function exactDot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < a.length; i++) {
    const [product, productError] = twoProduct(a[i], b[i]);
    const [next, sumError] = twoSum(sum, product);
    sum = next;
    lost += productError + sumError;
  }
  return sum + lost;
}

/** The rounded sum, and its rounding error (Knuth). */
function twoSum(a: number, b: number): [number, number] {
  const sum = a + b;
  const part = sum - a;
  return [sum, a - (sum - part) + (b - part)];
}

/** The rounded product, and its rounding error (Dekker, Veltkamp). */
function twoProduct(a: number, b: number): [number, number] {
  const [aHigh, aLow] = split(a);
  const [bHigh, bLow] = split(b);
  const product = a * b;
  return [product, aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)];
}

/** Splits a number into two halves of 26 bits, whose products are exact. */
function split(a: number): [number, number] {
  const scaled = (2 ** 27 + 1) * a;
  const high = scaled - (scaled - a);
  return [high, a - high];
}
