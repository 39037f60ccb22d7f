/** What an editor shows for code in the student's folder, from the language service that VS Code uses. */
import { join } from "node:path";
import { ts } from "../../grader/typescript.ts";

const project = join(__dirname, "../..");
/** A file that exists only in memory, next to assignment.ts. */
const file = join(project, "stencil/in-the-editor.ts");

export interface Problem {
  /** Counted from 0. */
  line: number;
  message: string;
}

export class Editor {
  private text = "";
  private version = 0;
  private readonly service: ts.LanguageService;

  constructor() {
    const { config } = ts.readConfigFile(join(project, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, project);
    const read = (path: string) => (path === file ? this.text : ts.sys.readFile(path));
    this.service = ts.createLanguageService({
      // The types of Node and Jest are large, and student files do not need them.
      getCompilationSettings: () => ({ ...options, types: [] }),
      getScriptFileNames: () => [file],
      getScriptVersion: (path) => (path === file ? String(this.version) : "0"),
      getScriptSnapshot: (path) => {
        const text = read(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => project,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      readFile: read,
      fileExists: (path) => path === file || ts.sys.fileExists(path),
    });
  }

  /** Opens a file with this text. */
  open(text: string): void {
    this.text = text;
    this.version++;
  }

  /** The errors that an editor underlines in red. */
  problems(): Problem[] {
    const { service } = this;
    return [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)].map(
      ({ start = 0, messageText }) => ({
        line: this.text.slice(0, start).split("\n").length - 1,
        message: ts.flattenDiagnosticMessageText(messageText, " "),
      }),
    );
  }

  /** The hover text, type and documentation, for the last word of the text up to the end of `before`. */
  hover(before: string): string {
    const info = this.service.getQuickInfoAtPosition(file, this.endOf(before) - 1);
    return [
      ts.displayPartsToString(info?.displayParts),
      ts.displayPartsToString(info?.documentation),
      ...(info?.tags ?? []).map((tag) => `@${tag.name} ${ts.displayPartsToString(tag.text)}`),
    ].join("\n");
  }

  /** The signature help after `before`, which ends in a parenthesis. */
  signature(before: string): string {
    const help = this.service.getSignatureHelpItems(file, this.endOf(before), undefined);
    const [item] = help?.items ?? [];
    if (!item) return "";
    const parameters = item.parameters.map(({ displayParts }) => ts.displayPartsToString(displayParts));
    const [prefix, separator, suffix] = [
      item.prefixDisplayParts,
      item.separatorDisplayParts,
      item.suffixDisplayParts,
    ].map(ts.displayPartsToString);
    return prefix + parameters.join(separator) + suffix;
  }

  private endOf(before: string): number {
    const at = this.text.indexOf(before);
    if (at < 0) throw new Error(`the text has no ${JSON.stringify(before)}`);
    return at + before.length;
  }
}
