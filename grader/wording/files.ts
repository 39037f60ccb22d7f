/** What is wrong with the files of a submission: those that cannot be read or compiled, and imports that lead nowhere. */
import type { Message } from "./catalogue.ts";
import { say } from "./catalogue.ts";
import { loading } from "./loading.ts";

const howToSave = 'save it as UTF-8 (in VS Code: "Save with Encoding" in the command palette)';
const accents = " (its accents are in another Unicode form; a name without accents is safe)";

/** The file's name differs from the required one by case, accents or an extension. */
interface Misnamed {
  listed: string;
  name: string;
}

const misnamed = ({ listed, name }: Misnamed) =>
  `is named ${listed}: rename it to ${name}${listed.normalize("NFC") === name.normalize("NFC") ? accents : ""}`;

/** Why a file is not read. Each fits after its name. */
export const unread = {
  "hidden-folder": "is in a hidden folder",
  "symbolic-link": "is a symbolic link, or in a folder that is one",
  "not-a-file": "is not a regular file",
  "too-large": ({ maxKb }: { maxKb: number }) => `is larger than ${maxKb} kB`,
  unreadable: "cannot be read",
  "utf-16": `is saved as UTF-16, as Windows PowerShell 5 does with ">": ${howToSave}`,
  misnamed: (names: Misnamed) => `is missing; it ${misnamed(names)}`,
  misplaced: ({ other, name }: { other: string; name: string }) =>
    `is missing; there is ${other}: move it to ${name}`,
  misspelt: ({ other, name }: { other: string; name: string }) =>
    `is missing; there is ${other}: rename it to ${name}`,
};

export type Unread = Message<typeof unread>;
/** These say what to do. After the others there is only the consequence. */
const withAdvice: Unread["code"][] = ["utf-16", "misnamed", "misplaced", "misspelt"];

/** A file that was read after a conversion. Fits after its name. */
export const converted = { "windows-1252": `is saved as Windows-1252 (ANSI): ${howToSave}` };

/** Why a file of the assignment is not there or does not compile. */
export const fileProblems = {
  missing: ({ file }: { file: string }) => `${file} is missing from the submission`,
  unread: ({ file, reason }: { file: string; reason: Unread }) =>
    `${file} ${say(unread, reason)}${withAdvice.includes(reason.code) ? "" : ": it is not read"}`,
  syntax: ({ file, reason, advice }: { file: string; reason: string; advice?: string }) =>
    `${loading.syntax({ file, reason })}${advice ? `; ${advice}` : ""}`,
};

/** Why the compiler has no code for a file, where it has no message of its own. */
export const compiler = {
  endless: "the compiler does not finish with it",
  "import-by-pattern": "only single files can be imported",
  atLine: ({ text, line }: { text: string; line: number }) => `${text} (line ${line})`,
};

/** What stands where an import leads: another file, or the file itself under a problem. */
const instead = {
  unread: ({ file, reason }: { file: string; reason: Unread }) => `: ${file} ${say(unread, reason)}`,
  other: ({ file }: { file: string }) => `: there is ${file}`,
  listed: ({ file }: { file: string }) => `: the file is named ${file}`,
  misnamed: (names: Misnamed) => `: the file ${misnamed(names)}`,
};

export type Instead = Message<typeof instead>;

/** Why an import is not allowed. */
export const importProblems = {
  "import-too-long": ({ beginning }: { beginning: string }) =>
    `"${beginning}..." is longer than the name of any file`,
  "import-outside": ({ specifier }: { specifier: string }) => `"${specifier}" lies outside of the submission`,
  "import-part": ({ specifier, whole }: { specifier: string; whole: string }) =>
    `"${specifier}" is a part of given code: import ${whole}, which is the whole of it`,
  "import-program": ({ specifier }: { specifier: string }) =>
    `"${specifier}" is given code that runs your files, not the other way round`,
  "import-missing": ({ specifier, found }: { specifier: string; found?: Instead }) =>
    `"${specifier}" is not part of the submission${found ? say(instead, found) : ""}`,
  "import-library": ({ specifier, library }: { specifier: string; library: string }) =>
    `"${specifier}" is ${library}: the assignment is to write what it does, with #tensor alone`,
  "import-forbidden": ({ specifier }: { specifier: string }) =>
    `"${specifier}" may not be imported: only #tensor and the files of the assignment may`,
};
