/** The sheet on which to draw a digit, with a mouse, a pen or a finger. */
import { side, toDigit } from "./digit.ts";

/** The sheet's own pixels. The style sheet sets its size on the screen. */
const width = 280;
const stroke = 22;

export class Drawing {
  private readonly context: CanvasRenderingContext2D;
  private from: { x: number; y: number } | null = null;

  /** @param onChange receives the drawing as the model sees it; null if the sheet is empty */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly seen: HTMLCanvasElement,
    private readonly onChange: (pixels: Float32Array<ArrayBuffer> | null) => void,
  ) {
    canvas.width = width;
    canvas.height = width;
    seen.width = side;
    seen.height = side;
    this.context = canvas.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.from = this.at(event);
      this.to(event);
    });
    canvas.addEventListener("pointermove", (event) => {
      // A fast pointer moves several times between two frames.
      const steps = event.getCoalescedEvents?.() ?? [];
      if (this.from) for (const step of steps.length ? steps : [event]) this.to(step);
    });
    for (const end of ["pointerup", "pointercancel"] as const) {
      canvas.addEventListener(end, () => {
        this.from = null;
      });
    }
    this.clear();
  }

  clear(): void {
    this.context.fillStyle = "#000";
    this.context.fillRect(0, 0, width, width);
    this.changed(null);
  }

  /** Shows an image of the data set on the sheet. */
  show(image: Uint8Array): void {
    const small = document.createElement("canvas");
    small.width = side;
    small.height = side;
    paint(
      small,
      Float32Array.from(image, (byte) => byte / 255),
    );
    this.context.imageSmoothingEnabled = true;
    this.context.drawImage(small, 0, 0, width, width);
    this.changed(Float32Array.from(image, (byte) => byte / 255));
  }

  private at({ clientX, clientY }: PointerEvent): { x: number; y: number } {
    const { left, top, width: shown } = this.canvas.getBoundingClientRect();
    return { x: ((clientX - left) * width) / shown, y: ((clientY - top) * width) / shown };
  }

  private to(event: PointerEvent): void {
    const { context, from } = this;
    const point = this.at(event);
    if (!from) return;
    context.strokeStyle = "#fff";
    context.lineWidth = stroke;
    context.lineCap = "round";
    context.lineJoin = "round";
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(point.x, point.y);
    context.stroke();
    this.from = point;
    const { data } = context.getImageData(0, 0, width, width);
    const ink = Float32Array.from({ length: width * width }, (_, i) => data[i * 4] / 255);
    this.changed(toDigit(ink, width));
  }

  private changed(pixels: Float32Array<ArrayBuffer> | null): void {
    paint(this.seen, pixels ?? new Float32Array(side * side));
    this.onChange(pixels);
  }
}

function paint(canvas: HTMLCanvasElement, pixels: Float32Array): void {
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  const picture = context.createImageData(side, side);
  pixels.forEach((ink, i) => {
    picture.data.set([ink * 255, ink * 255, ink * 255, 255], i * 4);
  });
  context.putImageData(picture, 0, 0);
}
