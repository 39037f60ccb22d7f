/** Draws images of weights and gradients: orange where ink speaks for an output, blue where it speaks against it. */
import { side } from "./digit.ts";

/**
 * @param images `count` images of 28 x 28; each uses the full range of colors
 * @param areDigits whether each image stands for the digit of its index, which is written below it
 */
export function drawWeights(
  into: HTMLElement,
  images: Float32Array,
  count: number,
  areDigits: boolean,
): void {
  while (into.childElementCount > count) into.lastElementChild?.remove();
  while (into.childElementCount < count) {
    const figure = document.createElement("figure");
    figure.append(document.createElement("canvas"), document.createElement("figcaption"));
    into.append(figure);
  }
  for (const [k, figure] of [...into.children].entries()) {
    const [canvas, caption] = figure.children;
    drawSigned(canvas as HTMLCanvasElement, images.subarray(k * side * side, (k + 1) * side * side));
    caption.textContent = areDigits ? String(k) : "";
  }
}

/** Draws a bar below each image: the output's activation for the drawing. Draws no bars without a drawing. */
export function drawAnswers(into: HTMLElement, answers: number[] | null): void {
  const largest = Math.max(0, ...(answers ?? []).map(Math.abs)) || 1;
  for (const [k, figure] of [...into.children].entries()) {
    const answer = answers?.[k];
    figure.classList.toggle("answers", answer !== undefined);
    figure.classList.toggle("negative", (answer ?? 0) < 0);
    (figure as HTMLElement).style.setProperty("--share", `${(100 * Math.abs(answer ?? 0)) / largest}%`);
  }
}

export function drawSigned(canvas: HTMLCanvasElement, image: Float32Array): void {
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext("2d");
  const picture = context?.createImageData(side, side);
  if (!context || !picture) return;
  const largest = image.reduce((max, weight) => Math.max(max, Math.abs(weight)), 0) || 1;
  for (const [i, weight] of image.entries()) {
    const [r, g, b] = weight < 0 ? [40, 110, 200] : [215, 95, 10];
    const share = Math.abs(weight) / largest;
    const mix = (tone: number) => 245 + (tone - 245) * share;
    picture.data.set([mix(r), mix(g), mix(b), 255], i * 4);
  }
  context.putImageData(picture, 0, 0);
}
