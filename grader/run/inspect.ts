/** Attaches a debugger to the sandbox: breakpoints and steps in the student's TypeScript. */
import { createServer } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Rubric } from "../rubric.ts";
import type { CompiledSubmission } from "../submission/compile.ts";
import { UsageError } from "../submission/errors.ts";

/** Node's default, which debuggers try first. */
export const inspectPort = 9229;

/** Longer than a session with a debugger. A timer can be set to 24 days at most. */
export const inspectTimeoutMs = 24 * 3600 * 1000;

/** Adds source maps that lead a debugger from the compiled code back to the files under `root`. */
export function forDebugger(compiled: CompiledSubmission, root: string): CompiledSubmission {
  const modules = compiled.modules.map((module) => {
    const map = compiled.sourceMaps.get(module.name);
    if (map === undefined) return module;
    const url = pathToFileURL(join(root, module.name)).href;
    const inline = Buffer.from(JSON.stringify({ ...JSON.parse(map), sources: [url] })).toString("base64");
    const comment = `//# sourceMappingURL=data:application/json;base64,${inline}`;
    return { ...module, url, code: `${module.code}\n${comment}` };
  });
  return { ...compiled, modules };
}

/** Restores the stack trace that a run without a debugger has, with the files' names in the submission. */
export function withoutUrls(stack: string, root: string): string {
  return stack.replaceAll(pathToFileURL(join(root, "/")).href, "");
}

/** A pause at a breakpoint must not cost the check. */
export function withoutTimeLimits(rubric: Rubric): Rubric {
  return { ...rubric, checks: rubric.checks.map((row) => ({ ...row, timeoutMs: inspectTimeoutMs })) };
}

/** @throws UsageError when another process listens at the port */
export async function expectFreePort(): Promise<void> {
  const server = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(inspectPort, "127.0.0.1", () => resolve(true));
  });
  if (!isFree)
    throw new UsageError(
      `Port ${inspectPort} is taken, perhaps by another debugger's program: end that first`,
    );
  await new Promise((resolve) => server.close(resolve));
}
