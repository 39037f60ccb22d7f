/** What may come out of an archive: every entry is looked at before the first one is written. */
import { UsageError } from "./errors.ts";

/** An entry of a zip file or of a git commit, as it claims to be. */
export interface Entry {
  /** With slashes; a folder's ends with one. */
  name: string;
  kind: "file" | "folder" | "link" | "other";
  /** When unpacked. */
  bytes: number;
  /** In the archive; as `bytes` where nothing is compressed. */
  packedBytes: number;
  isEncrypted?: boolean;
}

/** Ten source files and a few documents are what belongs in a submission; these are far beyond it. */
export const maxEntries = 2000;
export const maxTotalBytes = 100 * 1024 * 1024;
/** Text becomes 3 to 10 times as small, a file of zeros 1000 times. Small files are let be: they do no harm. */
export const maxRatio = 100;
const ratioFromBytes = 4 * 1024 * 1024;
/** Clutter is skipped, however much of it there is; but somebody has to read its names. */
const maxClutter = 100_000;
/** As Linux has it. */
const maxPath = 4096;

/** What operating systems, editors and tools leave behind, and no student meant to hand in. */
const clutter =
  /(^|\/)(__MACOSX|\.DS_Store|\._[^/]*|\.Spotlight-V100|\.Trashes|Thumbs\.db|desktop\.ini|Icon\r|node_modules|\.git)(\/|$)/i;

/**
 * Decides which entries are unpacked.
 * @param source how the user calls the archive
 * @returns a function to call with each entry: true for a file to write, false for what is skipped
 * @throws UsageError (that function) in one line, when the archive must not be unpacked at all
 */
export function entryGuard(source: string): (entry: Entry) => boolean {
  /** From a name in lower case, folders included, to how it was spelt. */
  const spelling = new Map<string, string>();
  const files = new Set<string>();
  let [skipped, entries, total, packed] = [0, 0, 0, 0];
  const refuse = (reason: string): never => {
    throw new UsageError(`${source} is refused: ${reason}`);
  };

  return (entry) => {
    const name = entry.name.replace(/\/$/, "");
    const shown = JSON.stringify(entry.name.slice(0, 200));
    // A path of 32,000 folders is read 32,000 times below.
    if (name.length > maxPath) refuse(`the entry ${shown}... has a name that not every system can write`);
    const parts = name.split("/");
    if (/^\/|^[a-z]:/i.test(name)) refuse(`the entry ${shown} has an absolute path`);
    if (parts.includes("..")) refuse(`the entry ${shown} leads out of the archive`);
    if (clutter.test(name)) {
      // Never written, so nothing else about it matters: node_modules has links in it.
      skipped += 1;
      if (skipped > maxClutter) refuse(`it has more than ${maxClutter} entries`);
      return false;
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    if (/[\x00-\x1f\x7f\\:]/.test(name) || parts.some((part) => /^\.?$|[. ]$/.test(part)))
      refuse(`the entry ${shown} has a name that not every system can write`);
    if (entry.kind === "link") refuse(`the entry ${shown} is a link`);
    if (entry.kind === "other") refuse(`the entry ${shown} is neither a file nor a folder`);
    if (entry.isEncrypted) refuse(`the entry ${shown} is encrypted`);

    entries += 1;
    if (entries > maxEntries) refuse(`it has more than ${maxEntries} entries`);
    parts.forEach((_, i) => {
      const path = parts.slice(0, i + 1).join("/");
      const key = path.normalize("NFC").toLowerCase();
      const other = spelling.get(key) ?? path;
      if (other !== path) refuse(`the entries "${other}" and "${path}" are the same file on many systems`);
      const isFile = i === parts.length - 1 && entry.kind === "file";
      if (files.has(key)) refuse(`the entry ${shown} is there twice`);
      if (isFile && spelling.has(key)) refuse(`the entry ${shown} is both a file and a folder`);
      spelling.set(key, path);
      if (isFile) files.add(key);
    });

    total += entry.bytes;
    packed += entry.packedBytes;
    if (total > maxTotalBytes) refuse(`it would unpack to more than ${maxTotalBytes / 1024 / 1024} MB`);
    if (total > ratioFromBytes && total > maxRatio * packed)
      refuse(`it would unpack to more than ${maxRatio} times its size`);
    return entry.kind === "file";
  };
}
