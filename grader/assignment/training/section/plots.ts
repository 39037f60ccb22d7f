/** The plots of a training. */
import { axisX, axisY, cell, dotY, lineY, type PlotOptions, text, textY } from "@observablehq/plot";
import type { Markup } from "../../../report/html/markup.ts";
import { draw } from "../../../report/html/plots.ts";
import type { Predictions, TrainingReport } from "./data.ts";

/** Loss and accuracy of each epoch. What was not finite is left out. */
export function curves({ model: name, history, threshold }: TrainingReport): Markup[] {
  const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
  const { loss, acc } = history;
  return [
    curve(`Loss of the ${name} model`, "loss", loss, "var(--blue)", (value) => value.toPrecision(3), {
      domain: [0, Math.max(0, ...finite(loss)) || 1],
      tickFormat: "~g",
    }),
    curve(`Training accuracy of the ${name} model`, "training accuracy", acc, "var(--orange)", percent, {
      domain: [Math.min(threshold - 0.05, ...finite(acc)), 1],
      tickFormat: ".0%",
    }),
  ];
}

function curve(
  label: string,
  axis: string,
  values: (number | null)[],
  color: string,
  format: (value: number) => string,
  scale: PlotOptions["y"],
): Markup {
  const points = values.flatMap((value, i) => (value === null ? [] : [{ epoch: i + 1, value }]));
  const at = { x: "epoch", y: "value" };
  const [first, last] = [points[0], points.at(-1)];
  const summary =
    first && last
      ? `: ${format(first.value)} in epoch ${first.epoch}, ${format(last.value)} in epoch ${last.epoch}`
      : "";
  return draw(`${label}${summary}`, {
    width: 420,
    height: 260,
    marginLeft: 52,
    marginRight: 30,
    marginTop: 34,
    marginBottom: 40,
    x: {
      label: "epoch",
      domain: [1, Math.max(2, values.length)],
      ticks: Math.min(8, values.length),
      tickFormat: "d",
      labelArrow: "none",
    },
    y: { label: axis, grid: true, nice: true, labelArrow: "none", ...scale },
    marks: [
      lineY(points, { ...at, stroke: color, strokeWidth: 2 }),
      dotY(points, { ...at, fill: color, r: values.length > 40 ? 0 : 3 }),
      textY(points.slice(-1), {
        ...at,
        fill: color,
        fontWeight: "600",
        dy: -12,
        text: ({ value }) => format(value),
      }),
    ],
  });
}

/** How often each digit was taken for each: the diagonal is right. Shaded by the share of the row. */
export function confusionMatrix(name: string, { confusion }: Predictions): Markup {
  const cells = confusion.flatMap((row, label) => {
    const total = row.reduce((a, b) => a + b, 0) || 1;
    return row.map((count, predicted) => ({
      label,
      predicted,
      count,
      share: count / total,
      right: label === predicted,
    }));
  });
  const worst = cells.filter(({ right }) => !right).sort((a, b) => b.count - a.count)[0];
  const at = { x: "predicted", y: "label" };
  // The eye should find rare mistakes, too: shades go with the root of the share.
  const shade = ({ share }: { share: number }) => Math.sqrt(share);
  const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  return draw(
    `Confusion matrix of the ${name} model${worst?.count ? `; most often, ${worst.label} was taken for ${worst.predicted} (${worst.count} times)` : ""}`,
    {
      width: 420,
      height: 400,
      marginTop: 44,
      marginLeft: 44,
      marginRight: 4,
      marginBottom: 4,
      padding: 0.06,
      x: { domain: digits, type: "band", axis: null },
      y: { domain: digits, type: "band", axis: null },
      marks: [
        axisX({ anchor: "top", tickSize: 0, label: "predicted", labelAnchor: "center", labelArrow: "none" }),
        axisY({ tickSize: 0, label: "label", labelAnchor: "center", labelArrow: "none" }),
        cell(cells, { ...at, fill: "var(--faint)", rx: 3 }),
        cell(
          cells.filter(({ right }) => right),
          { ...at, fill: "var(--blue)", fillOpacity: shade, rx: 3 },
        ),
        cell(
          cells.filter(({ right }) => !right),
          { ...at, fill: "var(--orange)", fillOpacity: shade, rx: 3 },
        ),
        text(
          cells.filter(({ count }) => count > 0),
          {
            ...at,
            text: "count",
            fill: ({ share }: { share: number }) => (share > 0.35 ? "var(--card)" : "var(--ink)"),
          },
        ),
      ],
    },
  );
}

function finite(values: (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}
