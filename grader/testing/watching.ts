/** Runs `npm run grade -- --watch` in a process, with keys through a pipe, or on a terminal. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

const house = join(__dirname, "../..");

export class Watching {
  private readonly child: ChildProcess;
  private printed = "";
  private onData = () => {};
  /** The exit code, or the name of the signal that ended the process. */
  readonly ended: Promise<number | string | null>;

  /**
   * @param args further options of `npm run grade`
   * @param onTerminal whether to run it on a terminal of 100 columns; needs util-linux's `script`
   * @param main the program: another assignment has its own
   */
  constructor(
    folder: string,
    args: string[] = [],
    env: NodeJS.ProcessEnv = {},
    onTerminal = false,
    main = join(house, "grader/cli.ts"),
  ) {
    const start = [join(house, "grader/start.cjs"), main];
    const program = [...start, "grade", folder, "--watch", "--out", join(folder, "report.json"), ...args];
    const [command, ...rest] = onTerminal
      ? ["script", "-qec", `stty columns 100; ${[process.execPath, ...program].join(" ")}`, "/dev/null"]
      : [process.execPath, ...program];
    this.child = spawn(command, rest, {
      cwd: house,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, ...env },
      stdio: "pipe",
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (chunk) => {
        this.printed += chunk;
        this.onData();
      });
    }
    this.ended = new Promise((resolve) => this.child.on("close", (code, signal) => resolve(code ?? signal)));
  }

  /** Waits for a pattern in the output. Returns all output since the last call. */
  async until(pattern: RegExp, timeoutMs = 90_000): Promise<string> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const text = stripVTControlCharacters(this.printed);
      if (pattern.test(text)) {
        this.printed = "";
        return text;
      }
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) throw new Error(`${pattern} was not printed, but:\n${text}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.onData = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** The output since the last call. */
  read(): string {
    const text = stripVTControlCharacters(this.printed);
    this.printed = "";
    return text;
  }

  press(keys: string): void {
    this.child.stdin?.write(keys);
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}
