/** Our own operators. Each visits a file of the solution and proposes changes. */
import type { Draft } from "../mutant.ts";
import type { Site } from "../site.ts";
import { resultIntoArgument, reuseResult, writeIntoArgument } from "./aliases.ts";
import * as expressions from "./expressions.ts";
import { partOfList } from "./lists.ts";
import { freezeResult, rememberFirst } from "./memory.ts";
import { shareField } from "./sharing.ts";
import { clampCount, skipCalls, skipEqual, skipNothing, skipTurns } from "./steps.ts";

export const operators: ((site: Site) => Draft[])[] = [
  rememberFirst,
  freezeResult,
  shareField,
  reuseResult,
  resultIntoArgument,
  writeIntoArgument,
  partOfList,
  skipCalls,
  clampCount,
  skipNothing,
  skipEqual,
  skipTurns,
  ...Object.values(expressions),
];
