import { mistakesOf } from "../../../proofs/mutants/mistake.ts";

export const core = mistakesOf("beras/core.ts", [
  {
    name: "tape-copies-only-what-it-was-given",
    method: "GradientTape.gradient",
    change: [
      [
        `    const accumulate = (tensors: Tensor[], parts: Tensor[]) => {`,
        `    const accumulate = (tensors: Tensor[], parts: Tensor[], J: Tensor) => {`,
      ],
      [`known ? known.add(part) : part)`, `known ? known.assignAdd(part) : part === J ? part.copy() : part)`],
      [`operation.composeToWeight(J));`, `operation.composeToWeight(J), J);`],
      [`operation.composeToInput(J));`, `operation.composeToInput(J), J);`],
    ],
    thought: "Only J itself could be another tensor's gradient as well. A part may be a view of it.",
    kills: ["core.tape.programs"],
  },
  {
    name: "tape-ones-are-kept",
    method: "GradientTape.gradient",
    within: "file",
    change: [
      [`[[target, onesLike(target)]]`, `[[target, onesFor(target)]]`],
      [
        `/** Returns \`value\` if it is a Tensor.`,
        `const onesStore = new Map<string, Tensor>();

function onesFor(target: Tensor): Tensor {
  const key = \`\${target.dtype} \${target.shape}\`;
  const known = onesStore.get(key) ?? onesLike(target);
  onesStore.set(key, known);
  return known;
}

/** Returns \`value\` if it is a Tensor.`,
      ],
    ],
    thought:
      "The ones that every backward pass starts with are made once. The caller may ask for them, and change them.",
    kills: ["core.tape.programs"],
  },
  {
    name: "tape-weights-in-a-map-of-their-own",
    method: "GradientTape.gradient",
    within: "file",
    change: [
      [
        `const gradients = new Map<Tensor, Tensor>([[target, onesLike(target)]]);`,
        `const gradients = new Map<Tensor, Tensor>([[target, onesLike(target)]]);
    const weightGradients = new Map<Tensor, Tensor>();`,
      ],
      [
        `accumulate(layer.weights, operation.composeToWeight(J));`,
        `{
        operation.composeToWeight(J).forEach((part, i) => {
          const known = weightGradients.get(layer.weights[i]);
          weightGradients.set(layer.weights[i], known ? known.add(part) : part);
        });
      }`,
      ],
      [
        `gradients.get(source) ?? zerosLike(source)`,
        `weightGradients.get(source) ?? gradients.get(source) ?? zerosLike(source)`,
      ],
    ],
    thought: "Weights and inputs each have their Map.",
    kills: ["core.tape.programs"],
  },
  {
    name: "tape-gradients-by-layer",
    method: "GradientTape.gradient",
    within: "file",
    change: [
      [
        `const gradients = new Map<Tensor, Tensor>([[target, onesLike(target)]]);`,
        `const gradients = new Map<Tensor, Tensor>([[target, onesLike(target)]]);
    const byLayer = new Map<Diffable, Tensor[]>();`,
      ],
      [
        `accumulate(layer.weights, operation.composeToWeight(J));`,
        `{
        const parts = operation.composeToWeight(J);
        byLayer.set(layer, byLayer.get(layer)?.map((known, i) => known.add(parts[i])) ?? parts);
      }`,
      ],
      [
        `return sources.map((source) => gradients.get(source) ?? zerosLike(source));`,
        `return sources.map((source) => {
      for (const [layer, parts] of byLayer) {
        const i = layer.weights.indexOf(source);
        if (i >= 0) return parts[i];
      }
      return gradients.get(source) ?? zerosLike(source);
    });`,
      ],
    ],
    thought: "Each layer has its weights, and so their gradients.",
    kills: ["core.tape.programs"],
  },
  {
    name: "diffable-output-may-be-the-input",
    method: "Diffable.call",
    within: "file",
    change: [
      [
        `    let output = expectTensor(this.forward(...inputs), \`\${this.constructor.name}.forward\`);
    // The tape tells tensors apart by identity, so an output must not be the same object as an input.
    if (inputs.includes(output)) output = output.reshape(output.shape);
`,
        `    const output = expectTensor(this.forward(...inputs), \`\${this.constructor.name}.forward\`);
`,
      ],
    ],
    named: "SequentialModel.batchStep",
    thought: "An identity needs no copy.",
    kills: ["model.batchStep.training"],
  },
  {
    name: "tape-zeros-by-a-product",
    method: "GradientTape.gradient",
    within: "file",
    change: [[`?? zerosLike(source)`, `?? source.mul(0)`]],
    thought: "Anything times 0 is 0.",
    kills: ["core.tape.programs"],
  },
  {
    name: "tape-zeros-are-shared",
    method: "GradientTape.gradient",
    within: "file",
    change: [
      [`?? zerosLike(source)`, `?? zerosFor(source)`],
      [
        `/** Returns \`value\` if it is a Tensor.`,
        `const zeroStore = new Map<string, Tensor>();

function zerosFor(source: Tensor): Tensor {
  const key = \`\${source.dtype} \${source.shape}\`;
  const known = zeroStore.get(key) ?? zerosLike(source);
  zeroStore.set(key, known);
  return known;
}

/** Returns \`value\` if it is a Tensor.`,
      ],
    ],
    thought: "Zeros of one shape are all alike.",
    kills: ["core.tape.programs"],
  },
  {
    name: "tape-closes-when-asked",
    method: "GradientTape.gradient",
    within: "file",
    change: [
      [
        `    const wanted = new Set(sources);`,
        `    this[Symbol.dispose]();
    const wanted = new Set(sources);`,
      ],
    ],
    thought:
      "When the gradient is asked for, the recording is over, and the derivatives themselves should not be recorded.",
    kills: ["core.tape.programs"],
  },
  {
    name: "tape-labels-get-the-gradient-of-the-prediction",
    method: "GradientTape.gradient",
    within: "file",
    change: [
      [
        `      if (inputs.some((x) => wanted.has(x))) accumulate(inputs, operation.composeToInput(J));`,
        `      if (inputs.some((x) => wanted.has(x))) {
        const parts = operation.composeToInput(J);
        accumulate(inputs, inputs.map((_, i) => parts[i] ?? parts[0]));
      }`,
      ],
    ],
    thought: "Each input needs a gradient; if a layer returns only one, it is meant for all of them.",
    kills: ["core.tape.programs"],
  },
  {
    name: "tape-pairs-weights-in-a-map",
    method: "GradientTape.gradient",
    within: "file",
    change: [
      [
        `if (layer.weights.some((w) => wanted.has(w))) accumulate(layer.weights, operation.composeToWeight(J));`,
        `if (layer.weights.some((w) => wanted.has(w))) {
        const parts = operation.composeToWeight(J);
        const byWeight = new Map(layer.weights.map((w, i) => [w, parts[i]]));
        accumulate([...byWeight.keys()], [...byWeight.values()]);
      }`,
      ],
    ],
    thought: "A Map from weight to gradient is the natural way to pair them.",
    kills: ["core.tape.programs"],
  },
  {
    name: "tape-borrows-the-outer-operations",
    method: "GradientTape.gradient",
    within: "file",
    change: [
      [
        `for (const { outputs } of this.operations) wanted.add(outputs[0]);`,
        `const operations = [...(this.outer?.operations ?? []), ...this.operations];
    for (const { outputs } of operations) wanted.add(outputs[0]);`,
      ],
      [
        `for (const operation of this.operations.toReversed()) {`,
        `for (const operation of operations.toReversed()) {`,
      ],
    ],
    thought: "A nested tape continues what the outer one has recorded.",
    kills: ["core.tape.programs"],
  },
  {
    name: "tape-gives-nothing-for-an-unrecorded-target",
    method: "GradientTape.gradient",
    within: "file",
    change: [
      [
        `const wanted = new Set(sources);`,
        `if (!this.operations.some(({ outputs }) => outputs[0] === target)) return sources.map((source) => zerosLike(source));
    const wanted = new Set(sources);`,
      ],
    ],
    thought: "A target that no call has produced does not depend on anything.",
    kills: ["core.tape.programs"],
  },
  {
    name: "tape-keeps-the-last-hundred-calls",
    method: "Diffable.call",
    within: "file",
    change: [
      [
        `    return output;
  }

  /**
   * The local derivative with respect to each input`,
        `    const recorded = Diffable.gradientTape?.operations;
    if (recorded && recorded.length > 100) recorded.shift();
    return output;
  }

  /**
   * The local derivative with respect to each input`,
      ],
    ],
    named: "GradientTape.gradient",
    thought: "A tape that is left open must not fill the memory.",
    kills: ["core.tape.reuse"],
  },
  {
    name: "dispose-always-goes-back",
    method: "GradientTape.[Symbol.dispose]",
    within: "file",
    change: [
      [
        `if (Diffable.gradientTape === this) Diffable.gradientTape = this.outer;`,
        `Diffable.gradientTape = this.outer;`,
      ],
    ],
    thought: "At the end of the block the outer tape records again; the condition is superfluous.",
    kills: ["core.tape.exception"],
  },
]);
