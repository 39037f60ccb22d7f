/** What warnings may mean, and how to look into them: for staff. A warning changes no score and is no verdict. */

const again =
  "Grade it again alone (`npm run grade -- FOLDER --only accuracy --seed SEED`, with the seed of the report)";

/** By the code of the warning. */
export const warnings = {
  table: {
    meaning:
      "Weights, labels or predictions may be written into the source. It may also be innocent, such as a long comment in a text, or own test data.",
    lookFurther:
      "Open the file at this line and see what reads the table. Empty the table in a copy and grade that: what is learned stays.",
  },
  "not-read": {
    meaning:
      "Code on which the compiler gives up may hide what the rules look for: tables of numbers, loops, prints. Expressions nested some thousand deep, and endless types, come from a generator as a rule.",
    lookFurther: "Look at the longest lines and the largest files of the submission.",
  },
  "knows-test-images": {
    meaning:
      "The model may look the test images up, or recognize them by a key. A model that overfits badly may be as sensitive.",
    lookFurther: `Read what forward does with its input, and look for keys and maps. ${again}: the confusions in report.html show what a disturbed digit is taken for.`,
  },
  "knows-before-training": {
    meaning:
      "Trained weights may come with the source, or predictions from elsewhere. An initializer that draws from the data is a rarer cause.",
    lookFurther:
      "Look for numbers and long texts in the source, and at what the constructors and build set the weights to.",
  },
  "learned-elsewhere": {
    meaning:
      "The training gives the digits other names, and the predictions ignore that: they do not come from this training. The check fails, too.",
    lookFurther: `Look for trained weights, or for a table of labels, in the source. ${again}.`,
  },
  "weights-unchanged": {
    meaning:
      "The training may be a pretence. More often applyGradients, or a model without trainable weights, does nothing.",
    lookFurther: "See whether the checks of the optimizers pass. Print a weight before and after `fit`.",
  },
  "weights-without-gradient": {
    meaning:
      "The weights may be copied or computed from elsewhere, or moved by a method that is not gradient descent.",
    lookFurther:
      "Search the source for assignments to weights (`assign`, `data[`) outside of the optimizers.",
  },
  "no-step": {
    meaning:
      "The update may be written into batchStep instead of the optimizer, which is another way to the same numbers, or the weights come from elsewhere.",
    lookFurther:
      "Read batchStep: if it subtracts the gradient itself, talk about the optimizer; otherwise find what writes the weights.",
  },
  "no-gradient": {
    meaning:
      "Gradients may be computed by hand, which is allowed but not asked for, or made up. Finite differences show here as well.",
    lookFurther: "Read what batchStep passes to applyGradients.",
  },
  "learns-without-gradients": {
    meaning:
      "The optimizer, or what calls it, may compute the weights from the images and labels, with gradients for show. Gradients that are computed by hand, beside those of the tape, are an honest cause.",
    lookFurther: "Read applyGradients and batchStep: do the weights follow from the gradients?",
  },
  "steps-not-along-gradient": {
    meaning:
      "The optimizer may be given made-up gradients, which write images or weights into the model, beside gradients for show. Gradients that are collected over many batches, or found without the tape, are honest causes.",
    lookFurther: "Read what batchStep passes to applyGradients, and where it comes from.",
  },
  "moved-outside-of-steps": {
    meaning:
      "Weights may be set from elsewhere, with steps for show. Weight decay, clipping, averages of weights and the best epoch's weights are honest causes.",
    lookFurther: "Search for assignments to weights outside of applyGradients, and see when they run.",
  },
  "not-from-weights": {
    meaning:
      "Predictions may come from a table or from a hidden model, not from the layers. The check fails, too.",
    lookFurther:
      "Read forward and what it returns when training is false. Set all weights to zero in a copy: an honest model then knows nothing.",
  },
  "knows-beside-weights": {
    meaning:
      "The model may keep training images and their labels in fields. Layers that are added during the training, and values that are counted from the labels, are honest causes.",
    lookFurther: "Look at what the layers and the model keep in fields or in the module, beside the weights.",
  },
  "not-the-last-step": {
    meaning:
      "The predictions may be made with weights that no step of the optimizer has reached. The check fails, too.",
    lookFurther:
      "Search for assignments to weights after the last batch, at the end of `fit` or in evaluate.",
  },
  "runs-layers-again": {
    meaning:
      "The tape may find gradients by finite differences, which the handout forbids. Recomputing the forward pass to save memory is an honest cause.",
    lookFurther:
      "Read GradientTape.gradient: finite differences move one number at a time and call forward for each.",
  },
  "takes-time-of-differences": {
    meaning:
      "The tape may find gradients by finite differences, which the handout forbids. Loops over every pair of weights are an honest cause.",
    lookFurther:
      "Read GradientTape.gradient: finite differences move one number at a time and call forward for each.",
  },
} as const;

export type WarningCode = keyof typeof warnings;
