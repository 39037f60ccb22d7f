import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import writeFileAtomic from "write-file-atomic";

const SOURCE = join(__dirname, "assembly/matmul.ts");
const TARGET = join(__dirname, "binaries.ts");

/** The memory that wasm.ts divides up: three blocks of 2^19 float64, the scratch memory of a panel, and some spare. */
const MEMORY_PAGES = 200;

/** Compiles the AssemblyScript source to the text of binaries.ts, the same for the same source. */
async function compile(): Promise<string> {
  const simd = await assemble(["--enable", "simd"]);
  const relaxed = await assemble(["--enable", "simd", "--enable", "relaxed-simd"]);
  return `// Generated from assembly/matmul.ts by \`npm run wasm\`. Do not edit.

/** The kernel for engines with SIMD, in base64. */
export const SIMD =
  "${simd}";

/** The same with the multiply-add instruction of relaxed SIMD, in base64. */
export const RELAXED_SIMD =
  "${relaxed}";
`;
}

async function assemble(features: string[]): Promise<string> {
  const asc = await import("assemblyscript/asc");
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    // biome-ignore format: one option a line
    [
      "matmul.ts",
      "--outFile", "matmul.wasm",
      "--optimizeLevel", "3",
      "--noAssert",
      "--runtime", "stub",
      "--initialMemory", String(MEMORY_PAGES),
      ...features,
    ],
    {
      readFile: (name) => (name === "matmul.ts" ? readFileSync(SOURCE, "utf8") : null),
      writeFile: (_, contents) => {
        if (typeof contents !== "string") binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary) throw new Error(`The kernel does not compile: ${error?.message}\n${stderr}`);
  return Buffer.from(binary).toString("base64");
}

async function main(): Promise<void> {
  const text = await compile();
  const name = relative(process.cwd(), TARGET);
  if (!process.argv.includes("--check")) {
    await writeFileAtomic(TARGET, text);
    console.log(`Wrote ${name}`);
  } else if (!existsSync(TARGET) || readFileSync(TARGET, "utf8") !== text) {
    console.error(
      `${name} does not match its source, assembly/matmul.ts: run npm run wasm and commit the result`,
    );
    process.exitCode = 1;
  } else {
    console.log(`${name} matches its source`);
  }
}

void main();
