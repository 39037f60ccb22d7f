/**
 * Runs the tests of the isolation layers on every Node in NODE_BINARIES, whose paths are separated by colons. With SHARD=K/N,
 * runs the longer tests of the sandbox on a part of these Nodes.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { takeShard } from "../proofs/shard.ts";

const binaries = (process.env.NODE_BINARIES ?? "").split(":").filter(Boolean);
const root = join(__dirname, "../..");
const whole = takeShard(binaries, process.env.SHARD);
const runner = join(root, "node_modules/jest/bin/jest.js");

(binaries.length ? test.each(binaries) : test.skip.each(["(no NODE_BINARIES)"]))(
  "%s",
  (node) => {
    const names = ["isolation", "escape", ...(whole.includes(node) ? ["replies", "sandbox"] : [])];
    const tests = names.map((name) => `grader/sandbox/${name}.test`);
    const { status, stderr } = spawnSync(node, [runner, "--runInBand", ...tests], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, FORGERIES: "30" },
    });
    expect({ status, said: status === 0 ? "" : stderr }).toEqual({ status: 0, said: "" });
  },
  1_200_000,
);
