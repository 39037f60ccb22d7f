/** What a submission may import: its own files, and the modules that are given. Nothing else exists for it. */
import { posix } from "node:path";

/** Where an import leads: to a module that the sandbox knows by this name, or nowhere, for this reason. */
export type Resolution = { module: string } | { forbidden: string };

/** As paths have it on Linux. Node takes the square of the length to resolve "../../../". */
const maxLength = 4096;

const givenModules = ["#tensor", "#errors"];
/** Given code that a submission may name by its path, too; it gets the pristine copy all the same. */
const givenFolders: [RegExp, string][] = [
  [/^tensor(\/index)?$/, "#tensor"],
  [/^errors$/, "#errors"],
];

/** The packages that would do the homework, by the name that people know them by. */
const librariesByPackage: [RegExp, string][] = [
  [/^(@tensorflow\/|tensorflow)/i, "TensorFlow"],
  [/keras/i, "Keras"],
  [
    /^(onnxruntime|brain\.js|ml-|@stdlib|numpy|numjs|synaptic|convnetjs|@xenova)/i,
    "a machine-learning library",
  ],
];

/**
 * @param specifier what stands in the import
 * @param importer the file that it stands in, such as "beras/layers.ts"
 * @param exists whether the submission has a file of this name
 * @param why what there is to say about a file that does not, to be added to a sentence
 */
export function resolveImport(
  specifier: string,
  importer: string,
  exists: (file: string) => boolean,
  why: (file: string) => string | undefined = () => undefined,
): Resolution {
  if (specifier.length > maxLength)
    return { forbidden: `"${specifier.slice(0, 100)}..." is longer than the name of any file` };
  if (givenModules.includes(specifier)) return { module: specifier };
  if (!/^\.\.?(\/|$)/.test(specifier)) return { forbidden: explain(specifier) };

  const path = posix.join(posix.dirname(importer), specifier).replace(/\.(ts|js)$/, "");
  const given = givenFolders.find(([pattern]) => pattern.test(path));
  if (given) return { module: given[1] };
  if (path.startsWith("../")) return { forbidden: `"${specifier}" lies outside of the submission` };
  if (path.startsWith("tensor/"))
    return { forbidden: `"${specifier}" is a part of given code: import #tensor, which is the whole of it` };
  if (/^(main|visualize)$/.test(path))
    return { forbidden: `"${specifier}" is given code that runs your files, not the other way round` };
  const files = [`${path}.ts`, `${path}/index.ts`];
  const file = files.find(exists);
  if (file) return { module: file };
  return { forbidden: `"${specifier}" is not part of the submission${why(files[0]) ?? why(files[1]) ?? ""}` };
}

function explain(specifier: string): string {
  const library = librariesByPackage.find(([pattern]) => pattern.test(specifier))?.[1];
  if (library)
    return `"${specifier}" is ${library}: the assignment is to write what it does, with #tensor alone`;
  return `"${specifier}" may not be imported: only #tensor and the files of the assignment may`;
}
