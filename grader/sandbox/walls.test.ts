/**
 * The walls around the sandbox process, one by one. Each test runs a probe in the place of the host script, as if a submission
 * had got out of its context: with all walls it must fail, and without the one that it is about it must succeed. So a
 * wall that is taken away, or does nothing, is found.
 */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import vm from "node:vm";
import { temporaryFolder } from "../testing/overlay.ts";
import { isolationLayers, launch, type Wall } from "./launch.ts";
import { bytesByPs, canWatchMemory, residentBytes, watchMemory } from "./memoryWatch.ts";
import { hasNamespace, hasNetworkPermission, processWithin } from "./namespaces.ts";
import { pipe } from "./protocol.ts";

const isWindows = process.platform === "win32";

/** What a probe says; "ended" when its process does not survive it. */
async function probe(code: string, ...without: Wall[]): Promise<unknown> {
  const host = `"use strict";
    const say = (value) => require("fs").writeSync(${pipe}, JSON.stringify(value));
    const answer = (value) => { say(value); process.exit(0); };
    const attempt = (what) => { try { answer(what()); } catch (error) { answer("refused: " + error.code); } };
    ${code}`;
  const { child, channel, cleanUp } = launch(host, 64, { without });
  let said = "";
  channel.on("data", (chunk) => {
    said += chunk;
  });
  const ended = once(child, "close");
  try {
    await ended;
    return said ? JSON.parse(said) : "ended";
  } finally {
    cleanUp();
  }
}

const file = () => {
  const path = join(temporaryFolder(), "secret.txt");
  writeFileSync(path, "secret");
  return JSON.stringify(path);
};

test("nothing large travels in an argument: Windows allows 32,767 characters a command line", () => {
  const { child, kill, cleanUp } = launch("process.exit()", 64);
  kill();
  cleanUp();
  expect(child.spawnargs.join(" ").length).toBeLessThan(2000);
});

test("the environment is not inherited", async () => {
  process.env.BERAS_TEST_SECRET = "secret";
  const code = "answer(process.env.BERAS_TEST_SECRET ?? 'nothing');";
  expect(await probe(code)).toBe("nothing");
  expect(await probe(code, "environment")).toBe("secret");
});

test("nor is anything of the system's, but where it lies on Windows", async () => {
  const code = "answer(Object.keys(process.env).filter((name) => process.env[name]));";
  const names = ((await probe(code)) as string[]).map((name) => name.toUpperCase());
  // Wine, which plays Windows, tells every process of itself.
  const others = names.filter((name) => !/^(MALLOC_|WINE)/.test(name));
  expect(others.filter((name) => !isWindows || !["SYSTEMROOT", "SYSTEMDRIVE"].includes(name))).toEqual([]);
});

describe("the permission model keeps from", () => {
  test.each([
    ["files", () => `attempt(() => require("fs").readFileSync(${file()}, "utf8"));`, "secret"],
    [
      "writing files",
      () => `attempt(() => { require("fs").writeFileSync(${file()}, "x"); return "written"; });`,
      "written",
    ],
    [
      "child processes",
      () =>
        'attempt(() => String(require("child_process").execFileSync(process.execPath, ["--version"])).trim());',
      process.version,
    ],
    [
      "threads",
      () =>
        'attempt(() => { new (require("worker_threads").Worker)("0", { eval: true }); return "started"; });',
      "started",
    ],
  ])("%s", async (_, code, answer) => {
    expect(await probe(code())).toMatch(/^refused: ERR_ACCESS_DENIED/);
    expect(await probe(code(), "permission")).toBe(answer);
  });

  (process.platform === "linux" ? test : test.skip)("the parent's environment", async () => {
    const code = `attempt(() => typeof require("fs").readFileSync("/proc/${process.pid}/environ", "utf8"));`;
    expect(await probe(code)).toBe("refused: ERR_ACCESS_DENIED");
    // In a user namespace of its own it is closed once more.
    expect(await probe(code, "permission")).toMatch(/^(string|refused: EACCES)$/);
  });

  test("native modules", async () => {
    const code = `attempt(() => process.dlopen({ exports: {} }, ${file()}));`;
    expect(await probe(code)).toBe("refused: ERR_DLOPEN_DISABLED");
  });
});

