/** How long to measure. */
export interface Effort {
  /** Samples of each figure. The figure is their median. */
  samples: number;
  /** How long the repetitions of one sample take, about. */
  sampleMs: number;
  /** Runs of an epoch. Plain loops run once: one epoch is long enough to be an average. */
  epochs: number;
  /** Training images in an epoch, or all if there are fewer. */
  images: number;
  /** Starts of the command line. */
  starts: number;
  /** Whole gradings, with both trainings on the data set. */
  grades: number;
  /** Saves in watch mode. */
  saves: number;
}

export const full: Effort = {
  samples: 11,
  sampleMs: 30,
  epochs: 5,
  images: 60_000,
  starts: 5,
  grades: 3,
  saves: 20,
};

/** Tests the command itself: every figure is present, and none is meaningful. */
export const quick: Effort = {
  samples: 1,
  sampleMs: 0,
  epochs: 1,
  images: 512,
  starts: 1,
  grades: 1,
  saves: 2,
};
