/** Draws a gradient tape: which operation was called on which tensors, and how the target changes with each tensor. */
import type { Tensor } from "#tensor";
import type { GradientTape, Operation } from "../beras/core.ts";
import { ink, svgOf, writeSvg } from "./picture.ts";

const orange = "#b34700";
const muted = "#59616c";
const box = { width: 150, height: 96 };
const circle = { width: 132, height: 40 };
const gap = { x: 92, y: 26 };
const margin = { x: 24, top: 96, bottom: 24 };

interface Place {
  x: number;
  y: number;
}

/**
 * Draws the tape as an SVG file: each operation with its inputs, weights and output, from left to right. A box shows a tensor's
 * shape, its first values, and in orange J, the gradient of the target with respect to the tensor, from your `tape.gradient`. An
 * arrow shows the part of J that flows back along it. The parts of several arrows have to add up to the J of the box.
 *
 *     using tape = new GradientTape();
 *     const loss = mse.call(dense.call(x), y);
 *     visualizeTape(tape, loss, "tape.svg");
 *
 * Until `gradient` is implemented, the picture shows only values.
 *
 * @returns the absolute path of the file
 */
export function visualizeTape(tape: GradientTape, target: Tensor, file = "tape.svg"): string {
  const { operations } = tape;
  const { columns, names } = arrange(operations);
  const tensors = [...names.keys()];
  const { gradients, problem } = askForGradients(tape, target, tensors);
  const height = Math.max(...columns.map((column) => column.length)) * (box.height + gap.y);
  const places = new Map<Tensor | Operation, Place>();
  for (const [i, column] of columns.entries()) {
    const top = margin.top + (height - column.length * (box.height + gap.y)) / 2;
    for (const [row, node] of column.entries())
      places.set(node, {
        x: margin.x + Math.ceil(i / 2) * (box.width + gap.x) + Math.floor(i / 2) * (circle.width + gap.x),
        y: top + row * (box.height + gap.y) + (box.height + gap.y) / 2,
      });
  }

  const content = [
    text(problem ?? "orange: J, how the target changes with it", 24, 60, problem ? orange : muted),
    ...operations.flatMap((operation) => arrows(operation, places, gradients)),
    ...operations.map((operation) => drawOperation(operation, places.get(operation)!)),
    ...tensors.map((tensor) =>
      drawTensor(
        tensor,
        tensor === target ? "target" : names.get(tensor)!,
        places.get(tensor)!,
        gradients.get(tensor),
      ),
    ),
  ].join("\n");
  const end = Math.max(...[...places.values()].map(({ x }) => x)) + box.width + margin.x;
  return writeSvg(
    svgOf("What the tape has recorded", [end, margin.top + height + margin.bottom], content),
    file,
  );
}

/** Arranges tensors and operations in alternate columns from left to right, and names each tensor. */
function arrange(operations: Operation[]) {
  const depths = new Map<Tensor, number>();
  const columns: (Tensor | Operation)[][] = [];
  const names = new Map<Tensor, string>();
  const put = (node: Tensor | Operation, column: number) => {
    columns[column] ??= [];
    columns[column].push(node);
  };
  const produced = new Set(operations.map(({ outputs }) => outputs[0]));
  for (const operation of operations) {
    const { layer, inputs, outputs } = operation;
    const depth = Math.max(0, ...inputs.map((input) => depths.get(input) ?? 0));
    const leaves = [
      ...inputs.map((input): [Tensor, string] => [input, "input"]),
      ...layer.weights.map((weight, i): [Tensor, string] => [
        weight,
        `${layer.constructor.name} weight ${i}`,
      ]),
    ].filter(([tensor]) => !produced.has(tensor) && !names.has(tensor));
    for (const [tensor, name] of leaves) {
      if (names.has(tensor)) continue;
      names.set(tensor, name);
      put(tensor, 2 * depth);
    }
    put(operation, 2 * depth + 1);
    put(outputs[0], 2 * depth + 2);
    names.set(outputs[0], "output");
    depths.set(outputs[0], depth + 1);
  }
  return { columns: Array.from(columns, (column) => column ?? []), names };
}

/** The gradients by tensor, from the student's own tape; none, and the reason, while it does not work. */
function askForGradients(tape: GradientTape, target: Tensor, tensors: Tensor[]) {
  const gradients = new Map<Tensor, Tensor>();
  try {
    for (const [i, gradient] of tape.gradient(target, tensors).entries()) gradients.set(tensors[i], gradient);
    return { gradients };
  } catch (error) {
    return { gradients, problem: `without J: ${(error as Error).message}` };
  }
}