test("no code is made of strings, in the host's realm either", async () => {
  const code = `try { answer(Function("return 'made'")()); } catch (error) { answer(error.name); }`;
  expect(await probe(code)).toBe("EvalError");
  expect(await probe(code, "code from strings")).toBe("made");
});

test("the heap is limited", async () => {
  const code =
    "const all = []; for (let i = 0; i < 25; i++) all.push(new Array(1e6).fill(i + 0.5)); answer('held');";
  expect(await probe(code)).toBe("ended");
  expect(await probe(code, "heap limit")).toBe("held");
});

(canWatchMemory() ? test : test.skip)(
  "memory is told in bytes, whatever size the pages have, and by ps where there is no /proc",
  async () => {
    const own = process.memoryUsage.rss();
    // A small container has no ps; one with neither has no limit, and no report lists it.
    const ways = spawnSync("ps").error ? [residentBytes] : [residentBytes, bytesByPs];
    for (const tell of ways) {
      expect(await tell(process.pid)).toBeGreaterThan(own / 2);
      expect(await tell(process.pid)).toBeLessThan(own * 2);
      await expect(tell(2 ** 22 + 1)).rejects.toThrow();
    }
  },
);

(canWatchMemory() ? test : test.skip)(
  "memory outside of the heap is watched, in a namespace, too",
  async () => {
    const { child, channel, kill, cleanUp } = launch(
      `require("fs").writeSync(${pipe}, "x");
     const all = []; setInterval(() => all.push(new Uint8Array(1e7).fill(1)), 10);`,
      64,
    );
    try {
      await once(channel, "data");
      const pid = processWithin(child.pid as number);
      const own = await residentBytes(pid);
      const exceeded = await new Promise<boolean>((resolve) => {
        watchMemory(pid, own + 2 ** 27, () => resolve(true));
      });
      expect(exceeded).toBe(true);
    } finally {
      kill();
      cleanUp();
    }
  },
);

test("a process that is killed is gone, with the one that waits for it outside of its namespace", async () => {
  const { child, channel, kill, cleanUp } = launch(`require("fs").writeSync(${pipe}, "x"); for (;;);`, 64);
  await once(channel, "data");
  const pid = processWithin(child.pid as number);
  expect(pid === child.pid).toBe(!hasNamespace("processes"));
  kill();
  await once(child, "close");
  cleanUp();
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

describe("the network", () => {
  const connects = async (...without: Wall[]) => {
    const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    try {
      return await probe(
        `const socket = require("net").connect(${port}, "127.0.0.1");
         socket.on("connect", () => answer("connected"));
         socket.on("error", (error) => answer("refused: " + error.code));`,
        ...without,
      );
    } finally {
      server.close();
    }
  };

  test("is out of reach where the platform can do that, and the report says so", async () => {
    const isClosed = hasNetworkPermission || hasNamespace("network");
    expect(isolationLayers().some((layer) => layer.startsWith("network"))).toBe(isClosed);
    expect(await connects()).toMatch(isClosed ? /^refused|ended/ : /^connected$/);
  });

  // Where Node's own permission is in force, too, one of them is enough.
  (hasNetworkPermission ? test.skip : test)("is in reach without that", async () => {
    expect(await connects("network")).toBe("connected");
  });
});

test("the context has none of the host's names", () => {
  const names = ["process", "require", "fetch", "setTimeout", "Buffer"];
  const code = JSON.stringify(names.map((name) => `typeof ${name}`)).replaceAll('"', "");
  const inside = vm.runInContext(code, vm.createContext(Object.create(null)));
  expect(Array.from(inside as string[])).toEqual(names.map(() => "undefined"));
  expect(vm.runInThisContext("typeof process")).toBe("object");
});
