/** The commands that only the staff of the course has: none in this package. */
import type { CommandModule } from "yargs";
import type { PackedFile } from "../pack/zip.ts";
import type { PackOptions } from "./pack.ts";

export const staffCommands: CommandModule[] = [];
export const staffPackages: Record<string, (options: PackOptions) => Promise<Map<string, PackedFile>>> = {};
