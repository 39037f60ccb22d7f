/** Owns the worker that runs the student's code, and ends it if the code does not respond. */
import { explain, locate } from "./explain.ts";
import type { FromWorker, ToWorker } from "./protocol.ts";

/** Longer than any ordinary batch or import takes, and short enough to wait for. */
const patienceMs = 6_000;

export interface RunnerEvents {
  onMessage(message: FromWorker): void;
  /** Called when the worker has ended or its code has thrown, with a description for the student. */
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

  /** Starts a fresh worker with the student's files in their current state. Resolves to false if they do not compile. */
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
    // Errors while the files are imported arrive here.
    this.worker.onerror = ({ message, lineno, colno }) => {
      const place = locate(this.code, `:${lineno}:${colno}`);
      this.events.onTrouble(`Your files cannot be imported: ${message}${place ? ` (${place})` : ""}`);
      this.end();
    };
    return true;
  }

  /** Sends a request. A message must follow within a few seconds. */
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
      // During a training, another message must follow.
      if (message.type === "progress") this.wait();
      this.events.onMessage(message);
    }
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.end();
      this.events.onTrouble(
        `Nothing came back from ${this.phase} for ${patienceMs / 1000} seconds, so it was stopped. Is there an endless loop, or a very slow one? Fix it and press Start: your files are read again.`,
      );
    }, patienceMs);
  }
}
