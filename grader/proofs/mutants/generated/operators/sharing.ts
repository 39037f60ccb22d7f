/** Mutants in which all instances of a class share state that each should own. */
import { ts } from "../../../../typescript.ts";
import type { Draft } from "../mutant.ts";
import { replace, type Site } from "../site.ts";

/** Shares fields with a mutable value: a list, a map, an object, a number, a text. */
export function shareField({ source, methods }: Site): Draft[] {
  const drafts: Draft[] = [];
  // Given code may be changed, too, but only in files that students write.
  const classes = source.statements.filter(ts.isClassDeclaration);
  if (methods.length === 0) return drafts;
  for (const owner of classes) {
    for (const member of owner.members) {
      if (!ts.isPropertyDeclaration(member) || isStatic(member)) continue;
      const name = member.name.getText(source);
      const place = `${owner.name?.text}_${name}`;
      const type = member.type ? `: ${member.type.getText(source)}` : "";
      const change = `${name} is one for all`;
      const { initializer } = member;
      if (!initializer) continue;
      // Objects can be shared through the field's initial value. Other values need accessors that all instances use.
      if (ts.isNewExpression(initializer) || ts.isArrayLiteralExpression(initializer)) {
        drafts.push({
          operator: "share-field",
          change,
          edits: replace(initializer, `(shared.${place} ??= ${initializer.getText(source)}) as any`),
          ending: "var shared: any = {};",
        });
      }
      if (!isReadonly(member)) {
        const accessors = `get ${name}()${type || ": any"} { return shared.${place}; }
  set ${name}(value${type || ": any"}) { shared.${place} = value; }`;
        drafts.push({
          operator: "share-field",
          change: `${change}, and whatever is put there`,
          edits: replace(
            member,
            `${accessors}\n  private readonly ${name}AtFirst = (this.${name} ??= ${initializer.getText(source)});`,
          ),
          ending: "var shared: any = {};",
        });
      }
    }
  }
  return drafts;
}

const hasModifier = (node: ts.PropertyDeclaration, wanted: ts.SyntaxKind) =>
  !!node.modifiers?.some(({ kind }) => kind === wanted);
const isStatic = (node: ts.PropertyDeclaration) => hasModifier(node, ts.SyntaxKind.StaticKeyword);
const isReadonly = (node: ts.PropertyDeclaration) => hasModifier(node, ts.SyntaxKind.ReadonlyKeyword);
