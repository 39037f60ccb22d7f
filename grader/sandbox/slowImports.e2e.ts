/** How long the imports of a submission may take altogether. Needs some seconds of the processor. */
import { assignment } from "../assignment/index.ts";
import { compileSubmission } from "../submission/compile.ts";
import { encode } from "./codec.ts";
import { Sandbox } from "./sandbox.ts";

const work = "(steps) => { let x = 0; for (let i = 0; i < steps; i++) x = (x * 31 + i) | 0; return x; }";

test("slow imports get a shorter limit once all of them together have used too much time", async () => {
  // Measured in work, not in time: a busy machine gives little of three seconds. Uses more
  // than 2 s of the processor, and comes to an end within 10 s on a third of a core.
  const before = process.cpuUsage();
  new Function(`return (${work})(3e8)`)();
  const steps = Math.round((3e6 / process.cpuUsage(before).user) * 3e8);
  const slow = `const worked = (${work.replace("steps", "steps: number")})(${steps}); export const Dense = () => 1;`;
  const files = new Map([["beras/layers.ts", slow]]);
  const code = await compileSubmission({ assignment, root: "/nowhere", files });
  const sandbox = new Sandbox(code, undefined, [], undefined, undefined, 1_000);
  const call = () => sandbox.call("({ Dense }) => Dense()", encode(null), 5_000);
  try {
    await sandbox.open("first");
    expect((await call()).kind).toBe("returned");
    await sandbox.open("second");
    expect(sandbox.loadProblems).toMatchObject([{ module: "beras/layers.ts", kind: "timeout" }]);
    expect((await call()).kind).toBe("threw");
  } finally {
    await sandbox.end();
  }
}, 60_000);
