/** A Markdown page whose code runs. Each cell runs after those before it, with the student's own files. */
import MarkdownIt from "markdown-it";
import { CellRunner } from "./cellRunner.ts";
import { type Part, toMarkdown, toParts } from "./markdown.ts";

const name = location.pathname.slice(1);
const main = document.getElementById("page") as HTMLElement;
const kept = document.getElementById("kept") as HTMLElement;
const isKept = name === "notebook";
const links: Record<string, string> = {
  "EXPLORATION.md": "/exploration",
  "FROM_PYTHON.md": "/python",
  "NOTEBOOK.md": "/notebook",
};

interface Cell {
  part: Extract<Part, { kind: "fence" }>;
  /** The original code, and the output that the page shows; empty if it shows none. */
  original: string;
  promised: string;
  output: HTMLElement;
  run: HTMLButtonElement;
}

const cells: Cell[] = [];
let parts: Part[] = [];

const runner = new CellRunner({
  onBegin: (i) => show(cells[i], ""),
  onPrint: (i, text) => show(cells[i], `${cells[i].output.textContent}${text}\n`),
  onTrouble: (i, words) => show(cells[i], `${cells[i].output.textContent}${words}`, true),
  onEnd(last, isWhole) {
    for (const { run } of cells) run.disabled = false;
    if (!isWhole) return;
    for (const { output, promised, part, original } of cells.slice(0, last + 1)) {
      const differs =
        promised && part.body === original && output.textContent?.trimEnd() !== promised.trimEnd();
      output.dataset.note = differs ? "not what the page shows" : "";
    }
  },
});

function show({ output }: Cell, text: string, isTrouble = false): void {
  output.textContent = text;
  output.dataset.note = "";
  output.classList.toggle("trouble", isTrouble);
  output.classList.remove("promised");
}

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  text = "",
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** A text field as high as its text. */
function field(part: Extract<Part, { kind: "fence" }>, label: string): HTMLTextAreaElement {
  const area = element("textarea");
  area.value = part.body;
  area.setAttribute("aria-label", label);
  const grow = () => {
    area.rows = Math.max(part.language === "answer" ? 4 : 1, area.value.split("\n").length);
  };
  grow();
  area.addEventListener("input", () => {
    part.body = area.value;
    grow();
    save();
  });
  return area;
}

function cellOf(part: Extract<Part, { kind: "fence" }>, promised: string): HTMLElement {
  const box = element("div", "cell");
  const i = cells.length;
  const area = field(part, `Code of cell ${i + 1}`);
  area.spellcheck = false;
  area.className = "code";
  const run = element("button", "", "Run");
  run.type = "button";
  run.title = "Runs the cells up to this one";
  const output = element("pre", "output promised", promised);
  output.setAttribute("aria-label", `Output of cell ${i + 1}`);
  output.setAttribute("role", "group");
  output.tabIndex = 0;
  cells.push({ part, original: part.body, promised, output, run });
  const start = () => {
    for (const cell of cells) cell.run.disabled = true;
    void runner.start(cells.slice(0, i + 1).map((cell) => cell.part.body));
  };
  run.addEventListener("click", start);
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    if (!run.disabled) start();
  });
  box.append(area, run, output);
  return box;
}

function draw(): void {
  const markdown = new MarkdownIt({ html: false });
  for (const [i, part] of parts.entries()) {
    const before = parts[i - 2];
    const promisedBefore = part.kind === "fence" && part.language === "text" && before?.kind === "fence";
    if (part.kind === "prose") {
      const prose = element("div", "prose");
      prose.innerHTML = markdown.render(part.text);
      for (const link of prose.querySelectorAll("a")) {
        const [file, anchor] = (link.getAttribute("href") ?? "").split("#");
        if (links[file]) link.href = links[file];
        else if (!file && anchor) link.href = `#${anchor}`;
        else if (!file.startsWith("https:")) link.replaceWith(...link.childNodes);
      }
      for (const heading of prose.querySelectorAll("h1, h2, h3"))
        heading.id = (heading.textContent ?? "")
          .toLowerCase()
          .replace(/[^\w -]/g, "")
          .replaceAll(" ", "-");
      for (const table of prose.querySelectorAll("table")) {
        const frame = element("div", "scrolled");
        frame.tabIndex = 0;
        frame.setAttribute("role", "group");
        frame.setAttribute("aria-label", "Table");
        table.replaceWith(frame);
        frame.append(table);
      }
      main.append(prose);
    } else if (part.language === "ts") {
      const next = parts[i + 2];
      const promised = next?.kind === "fence" && next.language === "text" ? next.body : "";
      main.append(cellOf(part, promised));
    } else if (part.language === "answer") {
      main.append(field(part, "Your answer"));
    } else if (part.language === "python") {
      const beside = element("div", "beside");
      const code = element("pre", "", part.body);
      code.tabIndex = 0;
      code.setAttribute("role", "group");
      code.setAttribute("aria-label", "The same in Keras");
      beside.append(element("p", "note", "In Keras, for reading"), code);
      // The last element is the blank prose in between. Before it comes the cell that does the same.
      const cell = [...main.querySelectorAll(".cell")].at(-1);
      const pair = element("div", "pair");
      cell?.replaceWith(pair);
      pair.append(...(cell ? [cell] : []), beside);
    } else if (!promisedBefore) {
      const code = element("pre", "", part.body);
      code.tabIndex = 0;
      main.append(code);
    }
  }
  document.title = `${main.querySelector("h1")?.textContent ?? name} · Beras`;
}

let timer: ReturnType<typeof setTimeout> | undefined;
/** Saves the notebook to a file, a moment after the last key. */
function save(): void {
  if (!isKept) return;
  kept.textContent = "Not saved yet.";
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const response = await fetch("/pages/notebook", { method: "PUT", body: toMarkdown(parts) }).catch(
      () => null,
    );
    kept.textContent = response?.ok
      ? "Saved in hw2/NOTEBOOK.md."
      : "The notebook cannot be saved: is `npm run playground` still running?";
  }, 400);
}

document.getElementById("print")?.addEventListener("click", () => print());
for (const link of document.querySelectorAll("nav a"))
  if (link.getAttribute("href") === location.pathname) link.setAttribute("aria-current", "page");

async function load(): Promise<void> {
  parts = toParts(await (await fetch(`/pages/${name}`)).text());
  draw();
}

void load();
