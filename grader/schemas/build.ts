/**
 * Builds JSON Schemas with TypeBox. A `*.schema.ts` writes each field of a document once: its name, type, rules and description.
 * Types are inferred from it. `npm run schemas` writes the `*.schema.json` beside it, which is published and which ajv reads.
 * The grader imports only types from a `*.schema.ts`, because TypeBox takes 75 ms to load.
 */
import {
  type Static,
  type TObject,
  type TProperties,
  type TSchema,
  type TUnsafe,
  Type,
} from "@sinclair/typebox";

type Options = Record<string, unknown>;

/** A whole document. The number in `id` goes up when a field changes its meaning. */
export function document<Fields extends TProperties>(
  id: string,
  { title, description, ...options }: { title: string; description: string } & Options,
  fields: Fields,
): TObject<Fields> {
  const $schema = "https://json-schema.org/draft/2020-12/schema";
  const $id = `https://grader.example/schemas/${id}.json`;
  return record(fields, { $schema, $id, title, description, ...options });
}

/** An object with these fields and no others. */
export function record<Fields extends TProperties>(fields: Fields, options: Options = {}): TObject<Fields> {
  return Type.Object(fields, { ...options, additionalProperties: false });
}

/** An object with any names, whose values all fit one schema. */
export function mapOf<Value extends TSchema>(
  value: Value,
  options: Options = {},
): TUnsafe<Record<string, Static<Value>>> {
  return Type.Unsafe({ ...options, type: "object", additionalProperties: value });
}

/** One of these texts. TypeBox's union has a message that does not list them. */
export function oneOf<const Text extends string>(
  texts: readonly Text[],
  options: Options = {},
): TUnsafe<Text> {
  return Type.Unsafe({ ...options, enum: texts });
}

/** What the schema says, or null. */
export function nullable<Value extends TSchema>(schema: Value): TUnsafe<Static<Value> | null> {
  return Type.Unsafe({ ...schema, type: [schema.type, "null"] });
}

/** How many of something. */
export const count = (options: Options = {}) => Type.Integer({ minimum: 0, ...options });
/** Points, a duration: a number that is not negative. */
export const amount = (options: Options = {}) => Type.Number({ minimum: 0, ...options });
/** Sixteen hexadecimal digits. */
export const hash = (options: Options = {}) => Type.String({ pattern: "^[0-9a-f]{16}$", ...options });
