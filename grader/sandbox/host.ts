/**
 * The sandbox process: receives requests from the grader, runs them in a `vm` context, replies.
 *
 * It is started without environment, files, child processes or threads (see launch.ts). The context is a second wall:
 * it has the language and nothing else. The host never calls a function of the student's, never hands in an object of
 * its own realm, and reads only texts and array buffers out of it.
 */
import { randomUUID } from "node:crypto";
import { readSync } from "node:fs";
import { types } from "node:util";
import vm from "node:vm";
import { decode, maxBytes, maxWireText, type Wire } from "./codec.ts";
import type { Guest } from "./guest.ts";
import { removedGlobals } from "./guestGlobals.ts";
import { dataPipe } from "./launch.ts";
import {
  type EvaluateRequest,
  type LoadProblem,
  type LoadRequest,
  neverLoads,
  type Output,
  type Reply,
  type Request,
} from "./protocol.ts";

/**
 * The names of the language's own globals. In a `vm` context every look-up of a global goes through an interceptor, which
 * makes training take 1.4 to 2.2 times as long. As parameters of a function around the code they cost nothing. They are
 * the same objects: what a submission changes on `Math` is changed for all of it.
 */
const globals = languageGlobals();

function languageGlobals(): string {
  const names = vm.runInNewContext("Object.getOwnPropertyNames(globalThis).join()", Object.create(null));
  // Code in strict mode takes no parameter called eval; the guest puts its own console in the place of V8's.
  const left = ["eval", "console", "globalThis", "undefined", ...removedGlobals];
  return (names as string)
    .split(",")
    .filter((name) => !left.includes(name))
    .join();
}

let load: LoadRequest;
let guestScript: vm.Script;
let moduleScripts: Map<string, vm.Script>;
/** Modules that are never tried (again), and what every use of them throws. */
let broken: Map<string, string>;
/** What the engine itself has against a module: esbuild lets a few errors pass, such as those in regular expressions. */
let syntaxProblems: LoadProblem[];

let context: vm.Context;
let guest: Guest;

function prepare(request: LoadRequest): Reply {
  load = request;
  guestScript = new vm.Script(withGlobals(request.guest), { filename: "guest" });
  moduleScripts = new Map();
  broken = new Map(request.broken);
  syntaxProblems = [];
  for (const { name, code, url, problem } of request.modules) {
    if (problem !== undefined) broken.set(name, problem);
    if (broken.has(name)) continue;
    try {
      const source = withGlobals(`return function (module, exports, require) {${code}\n}`);
      moduleScripts.set(name, new vm.Script(source, { filename: url ?? name }));
    } catch (error) {
      const { name: errorName, message } = error as Error;
      broken.set(name, `${name} does not compile: ${message}`);
      syntaxProblems.push({
        module: name,
        kind: "threw",
        thrown: { name: errorName, message, stack: "" },
      });
    }
  }
  return { type: "loaded" };
}

/** The body of a function, as a script that runs it. A name that the body declares itself hides the global, as ever. */
function withGlobals(body: string): string {
  return `(function (${globals}) {${body}\n})(${globals})`;
}

/** A fresh realm with the submission in it. Starts over, without the culprit, when an import does not come to an end. */
function open(seed: string): Reply {
  const endless: LoadProblem[] = [];
  for (;;) {
    newContext(seed);
    const problems = [...syntaxProblems, ...endless];
    const hanging = importAll(problems);
    if (hanging === null) return { type: "opened", problems, output: output() };
    moduleScripts.delete(hanging);
    broken.set(hanging, neverLoads(hanging, load.loadTimeoutMs));
    endless.push({ module: hanging, kind: "timeout" });
  }
}

/** Imports every module. Returns the one that does not come to an end, or null. */
function importAll(problems: LoadProblem[]): string | null {
  for (const name of moduleScripts.keys()) {
    // Written to the pipe at once: whoever waits knows whose import it was if this process does not survive it.
    process.send?.({ type: "importing", module: name } satisfies Reply);
    guest.prepareImport(name);
    const outcome = run(load.loadTimeoutMs);
    if (outcome.kind === "timeout") {
      const nested = String(guest.importing());
      return moduleScripts.has(nested) ? nested : name;
    }
    const problem = outcome.kind === "returned" ? texts(outcome.wire.text) : ["", "", "", ""];
    if (problem.length === 4) {
      const [module, errorName, message, stack] = problem;
      problems.push({ module: module || name, kind: "threw", thrown: { name: errorName, message, stack } });
    }
  }
  return null;
}

