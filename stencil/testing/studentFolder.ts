/** A fresh student's folder outside of the project, to run programs in. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const project = join(__dirname, "../..");
const given = ["main.ts", "main", "visualize.ts", "visualize", "checkGradients.ts", "playground"];

export interface StudentFolder {
  /** The folder in which programs run. */
  root: string;
  /** The folder of the student's files and the given programs. */
  code: string;
  /**
   * Runs a TypeScript file in a process, in `root`.
   * @param onTerminal whether to run it on a terminal of 80 columns, with stderr in stdout; needs util-linux's `script`
   */
  run(
    file: string,
    env?: Record<string, string>,
    onTerminal?: boolean,
    args?: string[],
  ): { status: number | null; stdout: string; stderr: string };
  remove(): void;
}

/**
 * A copy of the student files of `from`, to edit. Package imports such as #tensor lead to the project's given code, because
 * package.json is copied and its targets are linked.
 */
export function createStudentFolder(from: "solution" | "stencil"): StudentFolder {
  const root = mkdtempSync(join(tmpdir(), "beras-student-"));
  const code = join(root, "code");
  mkdirSync(code);
  cpSync(join(project, "package.json"), join(root, "package.json"));
  // Windows lets every user make junctions, but not links. Elsewhere the kind does not matter.
  for (const name of ["stencil", "data", "node_modules"])
    symlinkSync(join(project, name), join(root, name), "junction");
  for (const name of ["assignment.ts", "preprocess.ts", "beras"]) {
    cpSync(join(project, from, name), join(code, name), { recursive: true });
  }
  for (const name of given) cpSync(join(project, "stencil", name), join(code, name), { recursive: true });

  return {
    root,
    code,
    run(file, env = {}, onTerminal = false, args = []) {
      const { PATH = "" } = process.env;
      const program = [process.execPath, "--import", "tsx", file, ...args];
      const [command, ...rest] = onTerminal
        ? ["script", "--quiet", "--return", "--command", `stty columns 80; ${program.join(" ")}`, "/dev/null"]
        : program;
      return spawnSync(command, rest, {
        cwd: root,
        env: { PATH, ...env },
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
        timeout: 25_000,
      });
    },
    remove: () => rmSync(root, { recursive: true }),
  };
}
