/**
 * The host: the script of the sandbox process. It receives requests from the grader, runs them in a `vm` context, and replies.
 *
 * The process starts without environment, files, child processes or threads (see launch.ts). The context is a second layer:
 * it has the language and nothing else. The host never calls a function of the student's and never passes in an object of its
 * own context. It reads only texts and array buffers from the guest. A submission that escapes the context finds a frozen,
 * equally empty one (sealContext.ts). It cannot interfere with this code either: loops use no iterators, option objects have no
 * prototype, and nothing is assigned to the context or read from an error.
 */
import { types } from "node:util";
import vm from "node:vm";
import { loading } from "../wording/loading.ts";
import type { Guest } from "./guest.ts";
import { removedGlobals } from "./guestGlobals.ts";
import { nextRequest, receive, reply } from "./hostPipe.ts";
import type { EvaluateRequest, LoadRequest, ModuleProblem, Request } from "./protocol.ts";
import { sealContext } from "./sealContext.ts";
import { stackHook } from "./stackHook.ts";

const { Script, createContext } = vm;
const { isArrayBuffer, isNativeError } = types;
const { getOwnPropertyDescriptor } = Reflect;
const { cpuUsage } = process;
const setStackFormatter = stackHook();
/** Does the work that Node does between two events. This process handles no events. */
const tick = (process as unknown as { _tickCallback(): void })._tickCallback;

/** A file that cannot be imported, and the reason. */
interface Problem {
  module: string;
  kind: "threw" | "timeout";
  name: string;
  message: string;
  stack: string;
}

interface Module {
  name: string;
  /** Null for a module that is not tried (again). */
  script: vm.Script | null;
  /** Why it is not tried. */
  problem: ModuleProblem | null;
}

let load: LoadRequest;
/** The parameters of `withGlobals`. */
let parameters: string;
let guestScript: vm.Script;
let importScript: vm.Script;
/** Calls `tick` with a time limit. */
let tickScript: vm.Script;
let modules: Module[];
/** Syntax errors that only the engine finds: esbuild accepts a few, such as those in regular expressions. */
let syntaxProblems: Problem[];

let context: vm.Context;
let guest: Guest;

function prepare(request: LoadRequest): void {
  load = request;
  const { entry, globals } = load;
  // Strict mode allows no parameter called eval, and the guest replaces V8's console by its own.
  const left = ["eval", "console", "globalThis", "undefined", ...removedGlobals];
  parameters = globals.filter((name) => !left.includes(name)).join();
  // A constant of its context, not a property of any object. No submission can guess its name.
  guestScript = script(`const ${entry} = ${withGlobals(load.guest)}; ${entry}`, "guest");
  importScript = script(`${entry}.runImport()`, "host");
  vm.runInThisContext(`let ${entry}_tick; (tick) => { ${entry}_tick = tick }`)(tick);
  tickScript = script(`${entry}_tick()`, "host");
  modules = load.modules.map(({ name, problem = null }) => ({ name, script: null, problem }));
  syntaxProblems = [];
  for (const [name, problem] of load.broken) {
    const module = named(name);
    if (module) module.problem = problem;
  }
  for (const [i, module] of modules.entries()) {
    if (module.problem) continue;
    const { name, code, url = name } = load.modules[i];
    try {
      module.script = script(withGlobals(`return function (module, exports, require) {${code}\n}`), url);
    } catch (error) {
      // The error belongs to this context: no code of the submission has run.
      const { name: errorName, message } = error as Error;
      module.problem = { message: loading.syntax({ file: name, reason: message }), origin: `syntax ${name}` };
      syntaxProblems.push({ module: name, kind: "threw", name: errorName, message, stack: "" });
    }
  }
  sealContext(globals);
  reply(["loaded"]);
}

/**
 * Wraps the body of a function in a script that runs it. In a `vm` context, every look-up of a global goes through an
 * interceptor, which makes training 1.4 to 2.2 times slower. As parameters of a surrounding function, globals cost nothing. The
 * objects are the same: if a submission changes `Math`, all its code sees the change. A name that the body declares itself
 * hides the global, as usual.
 */
function withGlobals(body: string): string {
  return `(function (${parameters}) {${body}\n})(${parameters})`;
}

function script(code: string, filename: string): vm.Script {
  return new Script(code, { __proto__: null, filename } as vm.ScriptOptions);
}

function named(name: string): Module | null {
  for (let i = 0; i < modules.length; i++) if (modules[i].name === name) return modules[i];
  return null;
}

/** Opens a fresh context with the submission in it. When an import does not end, starts over without that module. */
function open(seed: string): void {
  const endless: Problem[] = [];
  for (;;) {
    newContext(seed);
    const threw: Problem[] = [];
    const hanging = importAll(threw);
    if (hanging === null) {
      const texts = ["opened", outputText(), outputLines()];
      addProblems(texts, syntaxProblems);
      addProblems(texts, endless);
      addProblems(texts, threw);
      reply(texts);
      return;
    }
    hanging.script = null;
    const { name: file } = hanging;
    const message = loading["import-endless"]({ file, limitMs: load.loadTimeoutMs });
    hanging.problem = { message, origin: `import-endless ${file}` };
    endless[endless.length] = { module: hanging.name, kind: "timeout", name: "", message: "", stack: "" };
  }
}

