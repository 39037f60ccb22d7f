/**
 * Every sentence about a submission stands in this folder: one file for each concept, one map from codes to sentences. The
 * rest of the grader names a code and passes parameters. A wrong code or a wrong parameter is a compile error.
 */

/** A fixed text, or a function of what varies. */
type Sentence = string | ((parameters: never) => string);

type ParametersOf<S> = S extends (...given: infer Given) => unknown
  ? Given extends [infer Parameters, ...unknown[]]
    ? Parameters
    : unknown
  : unknown;

/** A sentence of a catalogue as data: its code and its parameters. */
export type Message<Catalogue> = {
  [Code in keyof Catalogue]: { code: Code } & ParametersOf<Catalogue[Code]>;
}[keyof Catalogue];

/** The sentence of a message. */
export function say<Catalogue extends Record<string, Sentence>>(
  catalogue: Catalogue,
  message: Message<Catalogue>,
): string {
  const sentence = catalogue[(message as { code: string }).code];
  return typeof sentence === "string" ? sentence : sentence(message as never);
}
