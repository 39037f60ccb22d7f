/** The grader's program with the tiny assignment. */
import { main } from "../../commands/main.ts";
import { assignment } from "./index.ts";
import { packaging, proofs } from "./staff.ts";

main({ ...assignment, packaging, proofs });
