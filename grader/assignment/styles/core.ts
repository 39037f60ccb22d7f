import { variantsOf } from "../../proofs/styles/variant.ts";

export const core = variantsOf("beras/core.ts", [
  {
    name: "tape-everything",
    method: "GradientTape.gradient",
    style: "Carries gradients to every input and weight, wanted or not.",
    body: `
    const gradients = new Map<Tensor, Tensor>();
    gradients.set(target, onesLike(target));
    for (let i = this.operations.length - 1; i >= 0; i--) {
      const operation = this.operations[i];
      const J = gradients.get(operation.outputs[0]);
      if (J === undefined) continue;
      const add = (tensor: Tensor, part: Tensor) => {
        const before = gradients.get(tensor);
        gradients.set(tensor, before === undefined ? part : before.add(part));
      };
      operation.composeToInput(J).forEach((part, k) => {
        if (operation.inputs[k]) add(operation.inputs[k], part);
      });
      operation.composeToWeight(J).forEach((part, k) => {
        add(operation.layer.weights[k], part);
      });
    }
    return sources.map((source) => gradients.get(source) ?? zerosLike(source));`,
  },
  {
    name: "tape-lists-of-paths",
    method: "GradientTape.gradient",
    style: "Keeps the gradient of every path, and adds them up when they are needed.",
    body: `
    const paths = new Map<Tensor, Tensor[]>([[target, [onesLike(target)]]]);
    const total = (tensor: Tensor) => paths.get(tensor)?.reduce((sum, part) => sum.add(part));
    const note = (tensor: Tensor, part: Tensor) => {
      const known = paths.get(tensor);
      if (known) known.push(part);
      else paths.set(tensor, [part]);
    };
    for (const operation of [...this.operations].reverse()) {
      const J = total(operation.outputs[0]);
      if (!J) continue;
      for (const [k, part] of operation.composeToWeight(J).entries()) note(operation.layer.weights[k], part);
      for (const [k, part] of operation.composeToInput(J).entries()) note(operation.inputs[k], part);
    }
    return sources.map((source) => total(source) ?? zerosLike(source));`,
  },
  {
    name: "tape-recursive",
    method: "GradientTape.gradient",
    style: "Recursion: from an operation to the one before it.",
    members: `
  private walk(i: number, gradients: Map<Tensor, Tensor>): void {
    if (i < 0) return;
    const operation = this.operations[i];
    const J = gradients.get(operation.outputs[0]);
    if (J) {
      const targets = [...operation.layer.weights, ...operation.inputs];
      const parts = [...operation.composeToWeight(J), ...operation.composeToInput(J)];
      parts.forEach((part, k) => {
        const known = gradients.get(targets[k]);
        gradients.set(targets[k], known ? part.add(known) : part);
      });
    }
    this.walk(i - 1, gradients);
  }`,
    body: `
    const gradients = new Map([[target, onesLike(target)]]);
    this.walk(this.operations.length - 1, gradients);
    return sources.map((source) => gradients.get(source) ?? zerosLike(source));`,
  },
  {
    name: "tape-in-place-on-own-sums",
    method: "GradientTape.gradient",
    style: "Adds in place, to tensors of its own.",
    body: `
    const gradients = new Map<Tensor, Tensor>([[target, onesLike(target)]]);
    const accumulate = (tensor: Tensor, part: Tensor) => {
      const sum = gradients.get(tensor);
      if (sum) sum.assignAdd(part);
      else gradients.set(tensor, part.copy());
    };
    for (let i = this.operations.length; i-- > 0; ) {
      const operation = this.operations[i];
      const J = gradients.get(operation.outputs[0]);
      if (!J) continue;
      operation.composeToWeight(J).forEach((part, k) => accumulate(operation.layer.weights[k], part));
      operation.composeToInput(J).forEach((part, k) => accumulate(operation.inputs[k], part));
    }
    return sources.map((source) => gradients.get(source) ?? zerosLike(source));`,
  },
  {
    name: "tape-float32",
    method: "GradientTape.gradient",
    style: "Begins with ones in float32, and hands out float32.",
    imports: ["ones", "zeros"],
    body: `
    const gradients = new Map<Tensor, Tensor>([[target, ones(target.shape, "float32")]]);
    for (const operation of this.operations.toReversed()) {
      const J = gradients.get(operation.outputs[0]);
      if (!J) continue;
      const tensors = [...operation.layer.weights, ...operation.inputs];
      const parts = [...operation.composeToWeight(J), ...operation.composeToInput(J)];
      parts.forEach((part, i) => {
        const known = gradients.get(tensors[i]);
        gradients.set(tensors[i], (known ? known.add(part) : part).astype("float32"));
      });
    }
    return sources.map((source) => gradients.get(source) ?? zeros(source.shape, "float32"));`,
  },
]);
