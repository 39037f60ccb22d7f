import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** The files of the module, and the files that each imports, types included. */
const files = readdirSync(__dirname, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.ts$/.test(name) && !/\.(test|e2e|sweep)\.ts$|testing|assembly/.test(name))
  .map((name) => join(__dirname, name));
const importsOf = (file: string) =>
  [
    ...readFileSync(file, "utf8").matchAll(/^(?:import|\} from|import .* from|export .* from) "(\.[^"]+)"/gm),
  ].map(([, path]) => join(dirname(file), path));

it("no file imports itself through others", () => {
  const circles: string[] = [];
  const visit = (file: string, path: string[]): void => {
    const begin = path.indexOf(file);
    if (begin >= 0)
      circles.push([...path.slice(begin), file].map((f) => relative(__dirname, f)).join(" -> "));
    else if (!done.has(file)) {
      for (const next of importsOf(file)) visit(next, [...path, file]);
      done.add(file);
    }
  };
  const done = new Set<string>();
  for (const file of files) visit(file, []);
  expect(files.length).toBeGreaterThan(30);
  expect(importsOf(join(__dirname, "reduce.ts"))).toContain(join(__dirname, "tensor.ts"));
  expect(circles).toEqual([]);
});
