/** Draws loss and accuracy, again after every few batches. */
import { lineY, type Markish, plot, textY } from "@observablehq/plot";
import type { Progress } from "./protocol.ts";

/** With more points, every second one is dropped: a screen has no more columns. */
const maxPoints = 600;

export class Charts {
  private points: Progress[] = [];
  /** The previous run, for comparison. */
  private before: Progress[] = [];

  constructor(
    private readonly loss: HTMLElement,
    private readonly accuracy: HTMLElement,
  ) {
    // Also when the window has another width, such as a phone that is turned.
    new ResizeObserver(() => this.draw()).observe(loss);
  }

  /** Begins a new run. The previous one stays as a dashed line. */
  clear(): void {
    if (this.points.length) this.before = this.points;
    this.points = [];
    this.draw();
  }

  add(progress: Progress): void {
    this.points.push(progress);
    // Drops every second point, but no measurement on the test images.
    if (this.points.length > maxPoints)
      this.points = this.points.filter(({ testAcc }, i) => i % 2 || testAcc !== null);
  }

  get hasBefore(): boolean {
    return this.before.length > 0;
  }

  draw(): void {
    const { points, before } = this;
    const dashed = { strokeDasharray: "4 3", strokeWidth: 2 };
    const testedBefore = before.filter(({ testAcc }) => testAcc !== null);
    const epochs = Math.max(1, points.at(-1)?.epoch ?? 0, before.at(-1)?.epoch ?? 0);
    const finite = points.filter(({ loss }) => Number.isFinite(loss));
    const tested = points.filter(({ testAcc }) => testAcc !== null);
    // The first batches of a training are often far off and would flatten the rest.
    const top = finite.map(({ loss }) => loss).sort((a, b) => a - b)[Math.floor(finite.length * 0.98)];
    replace(
      this.loss,
      `Loss over epochs${describe(finite.at(-1)?.loss)}`,
      { label: "loss", domain: [0, top || 1], clamp: true },
      [
        lineY(
          before.filter(({ loss }) => Number.isFinite(loss)),
          { ...dashed, x: "epoch", y: "loss", stroke: "var(--muted)" },
        ),
        lineY(finite, { x: "epoch", y: "loss", stroke: "var(--blue)", strokeWidth: 2 }),
        last(finite, "loss", (v) => v.toPrecision(3), "var(--blue)"),
      ],
      epochs,
    );
    const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
    replace(
      this.accuracy,
      `Accuracy over epochs${describe(tested.at(-1)?.testAcc ?? undefined, percent)}`,
      { label: "accuracy", domain: [0, 1], tickFormat: ".0%" },
      [
        lineY(testedBefore, { ...dashed, x: "epoch", y: "testAcc", stroke: "var(--muted)" }),
        lineY(points, {
          x: "epoch",
          y: "acc",
          stroke: "var(--orange)",
          strokeOpacity: 0.55,
          strokeWidth: 1.5,
        }),
        lineY(tested, { x: "epoch", y: "testAcc", stroke: "var(--green)", strokeWidth: 2.5 }),
        last(tested, "testAcc", percent, "var(--green)"),
      ],
      epochs,
    );
  }
}

function describe(value: number | undefined, format = (v: number) => v.toPrecision(3)): string {
  return value === undefined ? "" : `, now ${format(value)}`;
}

/** The latest value, written at the end of its line. */
function last(
  points: Progress[],
  y: keyof Progress,
  format: (value: number) => string,
  fill: string,
): Markish {
  const text = (point: Progress) => format(Number(point[y]));
  return textY(points.slice(-1), {
    x: "epoch",
    y,
    text,
    fill,
    fontWeight: "600",
    textAnchor: "end",
    dy: -10,
  });
}

function replace(into: HTMLElement, label: string, y: object, marks: Markish[], end: number): void {
  const svg = plot({
    width: Math.max(260, into.clientWidth),
    height: 190,
    marginLeft: 46,
    marginRight: 12,
    marginTop: 26,
    marginBottom: 34,
    x: { label: "epoch", domain: [0, end], labelArrow: "none", ticks: 5 },
    y: { grid: true, labelArrow: "none", ticks: 5, ...y },
    marks,
  });
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  into.replaceChildren(svg);
}
