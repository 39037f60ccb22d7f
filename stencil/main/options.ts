/** The options of `npm start --`. */
import { parseArgs } from "node:util";

const models = ["simple", "advanced"] as const;

export interface Options {
  /** The only model to train; both by default. */
  model?: (typeof models)[number];
  /** Replaces the model's own number of epochs. */
  epochs?: number;
}

const usage = `npm start -- [--model simple|advanced] [--epochs N]

Trains your models, measures them on the test images, and draws their curves and predictions into pictures/.

  --model NAME   train only this one (simple or advanced); by default both
  --epochs N     how often it sees the training images; by default as often as assignment.ts says
  --help         this text`;

/** Ends the program when there is nothing to train: prints the usage, or one line about a wrong option. */
export function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        model: { type: "string" },
        epochs: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    const { model, epochs } = values;
    if (model !== undefined && !isModel(model))
      throw new Error(`--model expects simple or advanced, received ${model}`);
    if (epochs !== undefined && !/^[1-9]\d{0,5}$/.test(epochs))
      throw new Error(`--epochs expects a whole number above 0, received ${epochs}`);
    return { model, epochs: epochs === undefined ? undefined : Number(epochs) };
  } catch (error) {
    console.error(`${(error as Error).message.split("\n")[0]} (\`npm start -- --help\` lists the options)`);
    process.exit(2);
  }
}

function isModel(name: string): name is (typeof models)[number] {
  return models.includes(name as (typeof models)[number]);
}
