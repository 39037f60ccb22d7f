/** What the report says about a training. */
import { Type } from "@sinclair/typebox";
import { amount, count, document, nullable, record } from "../../../schemas/build.ts";
import { classes, samplesOfEach } from "../../constants.ts";

const share = Type.Number({ minimum: 0, maximum: 1 });
const label = Type.Integer({ minimum: 0, maximum: classes - 1 });
const curve = Type.Array(nullable(Type.Number()));
const perClass = { minItems: classes, maxItems: classes };

export const sample = record({
  label,
  predicted: label,
  image: Type.String({
    description: "a PNG as a data URL",
    maxLength: 4000,
    pattern: "^data:image/png;base64,[A-Za-z0-9+/=]+$",
  }),
});

const samples = Type.Array(sample, { maxItems: samplesOfEach });

export const predictions = record(
  {
    confusion: Type.Array(Type.Array(count(), perClass), {
      description: "a row for each label, a column for each prediction: how many test images",
      ...perClass,
    }),
    right: samples,
    wrong: samples,
  },
  { description: "the trained model's predictions for the test images" },
);

export const training = document(
  "training-2",
  { title: "Training", description: "The data of the report's sections of the kind training" },
  {
    model: Type.String({ pattern: "^[a-z]+$", description: 'such as "simple"' }),
    testAccuracy: share,
    threshold: share,
    epochs: amount({
      description: "the number of epochs; a fraction if the time limit ended the training",
    }),
    epochsWanted: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: "the planned number, if the time limit ended the training",
      }),
    ),
    trainSeconds: amount(),
    history: record(
      { loss: curve, acc: curve },
      { description: "after each epoch; null where a value was not a number: JSON has none" },
    ),
    predictions: Type.Optional(predictions),
  },
);