function addProblems(texts: string[], problems: Problem[]): void {
  for (let i = 0; i < problems.length; i++) {
    const { module, kind, name, message, stack } = problems[i];
    const length = texts.length;
    texts[length] = module;
    texts[length + 1] = kind;
    texts[length + 2] = name;
    texts[length + 3] = message;
    texts[length + 4] = stack;
  }
}

/** Imports every module. Returns the one whose import does not end, or null. */
function importAll(problems: Problem[]): Module | null {
  for (let i = 0; i < modules.length; i++) {
    const module = modules[i];
    if (module.script === null) continue;
    // Sent before the attempt: if this process dies, the grader knows which import ended it.
    reply(["importing", module.name]);
    guest.prepareImport(module.name);
    const ended = run(importScript, load.loadTimeoutMs);
    const inner = named(asText(guest.importing())) ?? module;
    if (ended === "timeout") return inner;
    if (ended === "threw") {
      problems[problems.length] = {
        module: inner.name,
        kind: "threw",
        name: resultText(0),
        message: resultText(1),
        stack: resultText(2),
      };
    }
  }
  return null;
}

/** Passed to the guest, which does not pass them on. */
const sendProgress = (text: unknown): void => reply(["progress", asText(text)]);
const usedMs = (): number => {
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
};

function newContext(seed: string): void {
  context = createContext(Object.create(null), {
    __proto__: null,
    codeGeneration: { __proto__: null, strings: false, wasm: true },
    microtaskMode: "afterEvaluate",
  } as vm.CreateContextOptions);
  // No code of the submission runs yet: its modules are functions.
  guest = runScript(guestScript) as Guest;
  setStackFormatter(guest.formatStack);
  guest.seed(seed);
  guest.connect(sendProgress, usedMs);
  for (let i = 0; i < modules.length; i++) {
    const { name, script, problem } = modules[i];
    if (script === null) guest.stub(name, problem?.message ?? "", problem?.origin ?? "");
    else guest.define(name, runScript(script) as Parameters<Guest["define"]>[1]);
  }
  const { exports } = load;
  for (let i = 0; i < exports.length; i++) guest.export(exports[i][0], exports[i][1]);
}

function evaluate({ source, args, buffers, attachments, timeoutMs }: EvaluateRequest): void {
  guest.setArgs(args);
  for (let i = 0; i < buffers.length; i++) guest.addBuffer(allocate(buffers[i]));
  for (let i = 0; i < attachments.length; i++) guest.addAttachment(allocate(attachments[i]));
  // Strict mode hides this function from those that it calls: neither `caller` nor stack frames lead to it.
  const ended = run(script(`"use strict";${load.entry}.run((${source}\n))`, "check"), timeoutMs);
  const texts = [ended, outputText(), outputLines()];
  const count = { returned: 1, threw: 3, timeout: 0 }[ended];
  for (let i = 0; i < count; i++) texts[texts.length] = resultText(i);
  const results: ArrayBuffer[] = [];
  while (ended === "returned") {
    const buffer: unknown = guest.resultBuffer(results.length);
    if (!isArrayBuffer(buffer)) break;
    results[results.length] = buffer;
  }
  reply(texts, results);
}

/** Allocates a buffer in the guest's context and fills it from the pipe. */
function allocate(length: number): ArrayBuffer {
  const buffer = guest.allocate(length);
  receive(new Uint8Array(buffer));
  return buffer;
}

/** Calls the guest under V8's watchdog, which interrupts loops, microtask chains and regular expressions alike. */
function run(call: vm.Script, timeoutMs: number): "returned" | "threw" | "timeout" {
  try {
    return runScript(call, timeoutMs) === "returned" ? "returned" : "threw";
  } catch (error) {
    if (isTimeout(error)) return "timeout";
    // Only a stack overflow gets past the guest's own try.
    guest.exhausted();
    return "threw";
  }
}

function runScript(call: vm.Script, timeout?: number): unknown {
  // Otherwise Node would read the stack of what is thrown, which may be a getter of the submission's.
  return call.runInContext(context, {
    __proto__: null,
    displayErrors: false,
    timeout,
  } as vm.RunningScriptOptions);
}

/** Whether V8's watchdog threw this error. The submission may have thrown it, so nothing is read that can be a getter. */
function isTimeout(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  return getOwnPropertyDescriptor(error, "code")?.value === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}

const asText = (value: unknown): string => (typeof value === "string" ? value : "");
const resultText = (index: number): string => asText(guest.resultText(index));
const outputText = (): string => asText(guest.takeOutput());
const outputLines = (): string => asText(guest.takeLines());

/**
 * Makes Node forget rejected Promises, and with them the contexts that they belong to. Node inspects each of them, so this
 * has a time limit, too.
 * @returns false if it does not end
 */
function forgetRejections(): boolean {
  try {
    const options = { __proto__: null, displayErrors: false, timeout: 1000 };
    tickScript.runInThisContext(options as vm.RunningScriptOptions);
    return true;
  } catch {
    return false;
  }
}

function handle(request: Request): boolean {
  switch (request.type) {
    case "load":
      prepare(request);
      return true;
    case "open":
      if (!forgetRejections()) return false;
      open(request.seed);
      return true;
    case "evaluate":
      evaluate(request);
      return true;
  }
}

// The process never waits for an event, so no timer, socket or other callback ever runs.
for (let request = nextRequest(); request !== null && handle(request); request = nextRequest());
