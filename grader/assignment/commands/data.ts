import { SingleBar } from "cli-progress";
import type { CommandModule } from "yargs";
import { type DownloadEvent, downloadMnist } from "../../../data/download.ts";
import { DEFAULT_MNIST_DIR } from "../../../data/index.ts";

/** `npm run data`: downloads MNIST. Rejects with a DataError when a file cannot be had. */
export const dataCommand: CommandModule<object, { dir?: string }> = {
  command: "data",
  describe: "download MNIST; without it, everything runs on synthetic digits",
  builder: (yargs) =>
    yargs.option("dir", {
      type: "string",
      requiresArg: true,
      describe: "folder for the four files",
      defaultDescription: "MNIST_DIR, else data/mnist",
    }),
  handler: async ({ dir }) => {
    const folder = dir || process.env.MNIST_DIR || DEFAULT_MNIST_DIR;
    const reporter = createReporter(process.stdout);
    try {
      await downloadMnist({ dir: folder, onEvent: reporter.report });
    } finally {
      reporter.close();
    }
    console.log(`MNIST is complete in ${folder}`);
  },
};

/** Puts a download into words: a line for each file, and a progress bar meanwhile where there is a terminal. */
export function createReporter(stream: NodeJS.WriteStream): {
  report: (event: DownloadEvent) => void;
  close: () => void;
} {
  let bar: SingleBar | undefined;
  /** Told once another mirror has the file; where none has it, the error names them all. */
  let failures: string[] = [];
  const close = () => {
    bar?.stop();
    bar = undefined;
  };
  const line = (text: string) => {
    close();
    stream.write(`${text}\n`);
  };
  const report = (event: DownloadEvent) => {
    switch (event.type) {
      case "progress":
        bar ??= startBar(stream, event);
        bar.setTotal(kilobytes(event.totalBytes ?? event.receivedBytes));
        bar.update(kilobytes(event.receivedBytes));
        break;
      case "kept":
        line(`${event.file}: already there and correct`);
        break;
      case "mirror-failed":
        close();
        failures.push(`${event.file}: ${new URL(event.mirror).host} ${event.reason}`);
        break;
      case "downloaded":
        for (const failure of failures) line(failure);
        failures = [];
        line(
          `${event.file}: ${kilobytes(event.bytes)} kB from ${new URL(event.mirror).host}, checksum correct`,
        );
    }
  };
  return { report, close };
}

type ProgressEvent = Extract<DownloadEvent, { type: "progress" }>;

/** On a stream that is no terminal the bar prints nothing. */
function startBar(stream: NodeJS.WriteStream, event: ProgressEvent): SingleBar {
  const bar = new SingleBar({
    stream,
    format: `${event.file} {bar} {percentage}% of {total} kB`,
    barCompleteChar: "#",
    barIncompleteChar: "-",
    clearOnComplete: true,
    // Ctrl-C ends the process at once, so nothing may be changed on the terminal that has to be put back.
    hideCursor: false,
    linewrap: true,
  });
  bar.start(kilobytes(event.totalBytes ?? event.receivedBytes), kilobytes(event.receivedBytes));
  return bar;
}

function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1000);
}
