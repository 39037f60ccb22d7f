/** The program behind the commands of package.json. Only this file chooses the assignment that the grader grades. */
import type { CommandModule } from "yargs";
import { dataCommand } from "./assignment/commands/data.ts";
import { assignment } from "./assignment/index.ts";
import { main } from "./commands/main.ts";

main(assignment, [dataCommand] as CommandModule[]);
