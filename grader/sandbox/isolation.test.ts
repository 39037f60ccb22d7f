/**
 * The isolation layers of the sandbox process, one by one. Each test runs a probe in place of the host script, as if a
 * submission had escaped its context. The probe must fail with all layers, and succeed without the layer under test. So the
 * tests notice when a layer is removed or has no effect.
 */
import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";
import vm from "node:vm";
import { temporaryFolder } from "../testing/overlay.ts";
import { type IsolationLayer, isolationLayers, launch } from "./launch.ts";
import { bytesByPs, canWatchMemory, residentBytes, watchMemory } from "./memoryWatch.ts";
import { availableNamespaces, hasNetworkPermission, type Namespace, processWithin } from "./namespaces.ts";
import { pipe } from "./protocol.ts";

const isWindows = process.platform === "win32";
const hasNamespace = (name: Namespace) => availableNamespaces().includes(name);

/** Runs a probe. Returns its answer, or "ended" if its process ends without one. */
async function probe(code: string, ...without: IsolationLayer[]): Promise<unknown> {
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

test("the command line stays short: Windows allows 32,767 characters", () => {
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

test("no variable of the system is inherited, except the system's folder on Windows", async () => {
  const own = (await probe("answer(process.env);")) as Record<string, string>;
  const inherited = Object.keys(own).filter((name) => own[name] && own[name] === process.env[name]);
  // Wine sets variables of its own in every process.
  const others = inherited.map((name) => name.toUpperCase()).filter((name) => !name.startsWith("WINE"));
  expect(others.filter((name) => !isWindows || !["SYSTEMROOT", "SYSTEMDRIVE"].includes(name))).toEqual([]);
});

describe("the permission model denies", () => {
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
    // The namespace of files denies the same.
    expect(await probe(code(), "permission", "files")).toBe(answer);
  });

  (process.platform === "linux" ? test : test.skip)("the parent's environment", async () => {
    const code = `attempt(() => typeof require("fs").readFileSync("/proc/${process.pid}/environ", "utf8"));`;
    expect(await probe(code)).toBe("refused: ERR_ACCESS_DENIED");
    // A user namespace may deny the same.
    expect(await probe(code, "permission", "files")).toMatch(/^(string|refused: EACCES)$/);
  });

  // SQLite opens files itself, past the permission model. Node has it since 22.5.
  test("writing files as databases", async () => {
    const path = join(temporaryFolder(), "loot.db");
    const code = `attempt(() => {
      const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
      const database = new DatabaseSync(":memory:");
      database.exec("ATTACH '" + ${JSON.stringify(path)} + "' AS loot; CREATE TABLE loot.x(y)");
      return "written";
    });`;
    expect(await probe(code, "files")).toMatch(/^refused/);
    expect(existsSync(path)).toBe(false);
    // In 22.12 databases are off by default, so the layer has no effect to show.
    if (!isBuiltin("node:sqlite")) return;
    expect(await probe(code, "databases", "files")).toBe("written");
    expect(existsSync(path)).toBe(true);
  });

  test("native modules", async () => {
    const code = `attempt(() => process.dlopen({ exports: {} }, ${file()}));`;
    expect(await probe(code)).toBe("refused: ERR_DLOPEN_DISABLED");
  });
});

test("strings are never compiled, not even in the host's context", async () => {
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
  "memory is measured in bytes, whatever the page size, with ps where /proc is missing",
  async () => {
    const own = process.memoryUsage.rss();
    // A small container lacks ps. Without ps and /proc there is no memory limit, and the report lists none.
    const ways = spawnSync("ps").error ? [residentBytes] : [residentBytes, bytesByPs];
    for (const tell of ways) {
      expect(await tell(process.pid)).toBeGreaterThan(own / 2);
      expect(await tell(process.pid)).toBeLessThan(own * 2);
      await expect(tell(2 ** 22 + 1)).rejects.toThrow();
    }
  },
);

(canWatchMemory() ? test : test.skip)(
  "memory outside of the heap is watched, even in a namespace",
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

test("killing a process also ends the one that waits outside of its namespace", async () => {
  const { child, channel, kill, cleanUp } = launch(`require("fs").writeSync(${pipe}, "x"); for (;;);`, 64);
  await once(channel, "data");
  const pid = processWithin(child.pid as number);
  expect(pid === child.pid).toBe(!hasNamespace("processes"));
  kill();
  await once(child, "close");
  cleanUp();
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

test("V8's flags are fixed, because some of them write files past the permission model", async () => {
  const path = file();
  const code = `const v8 = require("v8"), { Script } = require("vm");
    v8.setFlagsFromString("--redirect-code-traces");
    v8.setFlagsFromString("--redirect-code-traces-to=" + ${path});
    v8.setFlagsFromString("--print-opt-code");
    new Script("(function () { const f = (a) => { let s = 0; for (let i = 0; i < 1000; i++) s += a * i | 0; return s; }; let t = 0; for (let k = 0; k < 20000; k++) t += f(k); return t; })()").runInThisContext();
    answer("set");`;
  const read = () => readFileSync(JSON.parse(path), "utf8");
  expect(await probe(code, "files")).toBe("ended");
  expect(read()).toBe("secret");
  // The namespace of files hides the file even if the flags are not fixed.
  if (hasNamespace("files")) {
    await probe(code, "fixed flags");
    expect(read()).toBe("secret");
  }
  expect(await probe(code, "fixed flags", "files")).toBe("set");
  expect(read()).not.toBe("secret");
});

describe("other processes", () => {
  const signals = (...without: IsolationLayer[]) =>
    probe(`attempt(() => process.kill(${process.pid}, 0) && "signalled");`, ...without);

  test("cannot be signalled where the platform supports it, and the report says so", async () => {
    const isClosed = hasNamespace("processes");
    expect(isolationLayers().includes("namespace of processes")).toBe(isClosed);
    expect(await signals()).toBe(isClosed ? "refused: ESRCH" : "signalled");
    expect(await signals("processes", "files")).toBe("signalled");
  });

  // Process id 0 means the whole process group, across namespaces.
  (process.platform === "win32" ? test.skip : test)("are in another process group", async () => {
    const seen = jest.fn();
    process.on("SIGWINCH", seen);
    try {
      // A process without a handler ignores this signal.
      const code = 'attempt(() => process.kill(0, "SIGWINCH") && "signalled");';
      expect(await probe(code)).toBe("signalled");
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(seen).not.toHaveBeenCalled();
    } finally {
      process.off("SIGWINCH", seen);
    }
  });
});

describe("the network", () => {
  const isClosed = hasNetworkPermission || hasNamespace("network");

  const connects = async (to: string | number, ...without: IsolationLayer[]) => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) =>
      typeof to === "string" ? server.listen(to, resolve) : server.listen(to, "127.0.0.1", resolve),
    );
    const address = server.address() as string | { port: number };
    const target =
      typeof address === "string" ? { path: address } : { port: address.port, host: "127.0.0.1" };
    try {
      return await probe(
        `const socket = require("net").connect(${JSON.stringify(target)});
         socket.on("connect", () => answer("connected"));
         socket.on("error", (error) => answer("refused: " + error.code));`,
        ...without,
      );
    } finally {
      server.close();
    }
  };

  test("is out of reach where the platform supports it, and the report says so", async () => {
    expect(isolationLayers().some((layer) => layer.includes("network"))).toBe(isClosed);
    expect(await connects(0)).toMatch(isClosed ? /^refused|ended/ : /^connected$/);
  });

  test("datagrams are out of reach, too", async () => {
    const socket = createSocket("udp4");
    await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
    const seen = jest.fn();
    socket.on("message", seen);
    const code = `const socket = require("dgram").createSocket("udp4");
      socket.send("x", ${socket.address().port}, "127.0.0.1", (error) => answer(error ? "refused: " + error.code : "sent"));`;
    try {
      expect(await probe(code)).toMatch(isClosed ? /^refused|ended/ : /^sent$/);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(seen).toHaveBeenCalledTimes(isClosed ? 0 : 1);
    } finally {
      socket.close();
    }
  });

  // Skipped where Node also denies the network itself: either layer is enough.
  (hasNetworkPermission ? test.skip : test)("is in reach without the namespace", async () => {
    expect(await connects(0, "network")).toBe("connected");
  });

  // Unix sockets on the disk belong to no network: those of databases and container daemons, for example.
  describe("and Unix sockets", () => {
    const socket = () => join(temporaryFolder(), "socket");
    const unix = process.platform === "win32" ? test.skip : test;

    unix("are out of reach where the platform supports it, and the report says so", async () => {
      const isOut = hasNetworkPermission || hasNamespace("files");
      expect(isolationLayers().includes("namespace of files")).toBe(hasNamespace("files"));
      expect(await connects(socket())).toMatch(isOut ? /^refused|ended/ : /^connected$/);
    });

    (hasNetworkPermission ? test.skip : unix)("are in reach without the namespace", async () => {
      expect(await connects(socket(), "files")).toBe("connected");
    });
  });
});

test("the root folder holds only Node and its libraries, and is read-only", async () => {
  if (!hasNamespace("files")) return;
  const code = `const fs = require("fs"), all = fs.readdirSync("/").filter((name) => name !== "tmp");
    let written = "written";
    try { fs.writeFileSync("/usr/beras-probe", "x"); } catch (error) { written = error.code; }
    answer({ all, written, uid: process.getuid() });`;
  const { all, written, uid } = (await probe(code, "permission")) as {
    all: string[];
    written: string;
    uid: number;
  };
  const known = ["usr", "lib", "lib64", "nix", process.execPath.split("/")[1]];
  expect(all.filter((name) => !known.includes(name))).toEqual([]);
  expect(written).toMatch(/EROFS|EACCES/);
  expect(uid).toBe(65534);
});

test("the context has none of the host's globals", () => {
  const names = ["process", "require", "fetch", "setTimeout", "Buffer"];
  const code = JSON.stringify(names.map((name) => `typeof ${name}`)).replaceAll('"', "");
  const inside = vm.runInContext(code, vm.createContext(Object.create(null)));
  expect(Array.from(inside as string[])).toEqual(names.map(() => "undefined"));
  expect(vm.runInThisContext("typeof process")).toBe("object");
});
