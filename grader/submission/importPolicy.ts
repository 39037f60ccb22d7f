/** A submission may import its own files and the given modules. Nothing else exists for it. */
import { posix } from "node:path";
import type { Assignment } from "../assignment.ts";
import type { Message } from "../wording/catalogue.ts";
import type { Instead, importProblems } from "../wording/files.ts";

/** The result of an import: a module of the sandbox, or the reason that it is forbidden. */
export type Resolution = { module: string } | { forbidden: Message<typeof importProblems> };

/** Linux's limit for paths. Node needs quadratic time to resolve "../../../". */
const maxLength = 4096;

/**
 * @param specifier what stands in the import
 * @param importer the file that it stands in, such as "lib/stats.ts"
 * @param exists whether the submission has a file of this name
 * @param why what is there in place of a file that does not exist
 */
export function resolveImport(
  { given, forbiddenPackages }: Pick<Assignment, "given" | "forbiddenPackages">,
  specifier: string,
  importer: string,
  exists: (file: string) => boolean,
  why: (file: string) => Instead | undefined = () => undefined,
): Resolution {
  if (specifier.length > maxLength)
    return { forbidden: { code: "import-too-long", beginning: specifier.slice(0, 100) } };
  if (Object.hasOwn(given.modules, specifier)) return { module: specifier };
  if (!/^\.\.?(\/|$)/.test(specifier)) return { forbidden: notGiven(specifier, forbiddenPackages) };

  const path = posix.join(posix.dirname(importer), specifier).replace(/\.(ts|js)$/, "");
  const places = Object.entries(given.modules).map(([module, file]) => ({ module, ...namesOf(file) }));
  // Given code can also be imported by its path. The submission gets the pristine copy.
  const named = places.find(({ names }) => names.includes(path));
  if (named) return { module: named.module };
  if (path.startsWith("../")) return { forbidden: { code: "import-outside", specifier } };
  const whole = places.find(({ folder }) => folder && path.startsWith(folder));
  if (whole) return { forbidden: { code: "import-part", specifier, whole: whole.module } };
  if (given.programs.includes(path)) return { forbidden: { code: "import-program", specifier } };
  const files = [`${path}.ts`, `${path}/index.ts`];
  const file = files.find(exists);
  if (file) return { module: file };
  return { forbidden: { code: "import-missing", specifier, found: why(files[0]) ?? why(files[1]) } };
}

/** "tensor/index.ts" can be named "tensor/index" or "tensor", and has a folder of its own; "errors.ts" has none. */
function namesOf(file: string): { names: string[]; folder: string | null } {
  const name = file.replace(/\.ts$/, "");
  const folder = name.endsWith("/index") ? name.slice(0, -"index".length) : null;
  return { names: folder ? [name, folder.slice(0, -1)] : [name], folder };
}

function notGiven(
  specifier: string,
  forbiddenPackages: Assignment["forbiddenPackages"],
): Message<typeof importProblems> {
  const library = forbiddenPackages.find(([pattern]) => pattern.test(specifier))?.[1];
  return library ? { code: "import-library", specifier, library } : { code: "import-forbidden", specifier };
}
