/** The first layer's weights as images: blue where ink speaks against an output, orange where it speaks for it. */
import { side } from "./digit.ts";

/** @param images `count` images of 28 x 28; each gets the full range of colours for itself */
export function drawWeights(into: HTMLElement, images: Float32Array, count: number): void {
  while (into.childElementCount > count) into.lastElementChild?.remove();
  while (into.childElementCount < count) {
    const canvas = document.createElement("canvas");
    canvas.width = side;
    canvas.height = side;
    into.append(canvas);
  }
  for (const [k, canvas] of [...into.querySelectorAll("canvas")].entries()) {
    const context = canvas.getContext("2d");
    const picture = context?.createImageData(side, side);
    if (!context || !picture) return;
    const image = images.subarray(k * side * side, (k + 1) * side * side);
    const largest = image.reduce((max, weight) => Math.max(max, Math.abs(weight)), 0) || 1;
    for (const [i, weight] of image.entries()) {
      const [r, g, b] = weight < 0 ? [40, 110, 200] : [215, 95, 10];
      const share = Math.abs(weight) / largest;
      const mix = (tone: number) => 245 + (tone - 245) * share;
      picture.data.set([mix(r), mix(g), mix(b), 255], i * 4);
    }
    context.putImageData(picture, 0, 0);
  }
}
