/**
 * `x[0]` is Python. In JavaScript it would be undefined, without an error. These properties throw an error that says what to
 * write. They are on the prototype, so no other use of a tensor meets them. Loops begin at 0 or at the end, so the first and
 * last indices are enough.
 */
import { ValueError } from "./errors.ts";
import { formatShape } from "./shape.ts";
import { Tensor } from "./tensor.ts";

for (let index = -10; index < 100; index++) {
  Object.defineProperty(Tensor.prototype, index, {
    get(this: Tensor): never {
      const row = this.ndim > 1 ? `row ${index} is x.gather(${index}), rows are x.slice(0, 2), ` : "";
      const one = [index, 0, 0, 0].slice(0, Math.max(this.ndim, 1)).join(", ");
      throw new ValueError(
        `x[${index}]: a tensor has no brackets (shape ${formatShape(this.shape)}): ${row}one element is x.at(${one})`,
      );
    },
    set(this: Tensor): never {
      throw new ValueError(
        `x[${index}] = ...: a tensor has no brackets (shape ${formatShape(this.shape)}): write x.slice(${index === -1 ? "-1" : `${index}, ${index + 1}`}).assign(...)`,
      );
    },
    configurable: true,
  });
}
