/** A progress bar for long runs. Without a terminal, prints a line now and then, so that a log shows progress. */
import { SingleBar } from "cli-progress";

const everyMsInLogs = 20_000;

export interface ProgressBar {
  update(done: number, total: number, name: string): void;
  stop(): void;
}

export function progressBar(): ProgressBar {
  const bar = new SingleBar({
    format: "{bar} {value}/{total}  {eta_formatted} left  {name}",
    clearOnComplete: true,
    noTTYOutput: true,
    notTTYSchedule: everyMsInLogs,
  });
  bar.start(1, 0, { name: "" });
  return {
    update(done, total, name) {
      bar.setTotal(total);
      bar.update(done, { name });
    },
    stop: () => bar.stop(),
  };
}
