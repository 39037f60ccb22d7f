/** What everybody has. */
import type { CommandModule } from "yargs";
import { dataCommand } from "./commands/data.ts";

export const commands = [dataCommand] as CommandModule[];
export const packaging = undefined;
export const proofs = undefined;
export const makeFixtures = undefined;
