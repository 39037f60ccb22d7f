/** Tests the documentation that an editor shows for the students' own files: runs the examples with everything filled in. */
import { join } from "node:path";
import * as tensor from "#tensor";
import { studentFiles } from "../grader/assignment/contract.ts";
import { documentedIn, runExample } from "./testing/examples.ts";

const files = studentFiles.map((file) => join(__dirname, "../solution", file));
const documented = documentedIn(files);
const scope = Object.assign({}, tensor, ...files.map((file) => require(file)));

test("every class and function is documented", () => {
  const own = documented.filter(({ name }) => !name.includes("."));
  expect(own.length).toBeGreaterThan(25);
  for (const { name, text } of own) expect([name, text]).not.toEqual([name, ""]);
});

test.each(documented.filter(({ examples }) => examples.length > 0))("$name", ({ examples }) => {
  for (const example of examples) runExample(example, scope);
});
