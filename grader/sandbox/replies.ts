/** Validates what a sandbox process sends, field by field, and bounds the size of each. The input is untrusted. */
import { wellFormed } from "./codec.ts";
import { type LoadProblem, maxProgress, type Output, type Reply, type Thrown } from "./protocol.ts";

/** The limits of the guest. A longer text does not come from the guest, and is cut. */
const maxLengths = { name: 100, message: 2_000, stack: 8_000, output: 4_000 };
const maxLines = 1e9;

/**
 * @param modules the names of the modules that the process knows
 * @returns undefined if this is not a reply
 */
export function toReply(
  texts: string[],
  buffers: ArrayBuffer[],
  modules: ReadonlySet<string>,
): Reply | undefined {
  const [type, ...fields] = texts;
  if (buffers.length > 0 && type !== "returned") return undefined;
  switch (type) {
    case "loaded":
      return fields.length === 0 ? { type } : undefined;
    case "importing":
      return fields.length === 1 && modules.has(fields[0]) ? { type, module: fields[0] } : undefined;
    case "progress":
      return fields.length === 1 && fields[0].length <= maxProgress ? { type, text: fields[0] } : undefined;
    case "opened": {
      const problems = toProblems(fields.slice(2), modules);
      return problems && { type, output: toOutput(fields), problems };
    }
    case "returned":
      return fields.length === 3
        ? { type, output: toOutput(fields), wire: { text: fields[2], buffers } }
        : undefined;
    case "threw":
      return fields.length === 5
        ? { type, output: toOutput(fields), thrown: toThrown(fields.slice(2)) }
        : undefined;
    case "timeout":
      return fields.length === 2 ? { type, output: toOutput(fields) } : undefined;
    default:
      return undefined;
  }
}

function toOutput([text = "", count = ""]: string[]): Output {
  const lines = /^\d{1,9}$/.test(count) ? Number(count) : maxLines;
  return { text: cut(text, maxLengths.output), lines };
}

function toThrown([name, message, stack]: string[]): Thrown {
  return {
    name: cut(name, maxLengths.name),
    message: cut(message, maxLengths.message),
    stack: cut(stack, maxLengths.stack),
  };
}

/** Reads five texts per problem: module, kind, and the three of what was thrown. */
function toProblems(fields: string[], modules: ReadonlySet<string>): LoadProblem[] | undefined {
  if (fields.length % 5 !== 0 || fields.length / 5 > 2 * modules.size) return undefined;
  const problems: LoadProblem[] = [];
  for (let i = 0; i < fields.length; i += 5) {
    const [module, kind, ...thrown] = fields.slice(i, i + 5);
    if (!modules.has(module)) return undefined;
    if (kind === "timeout") problems.push({ module, kind });
    else if (kind === "threw") problems.push({ module, kind, thrown: toThrown(thrown) });
    else return undefined;
  }
  return problems;
}

/** Cuts a text. A cut between the halves of a surrogate pair would leave half a character. */
const cut = (text: string, maxLength: number): string => wellFormed(text.slice(0, maxLength));
