import { type Message, say } from "../wording/catalogue.ts";
import { refusals } from "../wording/handIn.ts";

/** The caller asked for something that cannot be done, and can fix it. One line; the command exits with 2. */
export class UsageError extends Error {
  override name = "UsageError";

  /** @param code for tools, where the message is one of the catalogue */
  constructor(
    message: string,
    readonly code?: string,
  ) {
    super(message);
  }
}

/** The error for a hand-in that cannot be graded. */
export function refusal(message: Message<typeof refusals>): UsageError {
  return new UsageError(say(refusals, message), message.code);
}
