import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exportsByFile, withoutSignature } from "./contract.ts";

/** The names that signatures.ts imports from the submission. */
const signed = [
  ...readFileSync(join(__dirname, "signatures.ts"), "utf8").matchAll(
    /^import \{([^}]*)\} from "#submission\//gm,
  ),
].flatMap(([, names]) =>
  names
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean),
);

test("every name that the suites use has a signature, or a reason why it has none", () => {
  const used: string[] = Object.values(exportsByFile).flat();
  const unsigned = used.filter((name) => !signed.includes(name));
  expect(unsigned.sort()).toEqual(Object.keys(withoutSignature).sort());
});
