/** The chain rule that is given in core.ts names the local derivative that does not fit. */
import { Dense } from "#submission/beras/layers.ts";
import { ones, type Tensor } from "#tensor";

class Wrong extends Dense {
  constructor(private readonly locals: Tensor[]) {
    super(3, 2);
    this.call(ones([4, 3]));
  }
  override inputGradients(): Tensor[] {
    return this.locals;
  }
  override weightGradients(): Tensor[] {
    return this.locals;
  }
}

test.each<[string, Tensor[], RegExp]>([
  [
    "x as it is",
    [ones([4, 3])],
    /^entry 0 of Wrong\.weightGradients has shape \[4,3\], which does not fit J of shape \[4,2\]/,
  ],
  [
    "a bias for each sample",
    [ones([4, 3, 1]), ones([4])],
    /^entry 1 of Wrong\.weightGradients has shape \[4\], which does not fit J of shape \[4,2\]/,
  ],
  ["too many numbers", [ones([4, 2])], /^entry 0 .* which does not fit a weight of shape \[3,2\]$/],
])("weight gradients: %s", (_, locals, message) => {
  expect(() => new Wrong(locals).composeToWeight(ones([4, 2]))).toThrow(message);
});

test("input gradients: a transposed one", () => {
  expect(() => new Wrong([ones([2, 3])]).composeToInput(ones([4, 2]))).toThrow(
    /^entry 0 of Wrong\.inputGradients has shape \[2,3\], which does not fit J of shape \[4,2\]/,
  );
});
