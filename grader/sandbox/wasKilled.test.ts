import { spawnSync } from "node:child_process";
import { wasKilled } from "./wasKilled.ts";

test.each([
  ["it ends by itself", [], "process.exit(0)", false],
  ["it throws", [], "throw new Error()", false],
  ["its options are invalid", ["--no-such-option"], "", false],
  ["it runs out of memory", ["--max-old-space-size=16"], "const a = []; for (;;) a.push([a.length]);", true],
  ["it aborts", [], "process.abort()", true],
])("a real process: %s", (_, flags, code, killed) => {
  const { status, signal } = spawnSync(process.execPath, [...flags, "-e", code], { stdio: "ignore" });
  expect(wasKilled(status, signal)).toBe(killed);
});

test.each([
  ["Windows, out of memory", 134],
  ["Windows, stack overflow", 0xc00000fd],
  ["a wrapper that reports its signal as shells do", 137],
])("%s", (_, code) => {
  expect(wasKilled(code)).toBe(true);
});
