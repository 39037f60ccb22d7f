/** Tests the colors of the real command's output. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { runCommand } from "../testing/command.ts";

const plain = { NO_COLOR: undefined, FORCE_COLOR: undefined, CI: undefined };
const printed = async (env: NodeJS.ProcessEnv) =>
  (await runCommand(["grade", "stencil", "--only", "metrics"], { env: { ...plain, ...env } })).stdout;

test.each([
  ["in CI, where the log may be a file", { CI: "true" }],
  ["with an empty FORCE_COLOR and NO_COLOR", { FORCE_COLOR: "", NO_COLOR: "1" }],
])("a pipe gets no color codes %s", async (_, env) => {
  const stdout = await printed(env);
  expect(stdout).toContain("Metrics");
  expect(stdout).not.toContain("\x1b");
});

test("FORCE_COLOR writes color codes into a pipe, too", async () => {
  expect(await printed({ FORCE_COLOR: "1" })).toContain("\x1b[1mMetrics\x1b[22m");
});

// util-linux's `script` gives a command a terminal.
(existsSync("/usr/bin/script") ? test : test.skip)(
  "on a terminal, the test runner prints nothing",
  async () => {
    const command = `"${process.execPath}" grader/start.cjs grader/cli.ts grade stencil --only metrics`;
    const { CI: _, ...env } = process.env;
    const { stdout } = await promisify(execFile)("/usr/bin/script", ["-qec", command, "/dev/null"], { env });
    expect(stdout).toContain("Metrics");
    expect(stdout).not.toContain("test suites");
  },
);
