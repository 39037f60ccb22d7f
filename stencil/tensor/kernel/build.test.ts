import { spawnSync } from "node:child_process";

/** Two compilations, of some four seconds each on a machine that has nothing else to do. */
const COMPILING_MS = 120_000;

it(
  "binaries.ts is what `npm run wasm` makes of the source in assembly/",
  () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", `${__dirname}/build.ts`, "--check"],
      {
        encoding: "utf8",
      },
    );
    expect(stderr).toBe("");
    expect(status).toBe(0);
  },
  COMPILING_MS,
);
