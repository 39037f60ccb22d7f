/** How long the arguments are that our processes start others with. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../testing/command.ts";
import { house, temporaryFolder, writeSubmission } from "../testing/overlay.ts";
import { tinyDataset } from "../testing/tinyDataset.ts";

/** Loaded into every Node that inherits the environment: notes the arguments of whatever it starts. */
const recorder = `
  const { appendFileSync } = require("node:fs");
  const processes = require("node:child_process");
  const note = (args) => appendFileSync(process.env.BERAS_STARTED, JSON.stringify(args) + "\\n");
  const { spawn } = processes.ChildProcess.prototype;
  processes.ChildProcess.prototype.spawn = function (options) {
    note(options.args);
    return spawn.call(this, options);
  };
  for (const name of ["spawnSync", "execFileSync", "execSync"]) {
    const original = processes[name];
    processes[name] = function (command, args) {
      note([command, ...(Array.isArray(args) ? args : [])]);
      return original.apply(this, arguments);
    };
  }
`;

/** Runs a command, and returns the arguments of every process in its tree. */
async function startedBy(...command: string[]): Promise<string[][]> {
  const place = temporaryFolder();
  const [script, list] = [join(place, "recorder.cjs"), join(place, "started.txt")];
  writeFileSync(script, recorder);
  const { code, stderr } = await runCommand([...command, "--out", join(place, "out")], {
    env: {
      NODE_OPTIONS: `--require ${JSON.stringify(script.replaceAll("\\", "/"))}`,
      BERAS_STARTED: list,
      MNIST_DIR: tinyDataset().folder,
    },
  });
  expect([code, stderr]).toEqual([0, ""]);
  const text = existsSync(list) ? readFileSync(list, "utf8") : "";
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** Windows takes 32,767 characters for all of a command line, Linux 131,072 bytes for each argument: far below both. */
const maxBytes = 8192;

function expectShort(started: string[][]): void {
  const long = started.filter((args) => Buffer.byteLength(args.join(" ")) > maxBytes);
  expect(long.map((args) => args.map((arg) => arg.slice(0, 80)))).toEqual([]);
}

test("no process that a grading starts has more than 8 kB of arguments", async () => {
  const started = await startedBy("grade", join(house, "solution"), "--only", "losses", "policy");
  for (const [what, mark] of [
    ["the sandbox", "--no-addons"],
    ["the type check", "typecheckWorker"],
    ["esbuild", "--service"],
  ])
    expect([what, started.some((args) => args.some((arg) => arg.includes(mark)))]).toEqual([what, true]);
  expectShort(started);
}, 120_000);

test("nor one of a batch, with all that a class's submissions are named and hold", async () => {
  const folder = temporaryFolder();
  const helpers = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`beras/${"h".repeat(200)}${i}.ts`, "export const a = 1;\n"]),
  );
  writeSubmission(join(folder, "a".repeat(200)), "stencil", helpers);
  const started = await startedBy("grade:batch", folder);
  expect(started.some((args) => args.includes("grade"))).toBe(true);
  expectShort(started);
}, 120_000);

test.each(["student", "gradescope"])(
  "nor one of `npm run pack -- %s`",
  async (what) => {
    const started = await startedBy("pack", what);
    expect(started.some(([command]) => command.includes("npm"))).toBe(true);
    expectShort(started);
  },
  120_000,
);
