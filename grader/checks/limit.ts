/** How long a call may take, and the check that accounts for its output. */
import type { RubricCheck } from "../rubric.ts";
import type { Output } from "../sandbox/protocol.ts";

export interface Limit {
  row: RubricCheck;
  /** The remaining time of the sandbox. The grader's own time does not count. */
  leftMs: number;
  /** The factor for wall time; 1 by default. */
  patience?: number;
  account: Account;
}

/** What is attributed to a check. */
interface Account {
  output: string;
  lines: number;
  epochs: number;
}

/** By check. A training can start before its check, and must not print into the output of another. */
const accounts = new Map<string, Account>();

/** The limit of a check that starts now. */
export function limitOf(row: RubricCheck): Limit {
  const account = accounts.get(row.id) ?? newAccount();
  accounts.set(row.id, account);
  return { row, leftMs: row.timeoutMs, account };
}

/** For a new run. */
export const forgetAccounts = (): void => accounts.clear();

export const newAccount = (): Account => ({ output: "", lines: 0, epochs: 0 });

/** The most output that is kept for a check. A call adds at most 4,000 characters, and a training makes a thousand calls. */
const maxOutput = 4_000;

export function keepOutput(account: Account, { text, lines }: Output): void {
  account.output = `${account.output}${text.slice(0, maxOutput)}`.slice(0, maxOutput);
  account.lines += lines;
}
