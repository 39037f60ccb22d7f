/** A computation as a picture: tensors as boxes, operations between them, from left to right. */
import { significant } from "../../wording/numbers.ts";
import { pictures as texts } from "../../wording/page.ts";
import type { Entry, Graph, GraphNode } from "../report.ts";
import { html, type Markup } from "./markup.ts";

const box = { width: 206, line: 15 };
const operation = { width: 130, height: 22 };
/** Between columns; wider where numbers stand beside the arrows. */
const gap = { x: 46, withNumbers: 118, y: 18 };
const margin = 6;

interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

export function graphFigure(graph: Graph): Markup {
  const { nodes, edges, title } = graph;
  const places = arrange(graph);
  const width = Math.max(...places.map((place) => place.x + place.width)) + margin;
  const height = Math.max(...places.map((place) => place.y + place.height)) + margin;
  return html`<figure class="graph"><div class="scroll" tabindex="0" role="group" aria-label="${title}"><svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${inWords(graph)}">
${edges.map((edge) => arrow(places[edge.from], endOf(edge, graph, places), edge.gradient))}
${nodes.map((node, i) => (node.kind === "value" ? tensor(node, places[i]) : circle(node, places[i])))}
</svg></div><figcaption>${title}. ${texts.graph}</figcaption></figure>`;
}

/** What the picture shows, for those who cannot see it. */
function inWords({ nodes, edges }: Graph): string {
  const name = (i: number) => nodes[i].name;
  return nodes
    .flatMap((node, i) => {
      if (node.kind === "value") return [];
      const inputs = edges.filter(({ to }) => to === i).map(({ from }) => name(from));
      const output = edges.filter(({ from }) => from === i).map(({ to }) => name(to));
      return texts.operation({ name: node.name, inputs: inputs.join(", "), output: output.join(", ") });
    })
    .join("; ");
}

/** Values and operations in alternate columns. A value that nothing computes stands before its first use. */
function arrange({ nodes, edges }: Graph): Place[] {
  const columns = new Map<number, number>();
  // An operation comes after all of its inputs, and its output after it.
  for (const [i, { kind }] of nodes.entries()) {
    if (kind === "value") continue;
    const inputs = edges.filter(({ to }) => to === i).map(({ from }) => from);
    const column = Math.max(0, ...inputs.map((input) => columns.get(input) ?? 0)) + 1;
    columns.set(i, column);
    for (const input of inputs) if (!columns.has(input)) columns.set(input, column - 1);
    for (const { from, to } of edges) if (from === i) columns.set(to, column + 1);
  }
  const sizes = nodes.map((node, i) => sizeOf(node, edges.filter(({ to }) => to === i).length));
  const heightOf = (column: number) =>
    sizes.reduce((sum, { height }, i) => sum + (columns.get(i) === column ? height + gap.y : 0), 0);
  const tallest = Math.max(...Array.from(columns.values(), heightOf));
  const between = edges.some(({ gradient }) => gradient) ? gap.withNumbers : gap.x;
  const filled = new Map<number, number>();
  return sizes.map((size, i) => {
    const column = columns.get(i) ?? 0;
    const y = filled.get(column) ?? margin + (tallest - heightOf(column)) / 2;
    filled.set(column, y + size.height + gap.y);
    const [boxes, circles] = [Math.ceil(column / 2), Math.floor(column / 2)];
    // The numbers stand in front of the operations.
    const x = margin + boxes * (box.width + between) + circles * (operation.width + gap.x);
    return { ...size, x, y };
  });
}

/** Where an arrow ends: those into an operation one below the other. */
function endOf({ from, to }: Graph["edges"][number], { edges }: Graph, places: Place[]): Place {
  const { x, y, width, height } = places[to];
  const into = edges.filter((edge) => edge.to === to);
  const share = height / into.length;
  const at = into.findIndex((edge) => edge.from === from);
  return { x, y: y + share * at, width, height: share };
}

function sizeOf({ kind, value = [], gradient = [], received = [] }: GraphNode, arrows: number) {
  if (kind === "operation") return { width: operation.width, height: operation.height * Math.max(arrows, 2) };
  return {
    width: box.width,
    height: 24 + box.line * (value.length + gradient.length + received.length),
  };
}

function arrow(from: Place, to: Place, gradient?: Entry[][]): Markup {
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x - 6, y: to.y + to.height / 2 };
  const middle = start.x + gap.x / 2;
  const bend = Math.min(start.x + gap.x, end.x);
  return html`<path class="edge" d="M${start.x} ${start.y}C${middle} ${start.y} ${middle} ${end.y} ${bend} ${end.y}H${end.x}"/><path class="head" d="M${end.x} ${end.y - 4}l7 4l-7 4z"/>
${gradient && html`<text class="gradient" x="${end.x - 2}" y="${end.y - 4}" text-anchor="end">${lines(gradient, 2)[0]}</text>`}`;
}

function circle({ name }: GraphNode, { x, y, width, height }: Place): Markup {
  return html`<rect class="operation" x="${x}" y="${y}" width="${width}" height="${height}" rx="17"/><text x="${x + width / 2}" y="${y + height / 2 + 5}" text-anchor="middle">${name}</text>`;
}

function tensor(
  { name, shape = [], value = [], gradient = [], received = [] }: GraphNode,
  place: Place,
): Markup {
  const { x, y, width, height } = place;
  const rows = [
    ...lines(value).map((text) => ({ text, kind: "" })),
    ...lines(gradient).map((text) => ({ text, kind: "gradient" })),
    ...lines(received).map((numbers) => ({ text: texts.received({ numbers }), kind: "wrong" })),
  ];
  return html`<rect class="tensor" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/><text class="name" x="${x + 8}" y="${y + 16}">${name} [${shape.join(",")}]</text>
${rows.map(({ text, kind }, i) => html`<text class="${kind}" x="${x + 8}" y="${y + 32 + box.line * i}">${text}</text>`)}`;
}

function lines(rows: Entry[][], digits = 3): string[] {
  return rows.map((row) =>
    row.map((entry) => (typeof entry === "number" ? significant(entry, digits) : entry)).join("  "),
  );
}
