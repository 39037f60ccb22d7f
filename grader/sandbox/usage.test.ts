import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { measureUsage, parseTime, processorMs } from "./usage.ts";

const tells = process.platform === "win32" ? test.skip : test;

describe("the time that a process uses", () => {
  tells(
    "is processor time: much for a loop, none for a sleeper (not available on Windows)",
    async () => {
      const busy = spawn(process.execPath, ["-e", "for (;;) {}"], { stdio: "ignore" });
      const idle = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { stdio: "ignore" });
      try {
        await delay(500);
        const measures = [measureUsage(busy.pid), measureUsage(idle.pid)];
        await delay(1000);
        const [busyMs, idleMs] = await Promise.all(measures.map((measure) => measure()));
        // The first quarter of a second counts as measured by the clock.
        expect(idleMs).toBeLessThan(600);
        expect(busyMs).toBeGreaterThan(idleMs);
        expect(busyMs).toBeLessThan(1500);
      } finally {
        for (const child of [busy, idle]) child.kill("SIGKILL");
      }
    },
    30_000,
  );

  test("is wall-clock time where processor time is not available, and for short calls", async () => {
    const measure = measureUsage(undefined);
    await delay(700);
    const usedMs = await measure();
    expect(usedMs).toBeGreaterThan(650);
    const short = measureUsage(process.pid);
    await delay(20);
    expect(await short()).toBeLessThan(250);
  });

  test("is unknown for a process that has ended", async () => {
    expect(await processorMs(2 ** 22 + 1)).toBeNull();
  });
});

test.each([
  ["0:01.50", 1500],
  ["12:34.00", 754_000],
  ["01:02:03", 3_723_000],
  ["2-00:00:01", 172_801_000],
])("ps prints %s for %i ms", (text, ms) => {
  expect(parseTime(text)).toBe(ms);
});
