import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { writeWhole } from "../../../data/writeWhole.ts";

const COMPILER = require.resolve("assemblyscript/bin/asc.js");
const SOURCE = join(__dirname, "assembly/index.ts");
const TARGET = join(__dirname, "binaries.ts");

/** In units of 64 kB. assembly/memory.ts divides this memory. */
const MEMORY_PAGES = 211;

/** Compiles the AssemblyScript source to the text of binaries.ts. Deterministic. */
async function compile(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "kernel-"));
  try {
    const [simd, relaxed] = await Promise.all([
      assemble(join(folder, "simd.wasm"), ["simd"]),
      assemble(join(folder, "relaxed-simd.wasm"), ["simd", "relaxed-simd"]),
    ]);
    return `// Generated from assembly/ by \`npm run wasm\`. Do not edit.

/** The kernel for engines with SIMD, in base64. */
export const SIMD =
  "${simd}";

/** The same with the multiply-add instruction of relaxed SIMD, in base64. */
export const RELAXED_SIMD =
  "${relaxed}";
`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @returns the binary in base64 */
async function assemble(binary: string, features: string[]): Promise<string> {
  // biome-ignore format: an option and its value per line
  const options = [
    "--outFile", binary,
    "--optimizeLevel", "3",
    "--noAssert",
    "--runtime", "stub",
    "--initialMemory", String(MEMORY_PAGES),
    ...features.flatMap((feature) => ["--enable", feature]),
  ];
  await promisify(execFile)(process.execPath, [COMPILER, SOURCE, ...options]);
  return readFileSync(binary, "base64");
}

async function main(): Promise<void> {
  const text = await compile();
  const name = relative(process.cwd(), TARGET);
  if (!process.argv.includes("--check")) {
    await writeWhole(TARGET, text);
    console.log(`Wrote ${name}`);
  } else if (readFileSync(TARGET, "utf8") !== text) {
    console.error(`${name} does not match its source in assembly/: run npm run wasm and commit the result`);
    process.exitCode = 1;
  } else {
    console.log(`${name} matches its source`);
  }
}

void main();
