/** Tests the colors of the real command's output. */
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
