/** Splits source text into tokens, without comments and layout. */
import { ts } from "../../typescript.ts";

export interface Token {
  text: string;
  /** Normalized: names and texts are replaced, so that renaming changes nothing. */
  normal: string;
  /** From 1. */
  line: number;
}

/** Takes linear time and does not recurse, because the source may be nested to any depth. */
export function tokensOf(source: string): Token[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, source);
  const tokens: Token[] = [];
  /** For each open brace, whether it belongs to a template, which continues after the closing brace. */
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

/** Keeps names after a dot: `x.matmul(y)` keeps matmul, but not x and y. */
function normalOf(kind: ts.SyntaxKind, text: string, isMember: boolean): string {
  if (kind === ts.SyntaxKind.Identifier) return isMember ? text : "name";
  return kind === ts.SyntaxKind.StringLiteral || kind === ts.SyntaxKind.NoSubstitutionTemplateLiteral
    ? "text"
    : text;
}
