import seedrandom from "seedrandom";

/** Draws a number in [0, 1). The same seed gives the same numbers on every machine. */
export type Random = () => number;

/** Alea is seedrandom's fastest generator. It uses only additions and multiplications of doubles. */
export function createRandom(seed: string): Random {
  return seedrandom.alea(seed);
}

/** A number in [low, high). */
export function uniform(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

const SQRT_3 = Math.sqrt(3);

/**
 * A bell-shaped number with mean 0 and variance 1, always within +-3.5: the sum of four uniform numbers, scaled. Box-Muller would
 * need a logarithm and a cosine, which differ in the last bit between versions of V8.
 */
export function bell(random: Random): number {
  return (random() + random() + random() + random() - 2) * SQRT_3;
}
