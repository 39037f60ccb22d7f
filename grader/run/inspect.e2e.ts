/** `npm run grade -- --inspect`, with a debugger that does what an editor's does: it speaks Chrome's protocol with the port. */

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { generatedPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { WebSocket } from "ws";
import { assignment } from "../assignment/index.ts";
import { loadRubric } from "../rubric.ts";
import { gradeFolder, runCommand } from "../testing/command.ts";
import { house, temporaryFolder, writeSubmission } from "../testing/overlay.ts";
import { inspectPort } from "./inspect.ts";

interface Message {
  id?: number;
  method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the protocol's own
  params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: the protocol's own
  result?: any;
}

class Debugger {
  private nextId = 1;
  private readonly seen: Message[] = [];
  private constructor(private readonly socket: WebSocket) {
    socket.on("message", (text) => this.seen.push(JSON.parse(String(text))));
  }

  /** Tries until the program listens, as editors do. */
  static async attach(): Promise<Debugger> {
    for (;;) {
      try {
        const list = await fetch(`http://127.0.0.1:${inspectPort}/json/list`);
        const [{ webSocketDebuggerUrl }] = (await list.json()) as { webSocketDebuggerUrl: string }[];
        const socket = new WebSocket(webSocketDebuggerUrl);
        await once(socket, "open");
        return new Debugger(socket);
      } catch {
        await sleep(50);
      }
    }
  }

  async send(method: string, params: object = {}) {
    const id = this.nextId++;
    this.socket.send(JSON.stringify({ id, method, params }));
    return (await this.find((message) => message.id === id)).result;
  }

  /** The next event of this kind, or one that has been already. */
  async event(method: string, isWanted: (params: Message["params"]) => boolean = () => true) {
    const found = await this.find((message) => message.method === method && isWanted(message.params));
    return found.params;
  }

  private async find(isWanted: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const index = this.seen.findIndex(isWanted);
      if (index >= 0) return this.seen.splice(index, 1)[0];
      await once(this.socket, "message");
    }
  }
}

test("a breakpoint stops in the student's own line, for as long as one likes; then grading goes on", async () => {
  const folder = writeSubmission(temporaryFolder(), "solution");
  const file = join(folder, "beras/losses.ts");
  const graded = gradeFolder(folder, ["--inspect", "--only", "losses"]);
  const debug = await Debugger.attach();
  await debug.send("Debugger.enable");
  await debug.send("Runtime.runIfWaitingForDebugger");

  // What an editor does when a script appears whose map leads to a file with a breakpoint.
  const { href } = pathToFileURL(file);
  const { scriptId, sourceMapURL } = await debug.event("Debugger.scriptParsed", ({ url }) => url === href);
  const map = new TraceMap(Buffer.from(sourceMapURL.split(",")[1], "base64").toString());
  expect(map.sources).toEqual([href]);
  const code = "return yPred.sub(yTrue).square().mean();";
  const lines = readFileSync(file, "utf8").split("\n");
  const line = lines.findIndex((text) => text.includes(code)) + 1;
  const compiled = generatedPositionFor(map, { source: href, line, column: lines[line - 1].indexOf(code) });
  const location = { scriptId, lineNumber: Number(compiled.line) - 1, columnNumber: compiled.column };
  const { breakpointId } = await debug.send("Debugger.setBreakpoint", { location });

  const { callFrames } = await debug.event("Debugger.paused");
  const [{ callFrameId, functionName }] = callFrames;
  expect(functionName).toBe("forward");
  const expression = "[this.constructor.name, yPred.shape.length].join()";
  const { result } = await debug.send("Debugger.evaluateOnCallFrame", { callFrameId, expression });
  expect(result.value).toBe("MeanSquaredError,2");

  // A second session would wait for the same port.
  expect(await runCommand(["grade", folder, "--inspect"])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^Port 9229 is taken.*\n$/),
  });
  // Longer than any limit of the sandbox's without a debugger, but for that of the check.
  await sleep(5_000);
  await debug.send("Debugger.removeBreakpoint", { breakpointId });
  await debug.send("Debugger.resume");

  const { report, lost, stdout } = await graded;
  expect(lost).toEqual({});
  expect(stdout).toContain("Waiting for a debugger at 127.0.0.1:9229");
  expect(report.environment.isolation).not.toContain("permission model");
  expect(report.environment.isolation).toContain("vm context");
}, 60_000);

test("an error is located as it is without a debugger", async () => {
  const folder = writeSubmission(temporaryFolder(), "solution", {
    "beras/losses.ts": (text) => text.replace("yPred.sub(yTrue)", "yPred.sbu(yTrue)"),
  });
  const graded = gradeFolder(folder, ["--inspect", "--only", "losses"]);
  const debug = await Debugger.attach();
  await debug.send("Runtime.runIfWaitingForDebugger");
  expect((await graded).lost["losses.mse.forward"].where).toMatchObject({
    file: "beras/losses.ts",
    line: expect.any(Number),
  });
}, 60_000);

test("with a port that is taken, or with --watch, it is refused in one line", async () => {
  const server = createServer().listen(inspectPort, "127.0.0.1");
  await once(server, "listening");
  try {
    const { code, stderr } = await runCommand(["grade", "solution", "--inspect"]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^Port 9229 is taken.*\n$/)]);
  } finally {
    server.close();
  }
  const { code, stderr } = await runCommand(["grade", "solution", "--inspect", "--watch"]);
  expect([code, stderr]).toEqual([2, "--inspect and --watch do not go together\n"]);
}, 30_000);

test("the editor's launch configuration offers the suites of the rubric, at this port", () => {
  const launch = JSON.parse(readFileSync(join(house, ".vscode/launch.json"), "utf8"));
  // The policy suite runs next to nothing.
  const suites = loadRubric(assignment).suites.map(({ id }) => id);
  expect(launch.inputs[0].options).toEqual(suites.filter((id) => id !== "policy"));
  expect(launch.configurations[1].port).toBe(inspectPort);
});
