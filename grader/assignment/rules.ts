/** The sentences of the Rules suite. */
import { type Message, say } from "../wording/catalogue.ts";
import { crashes } from "../wording/crashes.ts";
import { shownName } from "../wording/errors.ts";
import { loading, thrown } from "../wording/loading.ts";

/** What each check of the suite asks for. */
export const expectations = {
  files: "ten files that compile and can be imported",
  imports: "imports of #tensor and of the assignment's own files only",
  signatures: "the classes and methods of the assignment",
  types: "no errors from the TypeScript compiler",
  vectorised: "calls on whole tensors",
  printing: ({ maxLines, perEpoch }: { maxLines: number; perEpoch: number }) =>
    `at most ${maxLines} lines, and ${perEpoch} for each epoch of training`,
};

export const rules = {
  printed: ({ lines, epochs }: { lines: number; epochs: number }) =>
    `${lines.toLocaleString("en")} lines, ${epochs.toLocaleString("en")} epochs`,
  more: ({ count }: { count: number }) => `and ${count} more`,
  at: ({ file, line, message }: { file: string; line: number; message: string }) =>
    `${file}${line ? `:${line}` : ""} ${message}`,
};

/** Why a file cannot be imported. */
const imports = {
  threw: ({ file, name, message }: { file: string; name: string; message: string }) =>
    loading["import-failed"]({ file, reason: thrown.error({ name: shownName(name), message }) }),
  /** It needs a file that is broken. */
  broken: ({ file, message }: { file: string; message: string }) =>
    loading["import-failed"]({ file, reason: message }),
  crashed: ({ file, reason }: { file: string; reason: Message<typeof crashes> }) =>
    loading["import-failed"]({ file, reason: say(crashes, reason) }),
};
export const importSentence = (message: Message<typeof imports>) => say(imports, message);

/** Warnings for staff. */
export const ruleWarnings = {
  table: ({ file }: { file: string }) =>
    `${file} holds a table of numbers or a long text: is it something that should have been learned?`,
  tableEvidence: ({ what, line }: { what: string; line: number }) => `${what}, from line ${line} on`,
  notRead:
    "the compiler gives up on the submission: are there tables of numbers, or texts from which it learns?",
  notReadEvidence: "neither types nor tables nor loops could be looked for",
};
