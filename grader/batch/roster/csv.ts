/** Reads CSV files of people and other systems as tables. */
import { readFileSync, statSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { UsageError } from "../../submission/errors.ts";

export interface Table {
  header: string[];
  /** Each row is as long as the header. */
  rows: string[][];
}

/** A class of ten thousand takes 2 MB. */
const maxBytes = 20 * 1024 * 1024;

/**
 * Reads UTF-8, with or without a byte order mark. The separator is a comma, or a semicolon if the first line has more of those, as
 * European spreadsheets write it. Skips empty lines.
 *
 * @throws UsageError in one line, when the file cannot be read or has no header
 */
export function readCsv(file: string): Table {
  let text: string;
  try {
    if (statSync(file).size > maxBytes) throw new Error("it is larger than 20 MB");
    text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? "it is not UTF-8: save it as such" : message;
    throw new UsageError(`${file} cannot be read: ${why}`);
  }
  const [first = ""] = text.split(/\r?\n/, 1);
  const count = (sign: string) => first.split(sign).length;
  try {
    const [header, ...rows] = parse(text, {
      delimiter: count(";") > count(",") ? ";" : ",",
      skip_empty_lines: true,
      relax_column_count: true,
    }) as string[][];
    if (!header) throw new Error("it is empty");
    const wide = (row: string[]) => header.map((_, i) => row[i] ?? "");
    return { header: header.map((name) => name.trim()), rows: rows.map(wide) };
  } catch (error) {
    throw new UsageError(`${file} is not a CSV file: ${(error as Error).message.split("\n")[0]}`);
  }
}
