/** OneHotEncoder: numbers in order and not, numbers with gaps, words. */
import { eye, type Tensor } from "#tensor";
import { CheckError, check, generator } from "../../checks/check.ts";
import { describeValue, expectList, expectObject, isTensor } from "../../checks/values.ts";
import { encoderProgram } from "./programs/dataPrograms.ts";
import { drawPrograms } from "./programs/draft.ts";
import { judgePrograms } from "./programs/judge.ts";
import { submission } from "./submission.ts";

type Label = number | string;

/** Labels, and what is different about them. */
const examples: { labels: Label[]; sorted: Label[] }[] = [
  { labels: [0, 1, 2, 1], sorted: [0, 1, 2] },
  // Not sorted, with gaps, and sorted otherwise by letter than by size.
  { labels: [10, 2, 9, 2, 33, 10], sorted: [2, 9, 10, 33] },
  { labels: [-1, -10, 3], sorted: [-10, -1, 3] },
  { labels: [2.7, 0.1, -0.3, 0.1], sorted: [-0.3, 0.1, 2.7] },
  { labels: ["dog", "cat", "dog", "Ant", "bee"], sorted: ["Ant", "bee", "cat", "dog"] },
  // As `<` compares them, and not as a dictionary does; one of them is empty.
  { labels: ["b", "A", "é", "a", "B", "z", ""], sorted: ["", "A", "B", "a", "b", "z", "é"] },
  // Labels are what they are: with blanks, and close to each other.
  { labels: ["a ", "a", " a", "a "], sorted: [" a", "a", "a "] },
  { labels: [1.0000001, 1, 123456789, 123456788], sorted: [1, 1.0000001, 123456788, 123456789] },
  // Each object has these as keys.
  { labels: ["toString", "constructor", "__proto__"], sorted: ["__proto__", "constructor", "toString"] },
];

/** The rows that the labels should get. */
function rowsOf(labels: Label[], sorted: Label[]): Tensor {
  return eye(sorted.length).gather(labels.map((label) => sorted.indexOf(label)));
}

check("onehot.fit", async () => {
  for (const { labels, sorted } of examples) {
    const value = await submission.evaluate(({ OneHotEncoder, tensor }, labels) => {
      const encoder = new OneHotEncoder();
      encoder.fit(labels);
      const { uniq, uniq2oh } = encoder;
      if (typeof uniq2oh?.get !== "function" || typeof uniq2oh.keys !== "function") return { uniq2oh };
      const keys = Array.from(uniq2oh.keys());
      const without = Array.from(uniq).filter((label) => uniq2oh.get(label) === undefined);
      if (without.length > 0 || uniq.length === 0) return { uniq: Array.from(uniq), without };
      const rows = Array.from(uniq, (label) => tensor.tensor(uniq2oh.get(label) as Tensor).reshape(-1));
      return { uniq: Array.from(uniq), keys: keys.length, rows: tensor.stack(rows) };
    }, labels);
    const { uniq, keys, rows, without, ...others } = expectObject(value, "uniq and uniq2oh");
    if ("uniq2oh" in others) {
      throw new CheckError({
        code: "unexpected",
        message: "uniq2oh is no Map",
        expected: "a Map from each label to its row: new Map(), filled with .set(label, row)",
        received: describeValue(others.uniq2oh),
      });
    }
    expect(uniq).toBeExactly(sorted, {
      message: `uniq after fit(${describeValue(labels)})`,
      mistakes: () => ({
        onehotEmpty: [],
        onehotUnsorted: [...new Set(labels)],
        onehotByLetter: [...sorted].sort(),
        onehotDuplicates: labels.toSorted((a, b) => sorted.indexOf(a) - sorted.indexOf(b)),
        onehotDescending: sorted.toReversed(),
      }),
    });
    expect(without ?? []).toBeExactly([], {
      message: `labels for which uniq2oh has no row, after fit(${describeValue(labels)})`,
    });
    expect(keys).toBeExactly(sorted.length, { message: "number of entries in uniq2oh" });
    expect(rows).toBeAllClose(eye(sorted.length), { name: "rows of uniq2oh", rtol: 0 });
  }
  // A second fit starts over.
  const again = await submission.evaluate(({ OneHotEncoder }) => {
    const encoder = new OneHotEncoder();
    encoder.fit([5, 6, 7]);
    encoder.fit([1, 2]);
    // Another encoder has its own.
    new OneHotEncoder().fit([3]);
    return [Array.from(encoder.uniq), Array.from(encoder.uniq2oh.keys())];
  });
  const [uniq, keys] = expectList(again, "uniq, and the keys of uniq2oh,", 2);
  expect(uniq).toBeExactly([1, 2], { message: "uniq after fit([5, 6, 7]) and fit([1, 2])" });
  expect(expectList(keys, "keys of uniq2oh").toSorted()).toBeExactly([1, 2], {
    message: "keys of uniq2oh after fit([5, 6, 7]) and fit([1, 2]), and after another encoder's fit([3])",
  });
});

