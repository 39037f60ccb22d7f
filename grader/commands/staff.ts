/** The commands that only the staff of the course has. A student's package has a list without them in this one's place. */
import type { CommandModule } from "yargs";
import type { Assignment } from "../assignment.ts";
import type { PackedFile, PackOptions } from "../pack/zip.ts";
import { fixturesCommand } from "./fixtures.ts";
import { fuzzCommand } from "./fuzz.ts";
import { gradeBatchCommand } from "./gradeBatch.ts";
import { gradeWarmCommand } from "./gradeWarm.ts";
import { gradeWorkerCommand } from "./gradeWorker.ts";
import { hostileCommand } from "./hostile.ts";
import { mutantsCommand } from "./mutants.ts";
import { reportCommand } from "./report.ts";
import { rubricCommand } from "./rubric.ts";
import { similarityCommand } from "./similarity.ts";
import { stencilCommand } from "./stencil.ts";

export const staffCommands = (assignment: Assignment) =>
  [
    stencilCommand(assignment),
    fixturesCommand(assignment),
    rubricCommand(assignment),
    reportCommand(assignment),
    hostileCommand(assignment),
    fuzzCommand(assignment),
    mutantsCommand(assignment),
    gradeBatchCommand(assignment),
    gradeWorkerCommand(assignment),
    gradeWarmCommand(assignment),
    similarityCommand(assignment),
  ] as CommandModule[];
/** What `npm run pack` makes beside a submission. */
export const staffPackages = (
  assignment: Assignment,
): Record<string, (options: PackOptions) => Promise<Map<string, PackedFile>>> => ({
  student: async () => (await import("../pack/student.ts")).packStudent(assignment),
  gradescope: async (options) => (await import("../pack/gradescope.ts")).packGradescope(assignment, options),
  classroom50: async (options) =>
    (await import("../pack/classroom50.ts")).packClassroom50(assignment, options),
});
