/** What a submission may import: its own files, and the modules that are given. Nothing else exists for it. */
import { posix } from "node:path";
import type { Assignment } from "../assignment.ts";

/** Where an import leads: to a module that the sandbox knows by this name, or nowhere, for this reason. */
export type Resolution = { module: string } | { forbidden: string };

/** As paths have it on Linux. Node takes the square of the length to resolve "../../../". */
const maxLength = 4096;

/**
 * @param specifier what stands in the import
 * @param importer the file that it stands in, such as "lib/stats.ts"
 * @param exists whether the submission has a file of this name
 * @param why what there is to say about a file that does not, to be added to a sentence
 */
export function resolveImport(
  { given, forbiddenPackages }: Pick<Assignment, "given" | "forbiddenPackages">,
  specifier: string,
  importer: string,
  exists: (file: string) => boolean,
  why: (file: string) => string | undefined = () => undefined,
): Resolution {
  if (specifier.length > maxLength)
    return { forbidden: `"${specifier.slice(0, 100)}..." is longer than the name of any file` };
  if (Object.hasOwn(given.modules, specifier)) return { module: specifier };
  if (!/^\.\.?(\/|$)/.test(specifier)) return { forbidden: explain(specifier, forbiddenPackages) };

  const path = posix.join(posix.dirname(importer), specifier).replace(/\.(ts|js)$/, "");
  const places = Object.entries(given.modules).map(([module, file]) => ({ module, ...namesOf(file) }));
  // Given code may be named by its path, too; a submission gets the pristine copy all the same.
  const named = places.find(({ names }) => names.includes(path));
  if (named) return { module: named.module };
  if (path.startsWith("../")) return { forbidden: `"${specifier}" lies outside of the submission` };
  const whole = places.find(({ folder }) => folder && path.startsWith(folder));
  if (whole)
    return {
      forbidden: `"${specifier}" is a part of given code: import ${whole.module}, which is the whole of it`,
    };
  if (given.programs.includes(path))
    return { forbidden: `"${specifier}" is given code that runs your files, not the other way round` };
  const files = [`${path}.ts`, `${path}/index.ts`];
  const file = files.find(exists);
  if (file) return { module: file };
  return { forbidden: `"${specifier}" is not part of the submission${why(files[0]) ?? why(files[1]) ?? ""}` };
}

/** "tensor/index.ts" can be named "tensor/index" or "tensor", and has a folder of its own; "errors.ts" has none. */
function namesOf(file: string): { names: string[]; folder: string | null } {
  const name = file.replace(/\.ts$/, "");
  const folder = name.endsWith("/index") ? name.slice(0, -"index".length) : null;
  return { names: folder ? [name, folder.slice(0, -1)] : [name], folder };
}

function explain(specifier: string, forbiddenPackages: Assignment["forbiddenPackages"]): string {
  const library = forbiddenPackages.find(([pattern]) => pattern.test(specifier))?.[1];
  if (library)
    return `"${specifier}" is ${library}: the assignment is to write what it does, with #tensor alone`;
  return `"${specifier}" may not be imported: only #tensor and the files of the assignment may`;
}
