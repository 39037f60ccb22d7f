/** The grader's program with the tiny assignment. */
import { main } from "../../commands/main.ts";
import { assignment } from "./index.ts";

main(assignment);
