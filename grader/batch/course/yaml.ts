/** Reads the YAML files that the staff writes. JSON is YAML, too. */
import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { UsageError } from "../../submission/errors.ts";

/**
 * Keeps every value as text: `0042` is a student's number.
 * @throws UsageError in one line
 */
export function readYaml(file: string): unknown {
  try {
    const document = parseDocument(readFileSync(file, "utf8"), { schema: "failsafe", logLevel: "silent" });
    const [error] = document.errors;
    if (error) throw error;
    return document.toJS();
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message.split("\n")[0]}`);
  }
}

/** Converts a written number. Any other value stays as it is, and the schema refuses it. */
export function numberIn(text: unknown): unknown {
  return typeof text === "string" && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** Whether a text is ISO 8601 with an offset, which means the same on every machine. */
export function isTime(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) &&
    !Number.isNaN(Date.parse(text.replace(" ", "T")))
  );
}
