/** The commands that only the staff of the course has: none in this package. */
import type { CommandModule } from "yargs";
import type { Assignment } from "../assignment.ts";
import type { PackedFile, PackOptions } from "../pack/zip.ts";

export const staffCommands = (_: Assignment): CommandModule[] => [];
export const staffPackages = (
  _: Assignment,
): Record<string, (options: PackOptions) => Promise<Map<string, PackedFile>>> => ({});
