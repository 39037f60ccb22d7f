import { once } from "node:events";
import { sandboxBundles } from "./bundles.ts";
import { encode } from "./codec.ts";
import type { Launched } from "./launch.ts";
import { launchAhead, takeLaunched } from "./launchAhead.ts";
import { Sandbox } from "./sandbox.ts";

const memoryMb = 128;
const taken: Launched[] = [];
async function take(): Promise<Launched> {
  const { host } = await sandboxBundles();
  const launched = takeLaunched(host, memoryMb);
  taken.push(launched);
  return launched;
}
afterEach(() => {
  for (const { kill, cleanUp } of taken.splice(0)) {
    kill();
    cleanUp();
  }
});

test("a process that was started ahead serves one sandbox", async () => {
  const ahead = await launchAhead(memoryMb);
  expect(await launchAhead(memoryMb)).toBe(ahead);
  expect(await take()).toBe(ahead);
  expect(await take()).not.toBe(ahead);
});

test("it does not serve one with another memory limit", async () => {
  const { host } = await sandboxBundles();
  const ahead = await launchAhead(memoryMb);
  taken.push(takeLaunched(host, 2 * memoryMb));
  expect(taken[0]).not.toBe(ahead);
  expect(await take()).toBe(ahead);
});

test.each(["alive", "dead"])("a sandbox runs where the process that waits is %s", async (state) => {
  const ahead = await launchAhead(memoryMb);
  if (state === "dead") {
    const gone = once(ahead.child, "exit");
    ahead.kill();
    await gone;
  }
  const modules = [{ name: "lib/queue.ts", code: "exports.size = () => 3;" }];
  const sandbox = new Sandbox({ modules, exports: { "lib/queue.ts": ["size"] } }, memoryMb);
  try {
    await sandbox.open("seed");
    const outcome = await sandbox.call("({ size }) => size()", encode(null), 5000);
    expect(outcome).toMatchObject({ kind: "returned", wire: { text: "3" } });
  } finally {
    await sandbox.end();
  }
});
