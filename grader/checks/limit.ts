/** How long something may take, and on which check's account: what it prints stands there. */
import type { RubricCheck } from "../rubric.ts";
import type { Output } from "../sandbox/protocol.ts";

export interface Limit {
  row: RubricCheck;
  /** What is left of its time, as the sandbox uses it: what the grader does meanwhile does not count. */
  leftMs: number;
  /** How many times as long it may take on the wall; once by default. */
  patience?: number;
  account: Account;
}

/** What is put down to a check. */
interface Account {
  output: string;
  lines: number;
  epochs: number;
}

/** By check. A training may begin before the check that it is for, and must not print into another one's output. */
const accounts = new Map<string, Account>();

/** The limit of a check whose time begins now. */
export function limitOf(row: RubricCheck): Limit {
  const account = accounts.get(row.id) ?? newAccount();
  accounts.set(row.id, account);
  return { row, leftMs: row.timeoutMs, account };
}

export const newAccount = (): Account => ({ output: "", lines: 0, epochs: 0 });

/** What is kept of a check's output. Each call brings at most 4,000 characters; a training makes a thousand calls. */
const maxOutput = 4_000;

export function keepOutput(account: Account, { text, lines }: Output): void {
  account.output = `${account.output}${text.slice(0, maxOutput)}`.slice(0, maxOutput);
  account.lines += lines;
}
