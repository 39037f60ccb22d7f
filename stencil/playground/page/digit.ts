/** Converts a drawing as MNIST converted its scans: the digit in a box of 20 x 20, its center of mass in the middle of 28 x 28. */

export const side = 28;
const box = 20;

/**
 * @param ink width x width numbers from 0 to 1, row by row
 * @returns 28 x 28 numbers from 0 to 1; null if the drawing is empty
 */
export function toDigit(ink: Float32Array, width: number): Float32Array<ArrayBuffer> | null {
  const bounds = boundsOf(ink, width);
  if (!bounds) return null;
  const { left, top, size } = bounds;
  const scale = size / box;
  const mean = (x: number, y: number) => average(ink, width, left + x * scale, top + y * scale, scale);

  const small = new Float32Array(box * box);
  const mass = { x: 0, y: 0, total: 0 };
  for (let y = 0; y < box; y++) {
    for (let x = 0; x < box; x++) {
      const value = mean(x, y);
      small[y * box + x] = value;
      mass.x += x * value;
      mass.y += y * value;
      mass.total += value;
    }
  }
  // The middle of 28 pixels is between two of them, at 13.5.
  const shiftX = Math.round((side - 1) / 2 - mass.x / mass.total);
  const shiftY = Math.round((side - 1) / 2 - mass.y / mass.total);
  const digit = new Float32Array(side * side);
  const strongest = Math.max(...small);
  for (let y = 0; y < box; y++) {
    for (let x = 0; x < box; x++) {
      const [column, row] = [x + shiftX, y + shiftY];
      if (column < 0 || column >= side || row < 0 || row >= side) continue;
      digit[row * side + column] = small[y * box + x] / strongest;
    }
  }
  return digit;
}

/** The smallest square around the ink, with the same center as the ink. */
function boundsOf(ink: Float32Array, width: number): { left: number; top: number; size: number } | null {
  let [left, right, top, bottom] = [width, -1, width, -1];
  for (let i = 0; i < ink.length; i++) {
    if (ink[i] < 0.1) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  if (right < 0) return null;
  const [w, h] = [right - left + 1, bottom - top + 1];
  const size = Math.max(w, h);
  return { left: left - (size - w) / 2, top: top - (size - h) / 2, size };
}

/** The mean over a small square of the drawing. Outside of the drawing there is no ink. */
function average(ink: Float32Array, width: number, left: number, top: number, size: number): number {
  const samples = Math.max(2, Math.ceil(size));
  let sum = 0;
  for (let v = 0; v < samples; v++) {
    for (let u = 0; u < samples; u++) {
      const x = Math.floor(left + ((u + 0.5) * size) / samples);
      const y = Math.floor(top + ((v + 0.5) * size) / samples);
      if (x >= 0 && x < width && y >= 0 && y < width) sum += ink[y * width + x];
    }
  }
  return sum / samples ** 2;
}