check("onehot.forward", async () => {
  const from = generator();
  for (const { labels, sorted } of examples) {
    // Other labels than those that were fitted, and not all of them.
    const asked = from
      .permutation(labels.length)
      .slice(1)
      .map((i) => labels[i]);
    const value = await submission.evaluate(
      ({ OneHotEncoder }, { labels, asked }) => {
        const encoder = new OneHotEncoder();
        encoder.fit(labels);
        return encoder.call(asked);
      },
      { labels, asked },
    );
    const [n, classes] = [asked.length, sorted.length];
    if (isTensor(value) && value.shape.join() === [n, 1, classes].join()) {
      throw new CheckError({
        code: "wrong-shape",
        name: `rows for ${describeValue(asked)}`,
        expected: [n, classes],
        received: value.shape,
        diagnosis: { code: "known", mistake: "onehotRowsOfTwoAxes" },
      });
    }
    expect(value).toBeAllClose(rowsOf(asked, sorted), {
      name: `rows for ${describeValue(asked)}`,
      rtol: 0,
      mistakes: () => ({
        onehotFitsAnew: rowsOf(
          asked,
          sorted.filter((label) => asked.includes(label)),
        ),
      }),
    });
  }
  // More classes than a byte has numbers, the last of which come late.
  const many = await submission.evaluate(({ OneHotEncoder }) => {
    const encoder = new OneHotEncoder();
    encoder.fit(Array.from({ length: 1500 }, (_, i) => Math.max(0, i - 1200)));
    return encoder.call([256, 0, 299]);
  });
  const all = Array.from({ length: 300 }, (_, i) => i);
  expect(many).toBeAllClose(rowsOf([256, 0, 299], all), { name: "rows for 3 labels of 300", rtol: 0 });
  // The labels of MNIST arrive as bytes.
  const bytes = await submission.evaluate(
    ({ OneHotEncoder }, labels) => {
      const encoder = new OneHotEncoder();
      encoder.fit(labels);
      return encoder.call(labels);
    },
    Uint8Array.from([7, 0, 9, 7]),
  );
  expect(bytes).toBeAllClose(rowsOf([7, 0, 9, 7], [0, 7, 9]), { name: "rows for bytes", rtol: 0 });
});

check("onehot.autofit", async () => {
  for (const { labels, sorted } of examples) {
    const value = await submission.evaluate(
      ({ OneHotEncoder }, labels) => new OneHotEncoder().call(labels),
      labels,
    );
    expect(value).toBeAllClose(rowsOf(labels, sorted), {
      name: `rows for ${describeValue(labels)}`,
      rtol: 0,
    });
  }
});

check("onehot.unknown", async () => {
  for (const unknown of [4, "cat", "constructor"]) {
    const outcome = await submission.evaluate(({ OneHotEncoder }, unknown) => {
      const encoder = new OneHotEncoder();
      encoder.fit(typeof unknown === "number" ? [1, 2, 3] : ["dog"]);
      try {
        encoder.call([unknown]);
      } catch (error) {
        if ((error as Error)?.name === "NotImplementedError") throw error;
        return "an error";
      }
      return "no error";
    }, unknown);
    expect(outcome).toBeExactly("an error", {
      message: `encoding ${describeValue(unknown)}, which fit has not seen`,
    });
  }
});

check("onehot.inverse", async () => {
  for (const { labels, sorted } of examples) {
    const value = await submission.evaluate(({ OneHotEncoder }, labels) => {
      const encoder = new OneHotEncoder();
      encoder.fit(labels);
      const rows = encoder.call(labels);
      // Predictions are never the rows that were encoded last.
      const turned = rows.gather(Array.from(labels, (_, i) => labels.length - 1 - i));
      // What is no list is told as what it is.
      const listOf = (labels: ArrayLike<unknown>) =>
        Symbol.iterator in Object(labels) ? Array.from(labels) : labels;
      return [listOf(encoder.inverse(rows)), listOf(encoder.inverse(turned))];
    }, labels);
    const [back, backwards] = expectList(value, "labels", 2);
    expect(expectList(back, "labels")).toBeExactly(labels, {
      message: "inverse(call(labels))",
      mistakes: () => ({
        onehotColumns: labels.map((label) => sorted.indexOf(label)),
        onehotTexts: labels.map(String),
      }),
    });
    expect(expectList(backwards, "labels")).toBeExactly(labels.toReversed(), {
      message: "inverse of the same rows in the opposite order",
    });
  }
});

check("onehot.overTime", () => judgePrograms(drawPrograms(generator(), 20, encoderProgram)));
