/** Runs every command on Nodes that are too old. Each ends with one line that says so. */
import { spawnSync } from "node:child_process";
import { delimiter } from "node:path";
import { house } from "./testing/overlay.ts";

/** Their paths: OLD_NODE_BINARIES=/opt/node18/bin/node:/opt/node22.11/bin/node */
const nodes = (process.env.OLD_NODE_BINARIES ?? "").split(delimiter).filter(Boolean);

if (nodes.length) {
  test.each(nodes)("%s", (node) => {
    const { status, stdout, stderr } = spawnSync(
      node,
      ["grader/start.cjs", "grader/cli.ts", "grade", "solution"],
      {
        cwd: house,
        encoding: "utf8",
      },
    );
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(
      /^This project needs Node\.js 20 \(from 20\.19 on\), .*; this is \d+\.\d+\.\d+\. .*\n$/,
    );
  });
} else {
  test.skip("old versions of Node (skipped: OLD_NODE_BINARIES names none)", () => {});
}
