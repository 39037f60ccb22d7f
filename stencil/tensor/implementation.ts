import { decodeBase64 } from "./kernel/base64.ts";
import { RELAXED_SIMD, SIMD } from "./kernel/binaries.ts";
import type { Gemm } from "./kernel/gemm.ts";
import { compile, type Kernels } from "./kernel/kernel.ts";
import { plainGemm } from "./kernel/plain.ts";
import { wasmGemm } from "./kernel/wasm-gemm.ts";

/** How matrix products are computed: by loops in TypeScript, or by WebAssembly with or without relaxed SIMD. */
export type Implementation = "plain" | "wasm-simd" | "wasm-relaxed-simd";

/** Products with fewer multiplications use plain loops, which need no copying. Measured. */
const SMALL = 1000;

interface Chosen {
  name: Implementation;
  gemm: Gemm;
  /** The compiled kernels; undefined for plain loops. */
  kernels?: Kernels;
}

let chosen: Chosen | undefined;
/** Implementations by name, kept because an engine needs time to optimise freshly compiled kernels. */
const loaded = new Map<Implementation, Chosen | undefined>();

/** The implementation in use: the fastest that this engine supports, unless {@link useImplementation} chose another. */
export function implementation(): Implementation {
  return current().name;
}

/**
 * Chooses the implementation, for tests and benchmarks. By default the fastest is in use.
 *
 * @throws Error when this engine does not support it
 */
export function useImplementation(name: Implementation): void {
  const found = load(name);
  if (!found) throw new Error(`This JavaScript engine does not support ${name}`);
  chosen = found;
}

/** `a: [n, k], b: [k, m] -> out: [n, m]`, by the implementation in use. */
export const gemm: Gemm = (n, k, m, a, b, out, outOffset) => {
  const multiply = n * k * m < SMALL ? plainGemm : current().gemm;
  multiply(n, k, m, a, b, out, outOffset);
};

/** The compiled kernels of the implementation in use, if it has any. */
export function currentKernels(): Kernels | undefined {
  return current().kernels;
}

function current(): Chosen {
  chosen ??= load("wasm-relaxed-simd") ?? load("wasm-simd") ?? { name: "plain", gemm: plainGemm };
  return chosen;
}

/** Returns undefined when the engine lacks the instructions, or WebAssembly altogether. */
function load(name: Implementation): Chosen | undefined {
  if (!loaded.has(name)) loaded.set(name, compiled(name));
  return loaded.get(name);
}

function compiled(name: Implementation): Chosen | undefined {
  if (name === "plain") return { name, gemm: plainGemm };
  if (typeof WebAssembly === "undefined") return undefined;
  const binary = decodeBase64(name === "wasm-simd" ? SIMD : RELAXED_SIMD);
  if (!WebAssembly.validate(binary)) return undefined;
  try {
    const kernels = compile(binary);
    return { name, gemm: wasmGemm(kernels), kernels };
  } catch {
    // A page or a context may forbid compiling WebAssembly.
    return undefined;
  }
}
