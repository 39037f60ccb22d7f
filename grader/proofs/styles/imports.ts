/** Adds names to a file's import from #tensor. */
export function withImports(text: string, names: readonly string[]): string {
  if (names.length === 0) return text;
  const found = text.match(/^import (type )?\{([^}]*)\} from "#tensor";/m);
  if (!found) return `import { ${names.join(", ")} } from "#tensor";\n${text}`;
  const [statement, onlyTypes, list] = found;
  const known = list
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean)
    .map((name) => (onlyTypes ? `type ${name}` : name))
    .filter((name) => !names.includes(name.replace(/^type /, "")));
  return text.replace(statement, () => `import { ${[...known, ...names].join(", ")} } from "#tensor";`);
}
