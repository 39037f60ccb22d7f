/** `npm run grade:worker`: grades the jobs that batches on other machines put into a Redis. */
import { availableParallelism } from "node:os";
import type { CommandModule } from "yargs";
import type { Assignment } from "../assignment.ts";
import { UsageError } from "../submission/errors.ts";

export const gradeWorkerCommand = (
  assignment: Assignment,
): CommandModule<object, { redis: string; jobs: number }> => ({
  command: "grade:worker",
  describe: "Grade submissions for batches that use the same Redis",
  builder: (yargs) =>
    yargs
      .option("redis", {
        type: "string",
        demandOption: true,
        requiresArg: true,
        describe: "Such as redis://host:6379",
      })
      .option("jobs", {
        type: "number",
        default: availableParallelism(),
        describe: "Number of submissions to grade at a time",
      })
      .check(({ jobs }) => {
        if (!(Number.isInteger(jobs) && jobs > 0))
          throw new UsageError("--jobs expects a whole number above 0");
        return true;
      }) as never,
  handler: async ({ redis, jobs }) => {
    const { work } = await import("../queue/worker.ts");
    const stop = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
    await work(assignment, redis, jobs, stop.signal);
    process.exit();
  },
});
