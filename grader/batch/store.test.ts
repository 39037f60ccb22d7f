import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assignment } from "../assignment/index.ts";
import { temporaryFolder } from "../testing/overlay.ts";
import { makeReport } from "../testing/reports.ts";
import { Store } from "./store.ts";

const timeout = { code: "timeout", timeoutMs: 1 } as const;
const late = makeReport({ failures: { "losses.mse.forward": timeout } });
const later = makeReport({ failures: { "losses.mse.forward": timeout, "metrics.accuracy": timeout } });

/** Runs batches over the same results, one after another. */
async function inBatch<T>(folder: string, work: (store: Store) => T | Promise<T>): Promise<T> {
  const store = new Store(assignment, folder, true);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

test("a submission that ran out of time is tried once more by the next batch, and the better attempt counts", async () => {
  const folder = temporaryFolder();
  await inBatch(folder, async (store) => {
    await store.put("key", late);
    // The same batch uses it for identical submissions.
    expect(store.get("key")?.score).toBe(late.score);
  });
  await inBatch(folder, async (store) => {
    expect(store.get("key")).toBeNull();
    await store.put("key", later);
    expect(store.get("key")?.score).toBe(late.score);
  });
  await inBatch(folder, (store) => expect(store.get("key")?.score).toBe(late.score));
});

test("no other submission is graded again", async () => {
  const folder = temporaryFolder();
  await inBatch(folder, (store) => store.put("key", makeReport()));
  await inBatch(folder, (store) => expect(store.get("key")?.score).toBe(makeReport().score));
});

test("the next batch removes unfinished files of a killed one", async () => {
  const folder = temporaryFolder();
  await inBatch(folder, (store) => store.publish("alice", makeReport()).catch(() => {}));
  const left = join(folder, "summary.json.0123abcd.unfinished");
  writeFileSync(left, "{");
  await inBatch(folder, () => expect(existsSync(left)).toBe(false));
});
