/** The published schemas, as files. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

const house = join(__dirname, "../..");

/** @returns the text of each `*.schema.json`, made from the `*.schema.ts` beside it, by path */
export function schemaFiles(): Map<string, string> {
  const sources = ["fixtures", "grader"].flatMap((folder) =>
    readdirSync(join(house, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".schema.ts"))
      .map((name) => join(house, folder, name)),
  );
  return new Map(
    sources.flatMap((source) => {
      // Some hold only parts of others.
      const document = Object.values(require(source)).find(isDocument);
      return document ? [[source.replace(/ts$/, "json"), `${JSON.stringify(document, null, 2)}\n`]] : [];
    }),
  );
}

const isDocument = (value: unknown) => typeof value === "object" && value !== null && "$id" in value;
