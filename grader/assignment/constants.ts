/** Numbers of the assignment that the suites, the mistakes and the documents repeat. */

/** LeakyReLU's default slope, as beras/activations.ts has it. */
export const leakyAlpha = 0.3;
/** Of an image, in pixels. */
export const side = 28;
/** Digits. */
export const classes = 10;
/** How many test images the report shows of those that a model got right, and of the others. */
export const samplesOfEach = 10;
