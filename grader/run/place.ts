/** Finds the student's method that a failure is about, even when other code noticed the failure. */
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
  /** Where to look; null when no code of the student was running. */
  place: CodePlace | null;
  /** The code that threw. Differs from `place` when that code is known to be right and was passed something wrong. */
  thrownIn: CodePlace | null;
  /** The student's code that called `thrownIn`, if it is not known which of the two is wrong. */
  caller: CodePlace | null;
  /** Given code noticed the failure; the student's code did not throw. */
  isFound: boolean;
}

type GivenMethods = GivenCode["methods"];

/**
 * @param methods where the submission's methods are; empty if that is not known
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
  const caller = places.find(({ method }) => method !== thrownIn?.method);
  return {
    place,
    thrownIn,
    caller: (place === thrownIn && caller) || null,
    isFound: frames.length > 0 && Object.hasOwn(given, methodAt(frames[0], methods, given)),
  };
}

/** A frame of given code stands for the method that it calls, or for no place. */
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