/** The arrows from inputs and weights to the operation, each with its part of J, and on to the output. */
function arrows(operation: Operation, places: Map<object, Place>, gradients: Map<Tensor, Tensor>): string[] {
  const { layer, inputs, outputs } = operation;
  const J = gradients.get(outputs[0]);
  const [toInputs, toWeights] = J
    ? [operation.composeToInput(J), layer.weights.length ? operation.composeToWeight(J) : []]
    : [[], []];
  const incoming = [
    ...inputs.map((tensor, i) => ({ tensor, part: toInputs[i] })),
    ...layer.weights.map((tensor, i) => ({ tensor, part: toWeights[i] })),
  ];
  const to = places.get(operation)!;
  const height = heightOf(operation);
  return [
    ...incoming.flatMap(({ tensor, part }, i) => {
      const from = places.get(tensor)!;
      const end = { x: to.x, y: to.y - height / 2 + ((i + 0.5) * height) / incoming.length };
      const line = arrow({ x: from.x + box.width, y: from.y }, end);
      return part ? [line, text(shorten(part, 1, 2)[0], end.x - 10, end.y - 4, orange, 11, "end")] : [line];
    }),
    arrow({ x: to.x + circle.width, y: to.y }, places.get(outputs[0])!),
  ];
}

/** One arrow. An arrow that spans more than one column goes above the boxes in between. */
function arrow(from: Place, to: Place): string {
  const end = to.x - 7;
  const middle = (from.x + end) / 2;
  const lane = margin.top - 8;
  const line =
    to.x - from.x > 1.5 * gap.x
      ? `C${from.x + gap.x} ${from.y} ${from.x} ${lane} ${from.x + gap.x} ${lane}H${end - gap.x}C${end} ${lane} ${end - gap.x} ${to.y} ${end} ${to.y}`
      : `C${middle} ${from.y} ${middle} ${to.y} ${end} ${to.y}`;
  return `<path d="M${from.x} ${from.y}${line}" fill="none" stroke="${muted}" stroke-width="1.5"/><path d="M${end - 1} ${to.y - 4}l8 4l-8 4z" fill="${muted}"/>`;
}

/** The height of an operation, with room for a line of text per incoming arrow. */
function heightOf({ layer, inputs }: Operation): number {
  return Math.max(circle.height, 20 * (inputs.length + layer.weights.length));
}

function drawOperation(operation: Operation, { x, y }: Place): string {
  const { width } = circle;
  const height = heightOf(operation);
  return `<rect x="${x}" y="${y - height / 2}" width="${width}" height="${height}" rx="20" fill="#e8f0fa" stroke="#1f63b5" stroke-width="1.5"/>${text(cut(operation.layer.constructor.name, 17), x + width / 2, y + 5, ink, 13, "middle")}`;
}

function drawTensor(tensor: Tensor, name: string, { x, y }: Place, gradient: Tensor | undefined): string {
  const top = y - box.height / 2;
  const lines = [
    text(`${cut(name, 16)} [${tensor.shape.join(",")}]`, x + 8, top + 17, muted, 12),
    ...shorten(tensor, 2, 3).map((row, i) => text(row, x + 8, top + 35 + 15 * i, ink, 12)),
    ...(gradient
      ? shorten(gradient, 2, 3).map((row, i) => text(row, x + 8, top + 70 + 15 * i, orange, 12))
      : []),
  ];
  return `<rect x="${x}" y="${top}" width="${box.width}" height="${box.height}" rx="6" fill="white" stroke="#a4acb7"/>${lines.join("")}`;
}

/** The first numbers, as rows of text. */
function shorten(tensor: Tensor, maxRows: number, maxColumns: number): string[] {
  const columns = tensor.shape.at(-1) ?? 1;
  const rows = columns ? tensor.size / columns : 0;
  return Array.from({ length: Math.min(rows, maxRows) }, (_, row) => {
    const numbers = Array.from(
      tensor.data.slice(row * columns, row * columns + Math.min(columns, maxColumns)),
    );
    const isLast = row === maxRows - 1 && rows > maxRows;
    return `${numbers.map((n) => String(Number(n.toPrecision(3)))).join("  ")}${columns > maxColumns || isLast ? " …" : ""}`;
  });
}

function cut(name: string, length: number): string {
  return name.length > length ? `${name.slice(0, length - 1)}…` : name;
}

function text(words: string, x: number, y: number, fill: string, size = 13, anchor = "start"): string {
  const escaped = words.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="${anchor}" paint-order="stroke" stroke="white" stroke-width="3">${escaped}</text>`;
}
