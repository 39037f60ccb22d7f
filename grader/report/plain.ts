/** Makes a submission's own words fit to be shown: on a terminal, in a CI log, in a file of sensible size. */
import { stripVTControlCharacters } from "node:util";

const defaultMaxLength = 2_000;
/** Control characters but for tab and line feed, and those that turn the direction of writing. */
const invisible = /[^\P{Cc}\t\n]|\p{Bidi_Control}/gu;

/**
 * The text without what would move a cursor, colour a terminal or give a command to a CI service: GitHub obeys lines that
 * begin with two colons, and `##[` anywhere.
 */
export function plain(text: string, maxLength = defaultMaxLength): string {
  const shown = stripVTControlCharacters(text.slice(0, 2 * maxLength))
    .replace(invisible, "")
    .replace(/^(\s*):(?=:)/gm, "$1: ")
    .replace(/##(?=\[)/g, "# #");
  return shown.length > maxLength || text.length > 2 * maxLength ? `${shown.slice(0, maxLength)}...` : shown;
}

/** The same in a single line. */
export function plainLine(text: string, maxLength = 500): string {
  return plain(text.replace(/\s*[\r\n\u2028\u2029]\s*/g, " "), maxLength);
}
