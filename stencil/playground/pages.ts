/** The pages with code: the sources of their text, and the file for a student's own version. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeWholeSync } from "../../data/writeWhole.ts";

/** The pages are next to this folder in the student's package, and in the project's own folder in the tests. */
const text = (name: string) => {
  const near = join(__dirname, "..", name);
  return existsSync(near) ? near : join(__dirname, "../../stencil", name);
};

export const pages: Record<string, string> = {
  exploration: text("EXPLORATION.md"),
  python: text("FROM_PYTHON.md"),
  notebook: text("NOTEBOOK.md"),
};

/** The student's own copy of the notebook, next to the other documents to hand in. */
const handedIn = join(__dirname, "../../hw2/NOTEBOOK.md");

export function readPage(name: string): string {
  return readFileSync(name === "notebook" && existsSync(handedIn) ? handedIn : pages[name], "utf8");
}

export function saveNotebook(markdown: string): void {
  mkdirSync(dirname(handedIn), { recursive: true });
  writeWholeSync(handedIn, markdown);
}
