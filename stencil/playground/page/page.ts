/** The playground's page: settings, the progress of a training, and a sheet to draw on. */
import { Charts } from "./charts.ts";
import { side } from "./digit.ts";
import { Drawing } from "./drawing.ts";
import { drawShares, toShares } from "./probabilities.ts";
import type { Data, FromWorker, Settings } from "./protocol.ts";
import { Runner } from "./runner.ts";
import { drawAnswers, drawSigned, drawWeights } from "./weights.ts";

const find = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;
const form = find<HTMLFormElement>("settings");
const start = find<HTMLButtonElement>("start");
const reset = find<HTMLButtonElement>("reset");
const status = find("status");
const trouble = find("trouble");
const charts = new Charts(find("loss"), find("accuracy"));

let data: Data;
let isTraining = false;
/** Whether the model matches the settings. Other settings need a new model. */
let isBuilt = false;
let drawn: Float32Array<ArrayBuffer> | null = null;
/** Only one prediction at a time: a fast pointer draws faster than a slow model answers. */
let isAsking = false;
let frame = 0;
let weights: Extract<FromWorker, { type: "weights" }> | undefined;
/** The hidden layer's activations for the drawing. */
let answers: number[] | null = null;
/** The settings of the current run and of the previous one. */
let runs = { now: "", before: "" };

const runner = new Runner({
  onMessage: hear,
  onTrouble(words) {
    trouble.textContent = words;
    trouble.hidden = false;
    status.textContent = "Stopped.";
    isAsking = false;
    isBuilt = false;
    setTraining(false);
  },
});

function settings(): Settings {
  const number = (name: string) => Number((form.elements.namedItem(name) as HTMLInputElement).value);
  const choice = (name: string) => (form.elements.namedItem(name) as HTMLSelectElement).value;
  return {
    model: choice("model"),
    hidden: number("hidden"),
    initializer: choice("initializer"),
    alpha: number("alpha"),
    output: choice("output"),
    optimizer: choice("optimizer"),
    learningRate: number("learningRate"),
    batchSize: number("batchSize"),
    epochs: number("epochs"),
  } as Settings;
}

function setTraining(value: boolean): void {
  isTraining = value;
  start.textContent = value ? "Stop" : isBuilt ? "Go on" : "Start";
  document.body.classList.toggle("training", value);
}

/** Builds a fresh model from the student's files in their current state. */
async function build(): Promise<void> {
  trouble.hidden = true;
  isAsking = false;
  charts.clear();
  runs = { now: describe(settings()), before: runs.now };
  find("before").textContent = charts.hasBefore ? `previous run: ${runs.before}` : "";
  find("before").hidden = !charts.hasBefore;
  drawShares(find("shares"), null);
  status.textContent = "Reading your files ...";
  if (await runner.start()) runner.send({ type: "build", data, settings: settings() });
}

function hear(message: FromWorker): void {
  switch (message.type) {
    case "built":
      isBuilt = true;
      find("layers").textContent = message.layers.join(" → ");
      if (settings().model !== "build")
        (form.elements.namedItem("epochs") as HTMLInputElement).value = String(message.epochs);
      go();
      break;
    case "progress": {
      const { epoch, step, loss, acc, testAcc, msPerStep } = message;
      charts.add(message);
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => charts.draw());
      if (testAcc !== null) find("test-accuracy").textContent = `${(100 * testAcc).toFixed(1)}%`;
      status.textContent = `Epoch ${(Math.floor(epoch - 1e-9) + 1).toFixed(0)}, step ${step}: loss ${loss.toPrecision(3)}, accuracy ${(100 * acc).toFixed(1)}%, ${msPerStep.toFixed(1)} ms/step`;
      ask();
      break;
    }
    case "weights":
      weights = message;
      showWeights();
      break;
    case "stopped":
      setTraining(false);
      if (message.isDone) status.textContent += ". Done.";
      ask();
      break;
    case "prediction": {
      isAsking = false;
      if (!drawn) break;
      const { shares, areScaled } = toShares(message.outputs);
      drawShares(find("shares"), shares);
      showInside(message.hidden, message.pull);
      find("scaled").hidden = !areScaled;
      const best = shares.indexOf(Math.max(...shares));
      find("answer").textContent = shares[best] > 0 ? `I read a ${best}.` : "I can't tell.";
      break;
    }
  }
}

