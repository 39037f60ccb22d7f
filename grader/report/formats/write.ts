/** Writes a report in the formats that were asked for: each file whole or not at all. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import type { Report } from "../report.ts";
import { type FormatName, formats } from "./index.ts";

/**
 * @param out the file of the only format; of several formats, each has its own extension in the place of this one's
 * @returns from each format to its file
 */
export function formatFiles(out: string, names: FormatName[]): Map<FormatName, string> {
  if (names.length === 1) return new Map([[names[0], out]]);
  const stem = out.replace(/\.(json|xml|md|html|txt)$/i, "");
  return new Map(names.map((name) => [name, `${stem}${formats[name].extension}`]));
}

/** @throws Error when the report is not valid, or a file cannot be written */
export async function writeFormats(files: Map<FormatName, string>, report: Report): Promise<void> {
  for (const [name, file] of files) {
    const render = await formats[name].load();
    mkdirSync(dirname(file), { recursive: true });
    writeFileAtomic.sync(file, render(report));
  }
}
