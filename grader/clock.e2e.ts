import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { setLimit } from "./clock.ts";

test("a limit fires after its time, unless it was cancelled", async () => {
  const startedAt = performance.now();
  const cancelled = jest.fn();
  const cancel = setLimit(600, cancelled);
  await new Promise<void>((resolve) => void setLimit(700, resolve));
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(690);
  expect(cancelled).toHaveBeenCalledTimes(1);
  cancel();
  setLimit(0, cancelled)();
  await delay(50);
  expect(cancelled).toHaveBeenCalledTimes(1);
});

/** Stops a process for a while, as closing a laptop does. */
async function freeze(child: ChildProcess, ms: number): Promise<void> {
  child.kill("SIGSTOP");
  await delay(ms);
  child.kill("SIGCONT");
}

const onPosix = process.platform === "win32" ? test.skip : test;

onPosix(
  "the time in which a process is stopped does not count (skipped on Windows, which has no signals)",
  async () => {
    const script = `
    const { setLimit } = require(${JSON.stringify(join(__dirname, "clock.ts"))});
    let steps = 0;
    setInterval(() => steps++, 100).unref();
    setLimit(3000, () => console.log(steps));
    console.log("begun");`;
    const child = spawn(process.execPath, ["-r", "esbuild-register", "-e", script], {
      cwd: join(__dirname, ".."),
    });
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
    });
    while (!said.includes("begun")) await delay(50);
    for (let i = 0; i < 3; i++) {
      await delay(300);
      await freeze(child, 2500);
    }
    const [code] = await new Promise<[number]>((resolve) =>
      child.once("exit", (...ended) => resolve(ended as never)),
    );
    expect(code).toBe(0);
    // Expects 30 tenths of a second, less what a busy machine loses. If the pauses counted, there would be 9.
    expect(Number(said.replace("begun", ""))).toBeGreaterThan(20);
  },
  60_000,
);
