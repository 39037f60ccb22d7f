/** Keeps the worker in which the student's code runs, and ends it when that code does not come back. */
import { explain, locate } from "./explain.ts";
import type { FromWorker, ToWorker } from "./protocol.ts";

/** Longer than any honest batch or import takes, and short enough to wait for. */
const patienceMs = 6_000;

export interface RunnerEvents {
  onMessage(message: FromWorker): void;
  /** The worker is gone, or its code has thrown. In words for the student. */
  onTrouble(words: string): void;
}

export class Runner {
  private worker: Worker | null = null;
  private code = "";
  private phase = "";
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly events: RunnerEvents) {}

  get isAlive(): boolean {
    return this.worker !== null;
  }

  /** Starts a fresh worker with the student's files as they are now. Resolves to false when they do not compile. */
  async start(): Promise<boolean> {
    this.end();
    const response = await fetch("/worker.js");
    const text = await response.text();
    if (!response.ok) {
      this.events.onTrouble(`Your code does not compile: ${text}`);
      return false;
    }
    this.code = text;
    const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    this.worker = new Worker(url);
    URL.revokeObjectURL(url);
    this.phase = "importing your files";
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.hear(data);
    // What is thrown while the files are imported comes here.
    this.worker.onerror = ({ message, lineno, colno }) => {
      const place = locate(this.code, `:${lineno}:${colno}`);
      this.events.onTrouble(`Your files cannot be imported: ${message}${place ? ` (${place})` : ""}`);
      this.end();
    };
    return true;
  }

  /** Sends a request. Some message has to follow within a few seconds. */
  send(message: ToWorker): void {
    this.worker?.postMessage(message);
    this.wait();
  }

  end(): void {
    clearTimeout(this.timer);
    this.worker?.terminate();
    this.worker = null;
  }

  private hear(message: FromWorker): void {
    clearTimeout(this.timer);
    if (message.type === "entering") {
      this.phase = message.what;
      this.wait();
    } else if (message.type === "failed") {
      this.events.onTrouble(explain(message, this.code));
    } else {
      // In the middle of a training more has to come.
      if (message.type === "progress") this.wait();
      this.events.onMessage(message);
    }
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.end();
      this.events.onTrouble(
        `Nothing came back from ${this.phase} for ${patienceMs / 1000} seconds, so it was stopped. Is there a loop without end, or a very slow one? Mend it and press Start: your files are read again.`,
      );
    }, patienceMs);
  }
}