function showWeights(): void {
  if (!weights) return;
  const isAll = find<HTMLSelectElement>("weights-shown").value === "all";
  drawWeights(find("weights"), isAll ? weights.images : weights.learned, weights.count, weights.areDigits);
  drawAnswers(find("weights"), answers);
}

/** Describes the settings of a run in a few words. */
function describe({ model, hidden, optimizer, learningRate, initializer }: Settings): string {
  if (model !== "build") return model;
  return `${hidden || "no"} hidden, ${initializer}, ${optimizer} ${learningRate}`;
}

/** Shows the effect of the drawing inside of the model; null clears it. */
function showInside(hidden: number[] | null, pull: Float32Array | null): void {
  answers = hidden;
  drawAnswers(find("weights"), hidden);
  find("answers-note").hidden = !hidden;
  drawSigned(find<HTMLCanvasElement>("pull"), pull ?? new Float32Array(side * side));
  find("pull-note").hidden = !pull;
}

function go(): void {
  trouble.hidden = true;
  setTraining(true);
  runner.send({ type: "go", epochs: Math.max(1, settings().epochs) });
}

function ask(): void {
  if (!drawn || !isBuilt || isAsking || !runner.isAlive) return;
  isAsking = true;
  runner.send({ type: "predict", pixels: drawn });
}

start.addEventListener("click", () => {
  if (isTraining) runner.send({ type: "stop" });
  else if (isBuilt && runner.isAlive) go();
  else void build();
});
reset.addEventListener("click", () => {
  isBuilt = false;
  setTraining(false);
  void build();
});
find("weights-shown").addEventListener("change", showWeights);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", ({ target }) => {
  const isOwn = settings().model === "build";
  find<HTMLFieldSetElement>("own").disabled = !isOwn;
  // More epochs only continue the training. Any other setting needs a new model.
  if ((target as HTMLInputElement | null)?.name === "epochs" || !isBuilt) return;
  isBuilt = false;
  runner.end();
  setTraining(false);
  status.textContent = "The new settings need a new model: press Start.";
});

const drawing = new Drawing(find("sheet"), find("seen"), (pixels) => {
  drawn = pixels;
  if (pixels) {
    find("answer").textContent = isBuilt ? "" : "Start a training first; then the model reads it.";
    ask();
  } else {
    drawShares(find("shares"), null);
    showInside(null, null);
    find("answer").textContent = "";
    find("scaled").hidden = true;
  }
});
find("clear").addEventListener("click", () => drawing.clear());
find("sample").addEventListener("click", () => {
  const headerBytes = 16;
  const count = (data.testImages.length - headerBytes) / side ** 2;
  const offset = headerBytes + Math.floor(Math.random() * count) * side ** 2;
  drawing.show(data.testImages.subarray(offset, offset + side ** 2));
});

async function load(): Promise<void> {
  const bytes = async (name: string) => new Uint8Array(await (await fetch(`/data/${name}`)).arrayBuffer());
  const about = await (await fetch("/data/about")).json();
  const [trainImages, trainLabels, testImages, testLabels] = await Promise.all(
    ["train-images", "train-labels", "test-images", "test-labels"].map(bytes),
  );
  data = { trainImages, trainLabels, testImages, testLabels };
  find("about").textContent = `${about.train.toLocaleString("en")} images to learn from: ${about.title}`;
  start.disabled = false;
  reset.disabled = false;
  find<HTMLButtonElement>("sample").disabled = false;
  status.textContent = "Ready.";
  charts.clear();
}

form.dispatchEvent(new Event("input"));
void load();
