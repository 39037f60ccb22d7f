/**
 * Makes a submission's own words fit to be shown: on a terminal, in a CI log, in a file of sensible size. In linear time,
 * whatever they are: cut first, then made well-formed, then cleaned.
 */
import { stripVTControlCharacters } from "node:util";

const defaultMaxLength = 2_000;
const defaultMaxLine = 500;
/**
 * Control characters but for tab and line feed, those that turn the direction of writing, and those that are never seen.
 * Joiners and variation selectors stay: scripts and emoji need them.
 */
const invisible =
  /[^\P{Cc}\t\n]|\p{Bidi_Control}|\p{Noncharacter_Code_Point}|(?!\p{Join_Control}|\p{Variation_Selector})\p{Default_Ignorable_Code_Point}/gu;
/** Line breaks of other alphabets. */
const lineSeparators = /[\u2028\u2029]/g;
/** Marks above and below a letter. The most that a language needs are four; hundreds cover the lines around. */
const tooManyMarks = /(\p{M}{8})\p{M}+/gu;
/** GitHub obeys lines that begin with two colons; the blanks before them do not matter to it. */
const command = /^([^\S\n]*):(?=:)/gm;
/** `##[` of GitHub, `##vso[` of Azure, `##teamcity[`: anywhere in a line. */
const taggedCommand = /##(?=\w*\[)/g;

/** The text without what would move a cursor, colour a terminal or give a command to a CI service. */
export function plain(text: string, maxLength = defaultMaxLength): string {
  return shorten(text, maxLength, clean);
}

/** The same in a single line, without blanks around it. */
export function plainLine(text: string, maxLength = defaultMaxLine): string {
  const inOneLine = (part: string) => {
    const lines = part.split(/[\t\r\n\u2028\u2029]/).map((line) => line.trim());
    return clean(lines.filter(Boolean).join(" ")).trim();
  };
  return shorten(text, maxLength, inOneLine);
}

/** The beginning of a text. It never ends within a character, and every encoding can hold it. */
export function cut(text: string, maxLength: number): string {
  const isWithin = text.length > maxLength && isHighSurrogate(text.charCodeAt(maxLength - 1));
  return text.slice(0, isWithin ? maxLength - 1 : maxLength).toWellFormed();
}

function clean(text: string): string {
  return stripVTControlCharacters(text)
    .replace(lineSeparators, "\n")
    .replace(invisible, "")
    .replace(tooManyMarks, "$1")
    .replace(command, "$1: ")
    .replace(taggedCommand, "# #");
}

/** Codes and invisible characters go, so twice the length is looked at; more would be no better. */
function shorten(text: string, maxLength: number, show: (text: string) => string): string {
  const shown = show(cut(text, 2 * maxLength));
  const isCut = shown.length > maxLength || text.length > 2 * maxLength;
  return isCut ? `${cut(shown, maxLength)}...` : shown;
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xdc00;
