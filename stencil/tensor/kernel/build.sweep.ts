import { spawnSync } from "node:child_process";

/** Two compilations, which take about four seconds each on an idle machine. */
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
