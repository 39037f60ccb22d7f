/** Given code in the files that students hand in: what runs on the way to a fault, and is not at fault. */

/**
 * By name: for a method that finds out whether another one of the same object has returned what it should, that one's name;
 * null for whatever else is given.
 */
export const givenMethods: Readonly<Record<string, string | null>> = {
  "Callable.call": null,
  "Diffable.call": "forward",
  "Diffable.composeToInput": "inputGradients",
  "Diffable.composeToWeight": "weightGradients",
  "Operation.composeToInput": null,
  "Operation.composeToWeight": null,
  "Operation.replay": null,
  "Activation.composeToInput": "inputGradients",
  "Loss.composeToInput": "inputGradients",
  "Dense.constructor": null,
  "Model.fit": null,
  "Model.summary": null,
  "SequentialModel.call": null,
  getSimpleModelComponents: null,
  expectTensor: null,
  expectGradients: null,
  expectFit: null,
  composed: null,
};