function newContext(seed: string): void {
  context = vm.createContext(Object.create(null), {
    codeGeneration: { strings: false, wasm: true },
    microtaskMode: "afterEvaluate",
  });
  guest = guestScript.runInContext(context) as Guest;
  guest.seed(seed);
  for (const [name, script] of moduleScripts) guest.define(name, script.runInContext(context));
  for (const [name, problem] of broken) guest.stub(name, problem);
  for (const [name, module] of load.exports) guest.export(name, module);
}

function evaluate({ source, args, attachments, timeoutMs }: EvaluateRequest): Reply {
  guest.setArgs(args.text);
  for (const buffer of args.buffers) {
    const copy = guest.allocate(buffer.byteLength);
    new Uint8Array(copy).set(new Uint8Array(buffer));
    guest.addBuffer(copy);
  }
  for (const length of attachments) {
    const buffer = guest.allocate(length);
    receive(new Uint8Array(buffer));
    guest.addAttachment(buffer);
  }
  guest.prepareCall(new vm.Script(`(${source})`, { filename: "check" }).runInContext(context));
  const outcome = run(timeoutMs);
  switch (outcome.kind) {
    case "timeout":
      return { type: "timeout", output: output() };
    case "returned":
      return { type: "returned", wire: outcome.wire, output: output() };
    case "threw": {
      const [name = "", message = "", stack = ""] = texts(outcome.wire.text);
      return { type: "threw", thrown: { name, message, stack }, output: output() };
    }
  }
}

/** Fills an array from the data pipe. Blocks until all of it has come. */
function receive(bytes: Uint8Array): void {
  let filled = 0;
  while (filled < bytes.length) {
    const count = readSync(dataPipe, bytes, filled, bytes.length - filled, null);
    if (count === 0) throw new Error("the data pipe was closed");
    filled += count;
  }
}

/** `guest.run` under V8's own watchdog, which ends loops, microtask chains and regular expressions alike. */
function run(timeoutMs: number): { kind: "returned" | "threw"; wire: Wire } | { kind: "timeout" } {
  // Only a script can be given a time limit. The name that it calls by is new each time, and gone afterwards.
  const name = `call_${randomUUID().replaceAll("-", "")}`;
  context[name] = guest.run;
  try {
    const outcome = vm.runInContext(`${name}()`, context, { timeout: timeoutMs, filename: "host" });
    return { kind: outcome.kind === "returned" ? "returned" : "threw", wire: receiveWire(outcome) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException)?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return { kind: "timeout" };
    // Nothing but an exhausted stack gets past the guest's own try.
    return {
      kind: "threw",
      wire: { text: '["list","RangeError","Maximum call stack size exceeded",""]', buffers: [] },
    };
  } finally {
    delete context[name];
  }
}

/** The guest's text and buffers, copied into this realm: the same bounds as in the codec, where nobody can change them. */
function receiveWire({ text, buffers }: { text: unknown; buffers: ArrayLike<unknown> }): Wire {
  const wire: Wire = { text: '["odd","damaged data"]', buffers: [] };
  if (typeof text !== "string" || text.length > maxWireText) return wire;
  let bytes = 0;
  for (let i = 0; i < buffers.length; i++) {
    const buffer = buffers[i];
    if (!types.isArrayBuffer(buffer)) return wire;
    const view = new Uint8Array(buffer);
    bytes += view.length;
    if (bytes > maxBytes) return { text: wire.text, buffers: [] };
    wire.buffers.push(view.slice().buffer);
  }
  wire.text = text;
  return wire;
}

/** A list of texts that the guest encoded; empty for anything else. */
function texts(encoded: string): string[] {
  const value = decode({ text: encoded, buffers: [] });
  return Array.isArray(value) ? value.map(String) : [];
}

function output(): Output {
  const [text = "", lines = "0"] = texts(guest.takeOutput());
  return { text, lines: Number(lines) };
}

function handle(request: Request): Reply {
  switch (request.type) {
    case "load":
      return prepare(request);
    case "open":
      return open(request.seed);
    case "evaluate":
      return evaluate(request);
  }
}

process.on("message", (request: Request) => {
  process.send?.(handle(request));
});
