/** The parts of an assignment that only some commands need. */
import type { Assignment } from "../assignment.ts";
import type { Proofs } from "../proofs/proofs.ts";
import { UsageError } from "../submission/errors.ts";

/** @throws UsageError when the assignment has none */
export async function loadProofs({ title, proofs }: Assignment): Promise<Proofs> {
  if (!proofs) throw new UsageError(`${title} has no mistakes, styles and hostile submissions to try`);
  return proofs();
}
