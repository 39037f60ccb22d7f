import { decodeBase64 } from "./kernel/base64.ts";
import { RELAXED_SIMD, SIMD } from "./kernel/binaries.ts";
import type { Gemm } from "./kernel/gemm.ts";
import { plainGemm } from "./kernel/plain.ts";
import { wasmGemm } from "./kernel/wasm.ts";

/** What computes matrix products: loops in TypeScript, or WebAssembly with or without relaxed SIMD. */
export type Implementation = "plain" | "wasm-simd" | "wasm-relaxed-simd";

/** Products with fewer multiplications than this are done in plain loops, which need no copying. Measured. */
const SMALL = 4096;

const FASTEST_FIRST: Implementation[] = ["wasm-relaxed-simd", "wasm-simd", "plain"];

let chosen: { name: Implementation; gemm: Gemm } | undefined;

/** The implementation in use: the fastest that this engine has, unless {@link useImplementation} said otherwise. */
export function implementation(): Implementation {
  return current().name;
}

/**
 * Chooses the implementation. For tests and benchmarks only: the fastest one is chosen by itself.
 *
 * @throws Error when this engine lacks it
 */
export function useImplementation(name: Implementation): void {
  const gemm = load(name);
  if (!gemm) throw new Error(`This JavaScript engine does not support ${name}`);
  chosen = { name, gemm };
}

/** `a: [n, k], b: [k, m] -> out: [n, m]`, by the implementation in use. */
export const gemm: Gemm = (n, k, m, a, b, out, outOffset) => {
  const multiply = n * k * m < SMALL ? plainGemm : current().gemm;
  multiply(n, k, m, a, b, out, outOffset);
};

function current(): { name: Implementation; gemm: Gemm } {
  if (!chosen) {
    for (const name of FASTEST_FIRST) {
      const found = load(name);
      if (!found) continue;
      chosen = { name, gemm: found };
      break;
    }
  }
  return chosen!;
}

/** `undefined` when the engine lacks the instructions, or WebAssembly altogether. */
function load(name: Implementation): Gemm | undefined {
  if (name === "plain") return plainGemm;
  if (typeof WebAssembly === "undefined") return undefined;
  const binary = decodeBase64(name === "wasm-simd" ? SIMD : RELAXED_SIMD);
  try {
    return WebAssembly.validate(binary) ? wasmGemm(binary) : undefined;
  } catch {
    // A page or a context may forbid compiling WebAssembly.
    return undefined;
  }
}
