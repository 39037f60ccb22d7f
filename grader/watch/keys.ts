/** Reads the keys of watch mode, one at a time, without Enter. */
import { emitKeypressEvents, type Key } from "node:readline";

export interface Prompt {
  /** The text before the input. */
  label: string;
  /** The message when no candidate matches the input. */
  nothing: string;
  /** The candidates that match the input so far. */
  candidates(typed: string): string[];
  /** Called on Enter when one candidate matches. (Enter without input leaves the prompt, as Escape does.) */
  choose(candidate: string): void;
}

export interface Listeners {
  onKey(key: string): void;
  onQuit(): void;
  /** Called after a prompt has been answered or left. */
  redraw(): void;
}

/** Listens to stdin until the process ends. If stdin is not a terminal, keys can come through a pipe. */
export function listen({ onKey, onQuit, redraw }: Listeners): { ask(prompt: Prompt): void } {
  const { stdin, stdout } = process;
  let prompt: Prompt | null = null;
  let typed = "";
  emitKeypressEvents(stdin);
  if (stdin.isTTY) stdin.setRawMode(true);
  stdin.resume();
  stdin.on("keypress", onKeypress);

  function onKeypress(text: string | undefined, key: Key): void {
    if (key.ctrl && (key.name === "c" || key.name === "d")) onQuit();
    else if (prompt) type(prompt, text, key);
    else if (text === "q") onQuit();
    else if (text) onKey(text);
  }

  function type(asked: Prompt, text: string | undefined, { name }: Key): void {
    if (name === "escape") {
      end();
      return;
    }
    if (name === "return" || name === "enter") {
      const [first] = typed ? asked.candidates(typed) : [];
      end();
      if (first) asked.choose(first);
      return;
    }
    if (name === "backspace") typed = typed.slice(0, -1);
    else if (text && text >= " ") typed += text;
    show(asked);
  }

  function end(): void {
    prompt = null;
    if (stdout.isTTY) redraw();
  }

  function show({ label, nothing, candidates }: Prompt): void {
    if (!stdout.isTTY) return;
    const found = candidates(typed).join("  ");
    const room = (stdout.columns ?? 80) - label.length - typed.length - 7;
    stdout.write(
      `\r\x1b[K  ${label} ${typed}\x1b7   \x1b[2m${(found || nothing).slice(0, Math.max(0, room))}\x1b[0m\x1b8`,
    );
  }

  return {
    ask(asked) {
      prompt = asked;
      typed = "";
      show(asked);
    },
  };
}
