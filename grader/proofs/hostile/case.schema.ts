/** case.json of a hostile submission. */
import { Type } from "@sinclair/typebox";
import { document, mapOf, oneOf, record } from "../../schemas/build.ts";

const optional = (description?: string) => Type.Optional(Type.String(description ? { description } : {}));
const texts = (description: string) => Type.Array(Type.String(), { description });

export const edit = record({
  file: Type.String(),
  replace: optional(),
  with: optional(),
  prepend: optional(),
  append: optional(),
  remove: Type.Optional(Type.Literal(true)),
});

export const hostileCase = document(
  "hostile-case-1",
  {
    title: "A hostile or broken submission",
    description:
      "case.json of a hostile submission: what it tries, how it differs from the solution, and the expected outcome",
  },
  {
    tries: Type.String(),
    quick: Type.Optional(
      Type.Boolean({ description: "whether `npm run e2e` runs it; other cases take too long" }),
    ),
    bare: Type.Optional(
      Type.Boolean({ description: "use only the files of this folder, without those of the solution" }),
    ),
    edits: Type.Optional(
      Type.Array(edit, {
        description: "changes to the solution's files, where a whole file would be harder to read",
      }),
    ),
    recipe: optional(
      "a function of the assignment's `recipes`, for files that a repository cannot hold well",
    ),
    zip: optional(
      "a function of the assignment's `archives`, for a zip file that no ordinary program writes",
    ),
    suites: texts("the suites to run; all if empty"),
    args: Type.Optional(texts("further options of the command")),
    interrupt: Type.Optional(
      record({
        signal: oneOf(["SIGINT", "SIGTERM", "SIGHUP"]),
        after: Type.String({ description: "a text that has to be on the terminal first" }),
      }),
    ),
    expect: record({
      exit: Type.Optional(
        Type.Integer({
          description: "the exit code, 0 by default; code 2 comes with a single line on stderr",
        }),
      ),
      line: optional("a pattern for the line on stderr"),
      code: optional("why the submission is rejected, as a code of grader/wording"),
      status: Type.Optional(oneOf(["complete", "timed-out", "rejected"])),
      lost: Type.Optional(
        mapOf(Type.String(), {
          description:
            "exactly the checks that lose their points, by id or its beginning (`suite.*`), each with a pattern for its status and codes and, after a colon, for the words of the submission or the engine. A check whose id ends with ? may also pass",
        }),
      ),
      warnings: Type.Optional(texts("the code of each warning")),
      ignored: Type.Optional(texts("files that the report lists as ignored")),
    }),
  },
);
