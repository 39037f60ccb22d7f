/** MNIST, for packages that are to have it. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { findDataFile, MNIST_FILES } from "../../../data/files.ts";
import { DEFAULT_MNIST_DIR } from "../../../data/index.ts";
import { mnistFolder, readMnist } from "../../../data/mnist.ts";
import type { PackedFile } from "../../pack/zip.ts";
import { UsageError } from "../../submission/errors.ts";

/**
 * Its four files, gzipped, by name.
 * @throws UsageError when it is not there
 * @throws DataError when it is damaged
 */
export function mnistFiles(): Map<string, PackedFile> {
  const folder = mnistFolder(process.env.MNIST_DIR, DEFAULT_MNIST_DIR);
  if (folder === undefined) throw new UsageError("There is no MNIST to pack: `npm run data` downloads it");
  readMnist(folder);
  const files = Object.values(MNIST_FILES).map(({ name }): [string, PackedFile] => {
    const path = findDataFile(folder, name) ?? "";
    const bytes = readFileSync(path);
    return [`${name}.gz`, { data: path.endsWith(".gz") ? bytes : gzipSync(bytes) }];
  });
  return new Map(files);
}
