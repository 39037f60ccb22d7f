export { elementwise32, elementwise64, expand32, expand64 } from "./elementwise";
export { matmul32, matmul64 } from "./matmul";
export { A, B, BLOCK, C, CHUNK, COLUMNS, OUT, ROWS } from "./memory";
