/** Zip files that no ordinary program writes. Each holds the submission, and something else. */
import { join } from "node:path";
import { entriesOf, makeZip, patching, renaming, type ZipEntry } from "../../testing/archives.ts";

/** @param edit changes the bytes of the finished archive */
const withEntries = (entries: ZipEntry[], edit?: (bytes: Buffer) => Buffer) => (folder: string) =>
  makeZip(join(folder, "alice.zip"), [...entriesOf(folder, "hw2/code/"), ...entries], edit);

const megabytes = (n: number) => Buffer.alloc(n * 2 ** 20);
const evil = { name: "hw2/code/evilevil.ts", data: "export {};" };

/** Maps the name in case.json to a function that writes the archive and returns its path. */
export const archives: Record<string, (folder: string) => Promise<string>> = {
  slip: withEntries([evil], renaming("hw2/code/evilevil.ts", "../outside/evil12.ts")),
  absolute: withEntries([evil], renaming("hw2/code/evilevil.ts", "/tmp/evil/evil123.ts")),
  drive: withEntries([evil], renaming("hw2/code/evilevil.ts", "C:\\tmp\\evil\\evil1.ts")),
  bomb: withEntries([{ name: "hw2/code/bomb.ts", data: megabytes(32) }]),
  lie: withEntries([{ name: "hw2/code/lie.ts", data: megabytes(3) }], patching(24, 10, 4)),
  link: withEntries([{ name: "hw2/code/secret.ts", data: "../../../outside/secret.ts", mode: 0o120777 }]),
  twice: withEntries([{ name: "hw2/code/beras/losses.ts", data: "export const MeanSquaredError = 1;" }]),
  otherCase: withEntries([{ name: "hw2/code/beras/Losses.ts", data: "export const MeanSquaredError = 1;" }]),
  encrypted: withEntries([evil], patching(8, 0x0801, 2)),
  truncated: withEntries([], (bytes) => bytes.subarray(0, bytes.length / 2)),
  many: withEntries(Array.from({ length: 2001 }, (_, i) => ({ name: `hw2/code/many/${i}.ts` }))),
  unread: withEntries([
    ...Array.from({ length: 2100 }, (_, i) => ({ name: `venv/lib/${i}.py` })),
    { name: "venv/lib64", data: "lib", mode: 0o120777 },
    ...["no:te.txt", "CON", "a?b.txt", "notes ./x"].map((name) => ({ name })),
    { name: "hw2/code/data.bin", data: megabytes(20) },
  ]),
  clutter: withEntries([
    { name: "__MACOSX/hw2/code/._assignment.ts", data: "x" },
    { name: "hw2/code/.DS_Store", data: "x" },
    { name: "hw2/code/node_modules/big.bin", data: megabytes(8) },
    { name: "hw2/code/node_modules/.bin/tsx", data: "../tsx", mode: 0o120755 },
  ]),
};
