/** A source as a list of tokens: without comments, and however it is laid out. */
import ts from "typescript";

export interface Token {
  text: string;
  /** With names and texts of one's own made alike: what stays the same when somebody renames things. */
  normal: string;
  /** From 1. */
  line: number;
}

/** In linear time, and without recursion: a source may be nested as deeply as it likes. */
export function tokensOf(source: string): Token[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, source);
  const tokens: Token[] = [];
  /** Whether each open brace belongs to a template: its end is the template's next part. */
  const braces: boolean[] = [];
  let [line, at] = [1, 0];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (kind === ts.SyntaxKind.CloseBraceToken) {
      const isTemplate = braces.pop();
      if (isTemplate) kind = scanner.reScanTemplateToken(false);
      if (kind === ts.SyntaxKind.TemplateMiddle) braces.push(true);
    } else if (kind === ts.SyntaxKind.OpenBraceToken || kind === ts.SyntaxKind.TemplateHead) {
      braces.push(kind === ts.SyntaxKind.TemplateHead);
    }
    for (const start = scanner.getTokenStart(); at < start; at++) if (source[at] === "\n") line += 1;
    const text = scanner.getTokenText();
    const isMember = tokens.at(-1)?.text === ".";
    tokens.push({ text, normal: normalOf(kind, text, isMember), line });
  }
  return tokens;
}

/** What is called by its name stands for what it does: `x.matmul(y)` stays, whatever x and y are called. */
function normalOf(kind: ts.SyntaxKind, text: string, isMember: boolean): string {
  if (kind === ts.SyntaxKind.Identifier) return isMember ? text : "name";
  return kind === ts.SyntaxKind.StringLiteral || kind === ts.SyntaxKind.NoSubstitutionTemplateLiteral
    ? "text"
    : text;
}
