export { elementwise32, elementwise64, expand32, expand64 } from "./elementwise";
export { matmul32, matmul64 } from "./matmul";
export { narrow32, narrow64 } from "./narrow";
export { A, B, BLOCK, C, CHUNK, OUT, ROW } from "./memory";
export { sumRows32, sumRows64 } from "./sumRows";
