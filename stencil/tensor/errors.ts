/**
 * Thrown for every wrong shape, axis, index or value. The message names the operation and the shapes, as NumPy's does:
 * `matmul: shapes [256,784] and [10,128] do not align: 784 (axis 1) != 10 (axis 0)`.
 */
export class ValueError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ValueError";
  }
}
