/** Runs the real command for tests, with the assignment that the project is about or another one. */

import { assignment as beras } from "../assignment/index.ts";
import type { Assignment } from "../assignment.ts";
import * as command from "../run/command.ts";

export type { Graded, Ran } from "../run/command.ts";

interface Whose {
  assignment?: Assignment;
}

export const runCommand = (
  args: string[],
  { assignment = beras, ...options }: command.RunOptions & Whose = {},
) => command.runCommand(assignment, args, options);

export const gradeFolder = (
  folder: string,
  args: string[] = [],
  { assignment = beras, ...options }: command.GradeFolderOptions & Whose = {},
) => command.gradeFolder(assignment, folder, args, options);
