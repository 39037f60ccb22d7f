/** `npm run playground`: trains your own Beras in your browser. Given. */
import { parseArgs } from "node:util";
import { DataError, loadDataset } from "#data";
import { startServer } from "./server.ts";

const usage = `npm run playground -- [--port N] [--no-open]

  --port N    where the page is served; by default any port that is free
  --no-open   only say where the page is`;

main().catch((error: NodeJS.ErrnoException) => {
  const isTheirs = error instanceof DataError || error.code?.startsWith("ERR_PARSE_ARGS");
  if (error.code === "EADDRINUSE")
    console.error(`Port ${port()} is in use: leave out --port to use a free one`);
  else console.error(isTheirs ? error.message.split("\n")[0] : error);
  process.exit(isTheirs || error.code === "EADDRINUSE" ? 2 : 1);
});

function port(): number {
  return Number(options().port);
}

function options() {
  return parseArgs({
    options: {
      port: { type: "string", default: "0" },
      "no-open": { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  }).values;
}

async function main(): Promise<void> {
  const { help, "no-open": staysClosed } = options();
  if (help) {
    console.log(usage);
    return;
  }
  if (!(Number.isInteger(port()) && port() >= 0 && port() < 65_536)) {
    console.error("--port expects a number from 0 to 65535");
    process.exit(2);
  }
  const dataset = loadDataset();
  const { url } = await startServer(dataset, port());
  console.log(`Playground: ${url}  (press Ctrl-C to stop)`);
  if (dataset.name === "synthetic-digits") {
    console.log("It trains on the built-in synthetic digits; `npm run data` fetches MNIST.");
  }
  if (process.stdout.isTTY && !staysClosed) {
    const { default: open } = await import("open");
    // Without a browser, the printed address is enough.
    await open(url).catch(() => {});
  }
}
