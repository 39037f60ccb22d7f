/** Runs a real Redis for tests, only on the loopback address. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { connect, createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

export const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

export interface RedisServer {
  url: string;
  /** Kills it, as a power cut would, and starts it again with its data on disk. `meanwhile` says how long it stays down. */
  restart(meanwhile: () => Promise<unknown>): Promise<void>;
  stop(): Promise<void>;
}

/** @param folder the folder for its data */
export async function startRedis(folder: string): Promise<RedisServer> {
  const port = await freePort();
  // Whatever it has acknowledged is on disk: without "always", it may forget its last second.
  const persistence = ["--appendonly", "yes", "--appendfsync", "always", "--save", ""];
  const args = ["--port", port, "--bind", "127.0.0.1", "--dir", folder, ...persistence];
  let server: ChildProcess;
  const start = async () => {
    server = spawn("redis-server", args.map(String), { stdio: "ignore" });
    while (!(await answers(port))) await delay(50);
  };
  const stop = async (signal: NodeJS.Signals) => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill(signal);
    await ended;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    async restart(meanwhile) {
      await stop("SIGKILL");
      await meanwhile();
      await start();
    },
    stop: () => stop("SIGTERM"),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.on("error", () => end(false));
    socket.on("data", () => end(true));
    socket.write("PING\r\n");
  });
}
