/** How long to measure. */
export interface Effort {
  /** Samples of each figure; a figure is their median. */
  samples: number;
  /** A sample repeats its operation for about this long. */
  sampleMs: number;
  /** Runs of an epoch; plain loops, which take long enough to be their own average, run once. */
  epochs: number;
  /** Training images in an epoch; fewer if there are not so many. */
  images: number;
  /** Starts of the command line. */
  starts: number;
  /** Saves in the watch mode. */
  saves: number;
}

export const full: Effort = { samples: 11, sampleMs: 30, epochs: 5, images: 60_000, starts: 5, saves: 20 };

/** For tests of the command itself: every figure is there, and none of them means anything. */
export const quick: Effort = { samples: 1, sampleMs: 0, epochs: 1, images: 512, starts: 1, saves: 2 };
