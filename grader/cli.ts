/** The program behind the commands of package.json. Only this file chooses the assignment that the grader grades. */
import { assignment } from "./assignment/index.ts";
import { commands, makeFixtures, packaging, proofs } from "./assignment/staff.ts";
import { main } from "./commands/main.ts";

main({ ...assignment, packaging, proofs, makeFixtures }, commands);
