/** Makes files of the solution return float32, as code does that names this dtype. */

/** Rounds the result of a method to float32. Values that are not tensors stay unchanged. */
const rounding = `
const single = (value) =>
  Array.isArray(value) ? value.map(single) : (value?.astype?.("float32") ?? value);
function roundResults(owner, ...names) {
  for (const name of names) {
    const own = owner[name];
    owner[name] = function (...args) {
      return single(own.apply(this, args));
    };
  }
}
function roundWeights(owner) {
  const own = owner.applyGradients;
  owner.applyGradients = function (weights, grads) {
    own.call(this, weights, grads);
    for (const w of weights) w.assign(w.astype("float32"));
  };
}
`;

/** The code added to the end of each file. */
const endings: Record<string, string> = {
  "beras/layers.ts": `
roundResults(Dense.prototype, "forward", "inputGradients", "weightGradients");
roundResults(Dense, "initializeWeights");`,
  "beras/activations.ts": `
roundResults(LeakyReLU.prototype, "forward", "inputGradients");
roundResults(Softmax.prototype, "forward", "inputGradients");`,
  "beras/losses.ts": `roundResults(MeanSquaredError.prototype, "forward", "inputGradients");`,
  "beras/optimizers.ts": `
roundWeights(BasicOptimizer.prototype);
roundWeights(RMSProp.prototype);
roundWeights(Adam.prototype);`,
  "beras/core.ts": `roundResults(GradientTape.prototype, "gradient");`,
};

/** The files that can return float32. */
export const float32Files = Object.keys(endings);

/** The file's text, changed to return float32. */
export function inFloat32(file: string, text: string): string {
  const ending = endings[file];
  return ending ? `${text}\n// @ts-nocheck\n${rounding}\n${ending}\n` : text;
}
