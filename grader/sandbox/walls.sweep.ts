/** The walls on every Node whose program NODE_BINARIES names, separated by colons; each test says what its wall keeps out. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const binaries = (process.env.NODE_BINARIES ?? "").split(":").filter(Boolean);
const root = join(__dirname, "../..");
const runner = join(root, "node_modules/jest/bin/jest.js");

(binaries.length ? test.each(binaries) : test.skip.each(["(no NODE_BINARIES)"]))(
  "%s",
  (node) => {
    const tests = ["walls", "fallen", "replies", "sandbox"].map((name) => `grader/sandbox/${name}.test`);
    const { status, stderr } = spawnSync(node, [runner, "--runInBand", ...tests], {
      cwd: root,
      encoding: "utf8",
    });
    expect({ status, said: status === 0 ? "" : stderr }).toEqual({ status: 0, said: "" });
  },
  1_200_000,
);
