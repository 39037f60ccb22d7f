/** The program behind the commands of package.json: the one place that says which assignment the grader is about. */
import type { CommandModule } from "yargs";
import { dataCommand } from "./assignment/commands/data.ts";
import { assignment } from "./assignment/index.ts";
import { main } from "./commands/main.ts";

main(assignment, [dataCommand] as CommandModule[]);
