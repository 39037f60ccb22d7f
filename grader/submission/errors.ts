/** What the caller asked for cannot be done, and it is the caller's to mend. One line; the command exits with 2. */
export class UsageError extends Error {
  override name = "UsageError";
}
