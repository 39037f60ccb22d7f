/**
 * Lets #tensor multiply and add in one instruction: Node 20 has relaxed SIMD behind a flag, newer ones without. Imported for its
 * effect, before the first product.
 */
import { setFlagsFromString } from "node:v8";

if (process.version.startsWith("v20.")) setFlagsFromString("--experimental-wasm-relaxed-simd");
