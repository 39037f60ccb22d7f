import { readFileSync } from "node:fs";
import { basename } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { schemaFiles } from "./files.ts";

const files = [...schemaFiles()].map(([file, text]) => ({ name: basename(file), file, text }));

test("every document has its schema", () => {
  expect(files.map(({ name }) => name).sort()).toEqual([
    "case.schema.json",
    "fixture.schema.json",
    "job.schema.json",
    "latePolicy.schema.json",
    "overrides.schema.json",
    "report.schema.json",
    "rubric.schema.json",
    "summary.schema.json",
    "training.schema.json",
  ]);
});

test.each(files)("$name is what `npm run schemas` writes", ({ file, text }) => {
  expect(readFileSync(file, "utf8")).toBe(text);
});

test.each(files)("$name is a valid schema of draft 2020-12", ({ text }) => {
  const schema = JSON.parse(text);
  expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  expect(() => ajv.compile(schema)).not.toThrow();
  expect(ajv.validateSchema(schema)).toBe(true);
});
