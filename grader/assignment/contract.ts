/**
 * The public face of a submission: which files it consists of, and which names the suites use from each.
 * DESIGN: "Beras in TypeScript: the contract".
 */

/** The files that students hand in, in the order in which they build on one another. */
export const studentFiles = [
  "beras/core.ts",
  "beras/layers.ts",
  "beras/activations.ts",
  "beras/losses.ts",
  "beras/optimizers.ts",
  "beras/metrics.ts",
  "beras/onehot.ts",
  "beras/model.ts",
  "preprocess.ts",
  "assignment.ts",
] as const;

export type StudentFile = (typeof studentFiles)[number];

/** Where each name comes from that `submission.evaluate` hands to a check. */
export const exportsByFile = {
  "beras/core.ts": ["Callable", "Diffable", "Operation", "GradientTape"],
  "beras/layers.ts": ["Dense", "Dropout"],
  "beras/activations.ts": ["Activation", "LeakyReLU", "ReLU", "Softmax"],
  "beras/losses.ts": ["Loss", "MeanSquaredError", "CategoricalCrossentropy", "L2", "Sum"],
  "beras/optimizers.ts": ["Optimizer", "BasicOptimizer", "RMSProp", "Adam", "ExponentialDecay"],
  "beras/metrics.ts": ["CategoricalAccuracy"],
  "beras/onehot.ts": ["OneHotEncoder"],
  "beras/model.ts": ["Model"],
  "preprocess.ts": ["getDataMNIST"],
  "assignment.ts": ["SequentialModel", "getSimpleModelComponents", "getAdvancedModelComponents"],
} as const satisfies { [File in StudentFile]: readonly (keyof ModulesByFile[File])[] };

/** The names that signatures.ts does not use, and why. All others have their public signature there. */
export const withoutSignature: Record<string, string> = {
  Callable: "given: students extend it, and write no part of it",
  Operation: "given: a step that the tape has recorded",
  Activation: "given: the name for a layer without weights",
  Loss: "given: students extend it",
  Optimizer: "given: students extend it",
  Model: "given, but for evaluate, which SequentialModel has",
  Dropout: "optional: not graded",
  L2: "optional: not graded",
  Sum: "optional: not graded",
  ExponentialDecay: "optional: not graded",
};

/** The files of the reference solution: what they export, and as what. */
interface ModulesByFile {
  "beras/core.ts": typeof import("../../solution/beras/core.ts");
  "beras/layers.ts": typeof import("../../solution/beras/layers.ts");
  "beras/activations.ts": typeof import("../../solution/beras/activations.ts");
  "beras/losses.ts": typeof import("../../solution/beras/losses.ts");
  "beras/optimizers.ts": typeof import("../../solution/beras/optimizers.ts");
  "beras/metrics.ts": typeof import("../../solution/beras/metrics.ts");
  "beras/onehot.ts": typeof import("../../solution/beras/onehot.ts");
  "beras/model.ts": typeof import("../../solution/beras/model.ts");
  "preprocess.ts": typeof import("../../solution/preprocess.ts");
  "assignment.ts": typeof import("../../solution/assignment.ts");
}

type Exports = typeof exportsByFile;
type OfFile<File extends StudentFile> = Pick<
  ModulesByFile[File],
  Exports[File][number] & keyof ModulesByFile[File]
>;
type All<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer Both) => void
  ? Both
  : never;

/**
 * The modules of a submission, as a check sees them: the names above, and the course's tensor module as `tensor`.
 * Types only, taken from the reference solution; the values are the submission's own. A check that uses a name which is not
 * among those above does not compile.
 */
export type SubmissionModules = All<{ [File in StudentFile]: OfFile<File> }[StudentFile]> & {
  tensor: typeof import("#tensor");
};
