/** Colors, but only on a terminal. */
import { createColors } from "picocolors";

/**
 * picocolors uses colors on Windows and in CI for any output, so files and pipes would fill with escape codes. `FORCE_COLOR` is
 * for logs that can show them. See https://no-color.org for `NO_COLOR`.
 */
function areWanted(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0";
  return Boolean(process.stdout.isTTY) && TERM !== "dumb";
}

export const pc = createColors(areWanted());
