/** Names of the contract that only a text repeats: the compiler says nothing when one of them is renamed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { methodsOf } from "../stencil/methods.ts";
import { exportsByFile, studentFiles, withoutSignature } from "./contract.ts";
import { givenMethods } from "./givenMethods.ts";

const solution = studentFiles.map((file) => ({
  file,
  text: readFileSync(join(__dirname, "../../solution", file), "utf8"),
}));

test("the given methods are methods of the solution that students do not write", () => {
  const given = solution.flatMap(({ file, text }) =>
    methodsOf(file, text)
      .filter(({ start, end }) => !text.slice(start, end).includes("// BEGIN SOLUTION"))
      .map(({ name }) => name),
  );
  expect(Object.keys(givenMethods).filter((name) => !given.includes(name))).toEqual([]);
});

test("every other name that the checks use has a signature", () => {
  const imports = readFileSync(join(__dirname, "signatures.ts"), "utf8").matchAll(
    /import \{([^}]*)\} from "#submission/g,
  );
  const signed = [...imports].flatMap(([, names]) => names.match(/\w+/g) ?? []);
  const used = Object.values(exportsByFile).flat();
  expect([...signed, ...Object.keys(withoutSignature)].sort()).toEqual([...used].sort());
});
