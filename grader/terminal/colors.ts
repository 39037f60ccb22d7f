/** Colours where a person sees them: on a terminal. */
import { createColors } from "picocolors";

/**
 * picocolors' own answer is yes on Windows and in CI, whatever the output is, so that files and pipes are full of codes.
 * `FORCE_COLOR` is for logs that show them; https://no-color.org says what `NO_COLOR` is.
 */
function areWanted(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0";
  return Boolean(process.stdout.isTTY) && TERM !== "dumb";
}

export const pc = createColors(areWanted());
