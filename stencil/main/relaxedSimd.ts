/**
 * Lets #tensor multiply and add in one instruction. Node 20 has relaxed SIMD behind a flag, newer versions without. Imported for its
 * effect, before the first matrix product.
 */
import { setFlagsFromString } from "node:v8";

if (process.version.startsWith("v20.")) setFlagsFromString("--experimental-wasm-relaxed-simd");
