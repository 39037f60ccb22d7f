/** Where a failure is: the method of the student's that it is about, whoever noticed. */
import type { GivenCode } from "../assignment.ts";
import type { MethodRange } from "../submission/owners.ts";
import type { Frame } from "./locateError.ts";

export interface CodePlace {
  file: string;
  line: number;
  /** Null at the top of a file. */
  method: string | null;
}

export interface Located {
  /** Where to look; null where nothing of the student's was running. */
  place: CodePlace | null;
  /** What threw: the same place, unless what threw is known to be right and was handed something wrong. */
  thrownIn: CodePlace | null;
  /** Given code has noticed it, and nothing of the student's threw. */
  isFound: boolean;
}

type GivenMethods = GivenCode["methods"];

/**
 * @param methods where the submission's methods are; none where that is not known
 * @param isRight whether all that judges a method has passed
 */
export function locate(
  frames: Frame[],
  methods: MethodRange[],
  given: GivenMethods,
  isRight: (method: string) => boolean,
): Located {
  const places = frames.flatMap((frame) => placeOf(frame, methods, given) ?? []);
  const [thrownIn = null] = places;
  const place = places.find(({ method }) => !method || !isRight(method)) ?? thrownIn;
  return {
    place,
    thrownIn,
    isFound: frames.length > 0 && Object.hasOwn(given, methodAt(frames[0], methods, given)),
  };
}

/** A frame of given code stands for the method that it calls; or for nothing. */
function placeOf(frame: Frame, methods: MethodRange[], given: GivenMethods): CodePlace | null {
  const method = methodAt(frame, methods, given);
  if (!Object.hasOwn(given, method)) return { file: frame.file, line: frame.line, method };
  const answering = given[method];
  const name = answering && `${frame.called.split(".")[0]}.${answering}`;
  const found = methods.find((range) => range.name === name);
  return found ? { file: found.file, line: found.from, method: found.name } : null;
}

function methodAt({ file, line, called }: Frame, methods: MethodRange[], given: GivenMethods): string {
  const inside = methods.filter((range) => range.file === file && range.from <= line && line <= range.to);
  if (inside[0]) return inside[0].name;
  // V8 names the class of the object, not the one that has the method.
  const [, name] = called.split(".");
  const inherited = name && Object.keys(given).find((key) => key.split(".")[1] === name);
  return (methods.length === 0 && inherited) || called.replace(/^new (.*)$/, "$1.constructor");
}
