/** Sentences about a submission stand in this folder and nowhere else. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sourcesIn } from "../testing/imports.ts";
import { ts } from "../typescript.ts";
import { type Message, say } from "./catalogue.ts";
import { crashes } from "./crashes.ts";

const house = join(__dirname, "..");
const folders = ["checks", "report", "run", "sandbox", "submission"];

/** Texts that look like sentences and are none about a submission, by the beginning of the file's name. */
const exceptions: [file: RegExp, reason: string][] = [
  [/\.schema\.ts$/, "descriptions of a schema, for those who read the schema"],
  [
    /^report\/(report|validate|totals|section)\.ts$/,
    "what is wrong with a report file, for the person who edited it",
  ],
  [/^report\/formats\/write\.ts$/, "the command's own error about --out"],
  [/^sandbox\/(launch|namespaces|host|bundles)\.ts$/, "programs in other languages, and the names of layers"],
  [/^sandbox\/guest\.ts$/, "the engine's own message about the stack"],
  [/^submission\/typecheckWorker\.ts$/, "declarations for the compiler"],
  [/^run\/(warmGrader|warmWorker)\.ts$/, "faults of the grader's, for those who change it"],
  [/^checks\/check\.ts$/, "the source of a function for the sandbox"],
  [/^report\/html\/index\.ts$/, "a content security policy"],
  [/^checks\/unwritten\.ts$/, "the message of a given error, which is read"],
];

/**
 * A sentence: three words in a row, at least two of them in lower case. A hole in a template counts as a word; tags of
 * HTML do not count.
 */
function isSentence(text: string): boolean {
  const plain = text.replace(/<[^>]*>/g, "\n");
  const runs = plain.match(/[A-Za-z{}'`.]+(?:[,;:]? [A-Za-z{}'`.]+){2,}/g) ?? [];
  return runs.some((run) => (run.match(/\b[a-z]{2,}\b/g) ?? []).length >= 2);
}

/** Errors are for those who change the grader; a UsageError is for those who run the command. */
function isError(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return /Error$/.test(node.expression.getText());
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
}

/** The sentences of a source, with "{}" for each hole. */
function sentencesOf(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || isError(node)) return;
    const parts = ts.isTemplateExpression(node)
      ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
      : ts.isStringLiteralLike(node)
        ? [node.text]
        : [];
    if (isSentence(parts.join("{}"))) found.push(parts.join("{}"));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const files = folders.flatMap((folder) =>
  sourcesIn(join(house, folder))
    .filter((file) => !/\.(test|e2e|sweep)\.ts$/.test(file))
    .map((file) => `${folder}/${file}`),
);
const found = new Map(
  files.map((file) => [file, sentencesOf(file, readFileSync(join(house, file), "utf8"))]),
);

test.each(files.filter((file) => !exceptions.some(([pattern]) => pattern.test(file))))(
  "%s takes its sentences from the catalogue",
  (file) => {
    expect(found.get(file)).toEqual([]);
  },
);

test("each exception is still needed", () => {
  const idle = exceptions.filter(
    ([pattern]) => !files.some((file) => pattern.test(file) && found.get(file)?.length),
  );
  expect(idle).toEqual([]);
});

test("a wrong code or parameter is a compile error", () => {
  expect(say(crashes, { code: "out-of-memory", memoryMb: 512 })).toBe("it used more than 512 MB of memory");
  // @ts-expect-error a parameter is missing
  const message: Message<typeof crashes> = { code: "out-of-memory" };
  // @ts-expect-error there is no such code
  const other: Message<typeof crashes> = { code: "out-of-patience" };
  expect([message, other]).toHaveLength(2);
});

test.each<[string, string[]]>([
  ['say("Dense.forward");', []],
  ['const label = "Not run";', []],
  ['throw new UsageError("--jobs wants a whole number");', []],
  ['say("the file is missing");', ["the file is missing"]],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is a program
  ["say(`${file} is missing`);", ["{} is missing"]],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is a program
  ["html`<p>${count} checks fail</p>`;", ["<p>{} checks fail</p>"]],
  ['// a comment may say this\nimport { a } from "a b c";', []],
])("in %j", (text, sentences) => {
  expect(sentencesOf("a.ts", text)).toEqual(sentences);
});
