/** JSON Schema validation (draft 2020-12), with problems put into one line. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";

/** The schemas are our own: the tests hold them to the meta-schema, which takes longer to compile than all of them. */
const ajv = new Ajv2020({ allowUnionTypes: true, validateSchema: false, meta: false });

/**
 * @param schemaFile relative to this folder; compiled at the first use
 * @param whole the name of the whole document in messages; "" if the caller names it
 * @returns a function that gives null for valid data, else one line saying what is wrong where
 */
export function validator(schemaFile: string, whole = "the top level"): (data: unknown) => string | null {
  let validate: ValidateFunction | undefined;
  return (data) => {
    validate ??= ajv.compile(JSON.parse(readFileSync(resolve(__dirname, schemaFile), "utf8")));
    if (validate(data)) return null;
    const [error] = validate.errors ?? [];
    const detail = Object.values(error.params).filter(
      (value) => typeof value === "string" || Array.isArray(value),
    );
    const what = `${error.message}${detail.length ? ` (${detail.join(", ")})` : ""}`;
    return [error.instancePath || whole, what].filter(Boolean).join(" ");
  };
}
