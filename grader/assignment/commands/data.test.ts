/** What `npm run data` prints about a download, event by event. */
import { PassThrough } from "node:stream";
import type { DownloadEvent } from "../../../data/download.ts";
import { createReporter } from "./data.ts";

function printed(events: DownloadEvent[]): string {
  const stream = new PassThrough();
  const { report, close } = createReporter(stream as unknown as NodeJS.WriteStream);
  for (const event of events) report(event);
  close();
  return String(stream.read() ?? "");
}

const failed = (mirror: string): DownloadEvent => ({
  type: "mirror-failed",
  file: "labels",
  mirror: `https://${mirror}.example/`,
  reason: "getaddrinfo ENOTFOUND",
});

test("a mirror that failed is named beside the one that had the file", () => {
  const got: DownloadEvent = {
    type: "downloaded",
    file: "labels",
    mirror: "https://c.example/",
    bytes: 28_881,
  };
  expect(printed([failed("a"), failed("b"), got])).toBe(
    [
      "labels: a.example getaddrinfo ENOTFOUND",
      "labels: b.example getaddrinfo ENOTFOUND",
      "labels: 29 kB from c.example, checksum correct",
      "",
    ].join("\n"),
  );
});

test("where no mirror has the file, it is left to the error to name them, once", () => {
  expect(printed([failed("a"), failed("b")])).toBe("");
});
