/** Turns a message of the TypeScript compiler into a sentence or two for students. */
import type { ts } from "../typescript.ts";
import { compilerAdvice } from "../wording/code.ts";

const maxLength = 300;
/** "No overload matches this call." */
const noOverload = 2769;

/**
 * @param places from the beginnings of paths, as the compiler writes them, to what stands for them in a message
 */
export function diagnosticText(
  { messageText: message, code }: Pick<ts.Diagnostic, "messageText" | "code">,
  places: readonly (readonly [path: string, name: string])[],
): string {
  const [first, ...reasons] = sentencesOf(message).map((text) => withoutPaths(text, places));
  const reason = reasons.at(-1);
  const whole = reason ? `${first} ${reason}` : first;
  // The first sentence is true on its own; a part of the second may not be.
  return `${cutAtWord(whole.length > maxLength ? first : whole)}${compilerAdvice[code] ?? ""}`;
}

/** The message and the compiler's reasons. For several overloads, the reasons of the last one, which is the widest. */
function sentencesOf(message: string | ts.DiagnosticMessageChain): string[] {
  if (typeof message === "string") return [message];
  const { messageText, next = [], code } = message;
  const reason = code === noOverload ? next.at(-1)?.next?.[0] : next[0];
  return [messageText, ...(reason ? sentencesOf(reason) : [])];
}

function withoutPaths(text: string, places: readonly (readonly [string, string])[]): string {
  // `import("/home/ann/lib/queue").Queue` is how the compiler tells apart what has the same name.
  let plain = text.replace(/\s+/g, " ").replace(/(?:typeof )?import\("[^"]{0,1000}"\)\./g, "");
  for (const [path, name] of places) plain = plain.replaceAll(path, name);
  // The rest advises installing a package, which is not possible here.
  return plain.replace(/ (Do you need to install|Try `npm i).*/, "");
}

function cutAtWord(text: string): string {
  if (text.length <= maxLength) return text;
  const end = text.lastIndexOf(" ", maxLength);
  return `${text.slice(0, end > 0 ? end : maxLength)} ...`;
}
