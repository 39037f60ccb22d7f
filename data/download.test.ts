import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type DownloadEvent, downloadMnist } from "./download.ts";
import { DataError } from "./errors.ts";
import type { DataFile } from "./files.ts";

/** Stands for an MNIST file: 100,000 bytes that gzip can compress only to several network packets. */
const CONTENT = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i * 7919 + i) >> 3);
const ZIPPED = gzipSync(CONTENT);
const FILE: DataFile = {
  name: "train-images-idx3-ubyte",
  sha256: createHash("sha256").update(CONTENT).digest("hex"),
};

let root: string;
let dir: string;
const servers: Server[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "beras-download-"));
  dir = root;
});
afterEach(async () => {
  rmSync(root, { recursive: true });
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** Starts a mirror on this machine. Returns its base URL and the Range header of every request. */
async function startMirror(
  answer: RequestListener,
): Promise<{ url: string; ranges: (string | undefined)[] }> {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mnist/`, ranges };
}

/** Answers like a working mirror: the whole file, or the part that a Range header requests. */
const sound: RequestListener = (request, response) => {
  if (request.url !== `/mnist/${FILE.name}.gz`) {
    response.writeHead(404).end();
    return;
  }
  const start = Number(request.headers.range?.match(/^bytes=(\d+)-$/)?.[1] ?? 0);
  if (start >= ZIPPED.length) {
    response.writeHead(416, { "content-range": `bytes */${ZIPPED.length}` }).end();
    return;
  }
  if (request.headers.range) {
    response.writeHead(206, {
      "content-range": `bytes ${start}-${ZIPPED.length - 1}/${ZIPPED.length}`,
      "content-length": ZIPPED.length - start,
    });
  } else {
    response.writeHead(200, { "content-length": ZIPPED.length });
  }
  response.end(ZIPPED.subarray(start));
};
const withoutRanges: RequestListener = (_, response) => response.end(ZIPPED);
const notFound: RequestListener = (_, response) => response.writeHead(404).end("Not found");
const otherContent: RequestListener = (_, response) => response.end(gzipSync(CONTENT.subarray(1)));
const webPage: RequestListener = (_, response) => response.end("<html>Please log in</html>");
/** Announces the whole file, sends half of it, and stalls. */
const stalls: RequestListener = (_, response) => {
  response.writeHead(200, { "content-length": ZIPPED.length });
  response.write(ZIPPED.subarray(0, ZIPPED.length / 2));
};
/** Announces the whole file, sends half of it, and closes the connection. */
const breaksOff: RequestListener = (request, response) => {
  stalls(request, response);
  const half = Math.floor(ZIPPED.length / 2);
  const timer = setInterval(() => {
    if ((statSync(part(), { throwIfNoEntry: false })?.size ?? 0) < half) return;
    clearInterval(timer);
    response.destroy();
  }, 10);
};

const target = () => join(dir, `${FILE.name}.gz`);
const part = () => `${target()}.part`;

async function download(...mirrors: { url: string }[]): Promise<DownloadEvent[]> {
  const events: DownloadEvent[] = [];
  await downloadMnist({
    dir,
    files: [FILE],
    mirrors: mirrors.map(({ url }) => url),
    // Long enough for a loaded machine to answer from memory, short enough for a test.
    stallTimeoutMs: 1000,
    onEvent: (event) => events.push(event),
  });
  return events;
}

/** Makes a download fail. Returns the error message, which must be one line. */
async function failToDownload(...mirrors: { url: string }[]): Promise<string> {
  const error = await download(...mirrors).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DataError);
  const { message } = error as DataError;
  expect(message).not.toContain("\n");
  return message;
}

function expectTheFileAndNothingElse(): void {
  expect(readdirSync(dir)).toEqual([`${FILE.name}.gz`]);
  expect(readFileSync(target()).equals(ZIPPED)).toBe(true);
}

describe("downloadMnist", () => {
  it("downloads a file under its own name and reports the progress", async () => {
    const mirror = await startMirror(sound);
    const events = await download(mirror);
    expectTheFileAndNothingElse();
    expect(events.filter(({ type }) => type === "progress").at(-1)).toEqual({
      type: "progress",
      file: FILE.name,
      receivedBytes: ZIPPED.length,
      totalBytes: ZIPPED.length,
    });
    expect(events.at(-1)).toEqual({
      type: "downloaded",
      file: FILE.name,
      mirror: mirror.url,
      bytes: ZIPPED.length,
    });
  });

  it("creates the folder", async () => {
    dir = join(root, "made", "here");
    await download(await startMirror(sound));
    expectTheFileAndNothingElse();
  });

  it.each([
    ["gzipped", `${FILE.name}.gz`, ZIPPED],
    ["uncompressed", FILE.name, CONTENT],
    ["under another name", "train-images.idx3-ubyte", CONTENT],
  ])("keeps a correct file: %s", async (_, name, bytes) => {
    writeFileSync(join(dir, name), bytes);
    const mirror = await startMirror(sound);
    expect(await download(mirror)).toEqual([{ type: "kept", file: FILE.name, path: join(dir, name) }]);
    expect(mirror.ranges).toEqual([]);
    expect(readdirSync(dir)).toEqual([name]);
  });

  it("replaces an incorrect file", async () => {
    writeFileSync(target(), "damaged");
    await download(await startMirror(sound));
    expectTheFileAndNothingElse();
  });

  describe("after an interruption", () => {
    it("requests only the rest", async () => {
      writeFileSync(part(), ZIPPED.subarray(0, 1234));
      const mirror = await startMirror(sound);
      const events = await download(mirror);
      expectTheFileAndNothingElse();
      expect(mirror.ranges).toEqual(["bytes=1234-"]);
      expect(events[0]).toMatchObject({ receivedBytes: 1234, totalBytes: ZIPPED.length });
    });

    it("starts again if the server does not support ranges", async () => {
      writeFileSync(part(), ZIPPED.subarray(0, 1234));
      const mirror = await startMirror(withoutRanges);
      await download(mirror);
      expectTheFileAndNothingElse();
      expect(mirror.ranges).toEqual(["bytes=1234-"]);
    });

    it("starts again if the parts do not fit together", async () => {
      writeFileSync(part(), "of another file");
      const mirror = await startMirror(sound);
      await download(mirror);
      expectTheFileAndNothingElse();
      expect(mirror.ranges).toEqual(["bytes=15-", undefined]);
    });

    it("accepts a part that is already complete", async () => {
      writeFileSync(part(), ZIPPED);
      const mirror = await startMirror(sound);
      await download(mirror);
      expectTheFileAndNothingElse();
      expect(mirror.ranges).toEqual([`bytes=${ZIPPED.length}-`]);
    });

    it("starts again if the part is longer than the file", async () => {
      writeFileSync(part(), Buffer.concat([ZIPPED, Buffer.from("too much")]));
      await download(await startMirror(sound));
      expectTheFileAndNothingElse();
    });
  });

  it.each([
    ["does not have the file", notFound, "answered 404 Not Found"],
    ["has other content", otherContent, /^sent other content \(SHA-256 expected \w{64}, received \w{64}\)$/],
    ["sends a web page", webPage, /^sent other content .* received 26 bytes that are not a gzip file\)$/],
    ["stalls", stalls, "sent nothing for 1 s"],
    ["breaks off", breaksOff, "other side closed"],
  ])("tries the next mirror if one %s", async (_, broken, reason) => {
    const first = await startMirror(broken);
    const second = await startMirror(sound);
    const events = await download(first, second);
    expectTheFileAndNothingElse();
    expect(events).toContainEqual({
      type: "mirror-failed",
      file: FILE.name,
      mirror: first.url,
      reason: typeof reason === "string" ? reason : expect.stringMatching(reason),
    });
    expect(events.at(-1)).toMatchObject({ type: "downloaded", mirror: second.url });
  });

  it("continues at the next mirror with the part from the first one", async () => {
    const second = await startMirror(sound);
    await download(await startMirror(breaksOff), second);
    expectTheFileAndNothingElse();
    expect(second.ranges).toEqual([`bytes=${Math.floor(ZIPPED.length / 2)}-`]);
  });

  it("reports the failure of every mirror in one line if none has the file, and keeps the received part", async () => {
    const down = await startMirror(sound);
    const port = new URL(down.url).port;
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const message = await failToDownload(down, await startMirror(notFound), await startMirror(breaksOff));
    expect(message).toMatch(
      /^train-images-idx3-ubyte: expected a copy from one of 3 mirrors, received none \(/,
    );
    expect(message).toContain(`127.0.0.1:${port} connect ECONNREFUSED`);
    expect(message).toContain("answered 404 Not Found");
    expect(message).toContain("other side closed");
    expect(existsSync(target())).toBe(false);
    expect(readFileSync(part()).equals(ZIPPED.subarray(0, ZIPPED.length / 2))).toBe(true);
  });

  it("leaves no wrong content behind", async () => {
    await failToDownload(await startMirror(otherContent));
    expect(readdirSync(dir)).toEqual([]);
  });

  it("reports a folder that cannot be written to", async () => {
    writeFileSync(join(root, "file"), "");
    dir = join(root, "file", "folder");
    const message = await failToDownload(await startMirror(sound));
    expect(message).toMatch(/folder: expected a folder to write to \(ENOTDIR/);
  });
});
