/** A student's folder, laid out afresh outside of the project, to run programs in. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const project = join(__dirname, "../..");
const given = ["main.ts", "main", "visualize.ts", "visualize"];

export interface StudentFolder {
  /** Where programs run. */
  root: string;
  /** Where the student's files are, with the given programs beside them. */
  code: string;
  /** Runs a TypeScript file in a process of its own, in `root`; what it prints goes to no terminal. */
  run(file: string, env?: Record<string, string>): { status: number | null; stdout: string; stderr: string };
  remove(): void;
}

/**
 * A copy of the student files of `from`, which can be edited. Package imports such as #tensor lead to the given code of the
 * project, because package.json is a copy of the project's and what it points to is linked.
 */
export function createStudentFolder(from: "solution" | "stencil"): StudentFolder {
  const root = mkdtempSync(join(tmpdir(), "beras-student-"));
  const code = join(root, "code");
  mkdirSync(code);
  cpSync(join(project, "package.json"), join(root, "package.json"));
  for (const name of ["stencil", "data", "node_modules"]) symlinkSync(join(project, name), join(root, name));
  for (const name of ["assignment.ts", "preprocess.ts", "beras"]) {
    cpSync(join(project, from, name), join(code, name), { recursive: true });
  }
  for (const name of given) cpSync(join(project, "stencil", name), join(code, name), { recursive: true });

  return {
    root,
    code,
    run(file, env = {}) {
      const { PATH = "" } = process.env;
      return spawnSync(process.execPath, [require.resolve("tsx/cli"), file], {
        cwd: root,
        env: { PATH, ...env },
        encoding: "utf8",
        timeout: 25_000,
      });
    },
    remove: () => rmSync(root, { recursive: true }),
  };
}
