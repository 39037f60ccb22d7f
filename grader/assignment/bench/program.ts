/** Runs a program that measures another library. Both sides exchange one JSON object per line. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Contestant } from "./contestant.ts";

export class Program {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly lines: Interface;
  private readonly answers: AsyncIterator<string>;

  /** @param settings environment variables in addition to those of this process */
  constructor(
    readonly name: string,
    command: readonly [string, ...string[]],
    settings: NodeJS.ProcessEnv = {},
  ) {
    const [file, ...args] = command;
    this.child = spawn(file, args, {
      env: { ...process.env, ...settings },
      stdio: ["pipe", "pipe", "ignore"],
    });
    // A command that is missing ends the output, as a program without its library does.
    this.child.on("error", () => {});
    this.child.stdin.on("error", () => {});
    this.lines = createInterface({ input: this.child.stdout });
    this.answers = this.lines[Symbol.asyncIterator]();
  }

  /** Sends a task and waits for its result. Returns null when the process has ended. */
  async ask<T>(task: object): Promise<T | null> {
    this.child.stdin.write(`${JSON.stringify(task)}\n`);
    const { value, done } = await this.answers.next();
    return done ? null : JSON.parse(value);
  }

  /** As {@link ask}. @throws Error when the process has ended */
  async expect<T>(task: object): Promise<T> {
    const answer = await this.ask<T>(task);
    if (!answer) throw new Error(`${this.name} stopped during ${JSON.stringify(task)}`);
    return answer;
  }

  /** Makes a contestant of a task, which it repeats `count` times. */
  contestant(task: object): Contestant {
    return {
      name: this.name,
      sample: async (count) => (await this.expect<{ ms: number }>({ ...task, count })).ms,
    };
  }

  close(): void {
    this.lines.close();
    this.child.stdin.end();
    this.child.kill();
  }
}
