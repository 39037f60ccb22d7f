/** Tests the documentation that an editor shows for #tensor: it is complete, and its examples give what they say. */
import { join } from "node:path";
import { documentedIn, runExample } from "../testing/examples.ts";
import * as np from "./index.ts";

const documented = documentedIn([join(__dirname, "index.ts")]);

/** Entries without an example: errors, functions for tests, and plain values. */
const withoutExample = /^(ValueError.*|implementation|useImplementation|Tensor\.(shape|dtype))$/;

test("everything that students use is documented, with an example", () => {
  expect(documented.length).toBeGreaterThan(100);
  for (const { name, text, examples } of documented) {
    if (withoutExample.test(name)) continue;
    expect(`${name}: ${text}`).toMatch(/: .*\.$/s);
    expect([name, ...examples]).not.toEqual([name]);
  }
});

afterEach(() => np.setFloatx("float32"));

test.each(documented.filter(({ examples }) => examples.length > 0))("$name", ({ examples }) => {
  for (const example of examples) runExample(example, np);
});
