/** Known mistakes in words: what the hint of a failing check says when its numbers are those of the mistake. */

/** Each sentence is true of the numbers, whatever the cause. */
export const explanations = {
  inPlace: "The result was written into the input: make a new tensor instead.",
  unchangedOutput: "The output is the input, unchanged.",

  denseNoBias: "These are the numbers without the bias.",
  denseBiasSubtracted: "These are the numbers when the bias is subtracted.",
  denseTransposedGradient: "These are the numbers when W is transposed.",

  denseBiasItself: "These are the numbers when b itself stands for the derivative with respect to b.",

  denseOutputsForInputs: "These are the numbers when the outputs stand where the inputs belong.",

  varianceOfNormal: "The variance is that of a standard normal distribution, 1.",
  varianceOfZeros: "The weights are all zeros.",
  varianceOneOverIn: "The variance is 1 / in.",
  varianceTwoOverIn: "The variance is 2 / in.",
  varianceTwoOverOut: "The variance is 2 / out.",
  varianceOneOverSum: "The variance is 1 / (in + out).",
  varianceTwoOverSum: "The variance is 2 / (in + out).",
  varianceSquared:
    "The variance is the square of what it should be: the standard deviation is its square root.",
  varianceThird:
    "The variance is a third of what it should be, as of a uniform distribution from -s to s, where s is the standard deviation.",
  varianceOfProduct: "The variance is 2 / (in * out): add the two sizes.",
  varianceWithoutParentheses: "The variance is 2 / in + out: the sum needs parentheses.",
  varianceHundredth: "The numbers are 0.01 times as large as they should be.",
  meanOne: "The mean of the distribution is 1; it should be 0.",
  kurtosisOfUniform: "The shape is that of a uniform distribution, whose kurtosis is 1.8.",

  leakyConstantAlpha: "These are the numbers for the default alpha, not for this layer's own.",
  leakyHundredthAlpha: "These are the numbers for alpha = 0.01, not for this layer's own alpha.",
  leakyIsRelu: "These are the numbers of a ReLU: negative inputs count as 0.",
  leakySwapped: "The two branches are swapped: alpha goes with the positive ones.",
  leakyNegativeAlpha: "These are the numbers for -alpha in the place of alpha.",
  leakyItself: "These are the numbers when the function itself stands for its slope.",
  leakySlopeOne: "The gradient is 1 for negative inputs, too.",

  softmaxWholeArray: "These are the numbers when the sum is taken over the whole array, not row by row.",
  softmaxColumns: "These are the numbers when the sum is taken over each column, not each row.",
  softmaxLogarithm: "These are the logarithms of the probabilities.",
  softmaxNotNormalised: "These are the numbers before the division by the sum.",
  softmaxDiagonalOnly: "These are the numbers when only the diagonal of the Jacobian is there.",
  softmaxNoDiagonal: "These are the numbers for -y[i] * y[o] everywhere, on the diagonal, too.",
  softmaxAdded: "The sign of y[i] * y[o] is wrong: these are the numbers when it is added.",

  softmaxOfInputs: "These are the numbers when y is the input, not the output.",

  mseHalved: "This is half of the loss.",
  mseSquaredGradient: "These are the numbers when p - t is squared in the derivative, too.",
  mseAbsolute: "This is the mean of the absolute differences; square them instead.",
  mseSquareOfMean: "This is the result when the mean is taken before the square.",
  mseRoot: "This is the root of the loss.",

  rmspropNoSquare: "These are the numbers when the gradient is not squared in v.",
  rmspropNoRoot: "These are the numbers when v is not put under a root.",
  rmspropBetasSwapped: "These are the numbers when beta and 1 - beta are swapped.",
  rmspropNotWeighted:
    "These are the numbers when v takes g^2 without the factor 1 - beta (or, in the first step, with a bias correction, which RMSProp does not have).",
  rmspropNeverDecays: "These are the numbers when the old v is not multiplied by beta.",
  rmspropForgets: "These are the numbers when v forgets the earlier gradients.",
  rmspropBiasCorrected: "These are the numbers with a bias correction, which RMSProp does not have.",
  rmspropOldV:
    "These are the numbers when the step uses v as it was before this gradient: update v first, then step.",
  rmspropBeta99: "These are the numbers for beta = 0.99.",

  adamNoCorrection: "These are the numbers without the bias correction.",
  adamMNotCorrected: "These are the numbers without the bias correction of m.",
  adamVNotCorrected: "These are the numbers without the bias correction of v.",
  adamTFromTwo: "These are the numbers when the first call has t = 2.",
  adamTPerWeight:
    "The weights before this one are right. Here t is one too large: it counts weights, not calls.",
  adamTStaysOne: "These are the numbers when t stays 1 in every call.",
  adamMSquared: "These are the numbers when m is made of the square of the gradient.",
  adamVNotSquared: "These are the numbers when the gradient is not squared in v.",
  adamNoRoot: "These are the numbers when v is not put under a root.",
  adamNoMomentum: "These are the numbers when the step is made of the gradient itself, without m.",
  adamMForgets: "These are the numbers when m forgets the earlier gradients.",
  adamVForgets: "These are the numbers when v forgets the earlier gradients.",
  adamKeepsCorrected:
    "These are the numbers when m and v are overwritten with their corrected versions, mHat and vHat: keep both.",
  adamBetasSwapped: "These are the numbers when beta1 and beta2 are swapped.",

  accuracyPercent: "This is the share in percent; it should be from 0 to 1.",
  accuracyNone: "No answer counts as right.",
  accuracyByColumn: "This is the result when the largest entry of each column counts, not that of each row.",
  accuracyWrongShare: "This is the share of the wrong answers.",
  accuracyByEntry: "This is the result when numbers above 0.5 are compared entry by entry.",

  onehotEmpty: "`this.uniq` is still empty: a `const uniq` of the method's own is another variable.",
  onehotFitsAnew: "These are the rows when the labels are fitted anew: `fit` is called only if it never was.",
  onehotUnsorted: "The labels are in the order in which they came; sort them.",
  onehotByLetter: "The numbers are sorted as texts: sort() without a comparison compares texts.",
  onehotDuplicates: "Each label must occur once.",
  onehotDescending: "These are the labels in the opposite order.",
  onehotColumns: "These are the columns, not the labels that stand for them.",
  onehotTexts: "These are the right labels, but as texts.",

  onehotRowsOfTwoAxes: "Each row has the shape [1, classes]; `fit` must make it [classes], with reshape.",

  imagesWithHeader: "The header of the file is read as pixels.",
  imagesShortHeader: "The last 8 bytes of the header are read as pixels.",
  imagesTransposed: "Rows and columns of each image are swapped.",
  imagesInverted: "Black and white are swapped: 0 is black.",
  imagesCentred: "The numbers go from -1 to 1; they should go from 0 to 1.",
  labelsWithHeader: "The header of the file is still in front of the labels.",
  labelsLongHeader: "The first 8 labels are missing.",
  labelsSorted: "The labels are sorted; their order must stay.",

  tapeOrder: "The gradients are there, but in another order than the sources that they were asked for.",

  crossentropyWithoutSoftmax:
    "CategoricalCrossentropy expects probabilities, but the model does not end with a Softmax, which makes them.",

  modelLastLayerMissing: "This is the output without the last layer.",
  modelFirstLayerMissing: "This is the output without the first layer.",
  weightsNotChanged: "The weights have not changed.",
  weightsTwoSteps: "The weights moved twice as far as they should, as in two steps.",
  accAfterStep: "This is the accuracy after the step: measure before the weights change.",
  lossAfterStep: "This is the loss after the step: measure before the weights change.",
  evaluateFirstBatch: "This is the value of the first batch.",
  evaluateLastBatch: "This is the value of the last batch.",
  evaluateWithoutLastBatch: "This is the result when the last batch is left out.",
  evaluateAllButLast: "This is the mean of all batches but the last.",
  evaluateByBatchSize: "This is the sum divided by the size of a batch, not by the number of batches.",
  evaluateSwapped: "Loss and accuracy are swapped.",
  evaluateLeftOverFull: "This is the result when the left-over batch counts as a full one.",
  evaluateLeftOverTwice: "This is the result when samples of the previous batch are counted twice.",
} as const satisfies Record<string, string>;

declare global {
  interface KnownMistakes extends Record<keyof typeof explanations, string> {}
}
