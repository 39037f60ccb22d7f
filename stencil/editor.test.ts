/**
 * Tests what an editor tells a student who types: the lines that it underlines, and the text beside the mouse. All tests use the
 * stencil before anything is filled in.
 */
import { Editor } from "./testing/editor.ts";

const editor = new Editor();

const head = [
  'import { matmul, random, type Tensor, tensor, where, zeros } from "#tensor";',
  'import { type ModelComponents, SequentialModel } from "./assignment.ts";',
  'import { Activation, LeakyReLU, Softmax } from "./beras/activations.ts";',
  'import { Callable, Diffable, GradientTape } from "./beras/core.ts";',
  'import { Dense, Dropout } from "./beras/layers.ts";',
  'import { CategoricalCrossentropy, L2, Loss, MeanSquaredError, Sum } from "./beras/losses.ts";',
  'import { CategoricalAccuracy } from "./beras/metrics.ts";',
  'import { OneHotEncoder } from "./beras/onehot.ts";',
  'import { Adam, ExponentialDecay, RMSProp } from "./beras/optimizers.ts";',
  "const [x, y, J] = [zeros([2, 3]), zeros([2, 3]), zeros([2, 3])];",
  "const [dense, loss, acc, adam] = [new Dense(3, 3), new MeanSquaredError(), new CategoricalAccuracy(), new Adam(0.001)];",
  "const [model, tape] = [new SequentialModel([dense]), new GradientTape()];",
];

/** Opens a file with these lines, each in its own function, and returns the problems of each line. */
function problemsOf(lines: readonly string[]): string[] {
  editor.open([...head, ...lines.map((line) => `async () => { ${line} };`)].join("\n"));
  const problems = editor.problems();
  expect(problems.filter(({ line }) => line < head.length)).toEqual([]);
  return lines.map((_, i) =>
    problems
      .filter(({ line }) => line === head.length + i)
      .map(({ message }) => message)
      .join("\n"),
  );
}

/** A class that a student might write, with this body. */
const own = (base: string, body: string) =>
  `class Own extends ${base} { override inputGradients(): Tensor[] { return [x]; } ${body} }`;

const wrong: [line: string, message: RegExp][] = [
  // The number and order of arguments.
  ["dense.call(x, y);", /Expected 1 arguments, but got 2/],
  ["dense.call();", /Expected 1 arguments, but got 0/],
  ["new Softmax().call(x, y);", /Expected 1 arguments, but got 2/],
  ["model.layers[0].call();", /Expected 1 arguments, but got 0/],
  ["model.call(x, y);", /'Tensor' is not assignable to parameter of type 'boolean/],
  ["loss.call(x);", /Expected 2 arguments, but got 1/],
  ["new L2().call(x, y);", /Expected 1 arguments, but got 2/],
  ["acc.call(x);", /Expected 2 arguments, but got 1/],
  ["tape.gradient(dense.weights, x);", /'Tensor\[\]' is not assignable to parameter of type 'Tensor'/],
  ["tape.gradient(x, dense.w);", /'Tensor' is not assignable to parameter of type 'Tensor\[\]'/],
  ["adam.applyGradients(dense.weights);", /Expected 2 arguments, but got 1/],
  ["model.compile(loss, adam, acc);", /not assignable to parameter of type 'Optimizer'/],
  ["model.compile(adam, acc, loss);", /not assignable to parameter of type 'Loss'/],
  ["new SequentialModel([dense, loss]);", /'MeanSquaredError' is not assignable/],
  ["new SequentialModel([Dense]);", /'typeof Dense' is missing/],
  ["new Dense([784, 10]);", /Expected 2-3 arguments, but got 1/],
  ['new Dense(784, 10, "he");', /'"he"' is not assignable to parameter of type 'Initializer/],
  ["zeros(2, 3);", /'3' is not assignable to parameter of type 'DType/],
  ["random.normal([2, 3]);", /'number\[\]' is not assignable to parameter of type 'number'/],
  ["x.sum({ axis: 0 });", /'axis' does not exist in type/],

  // Tensors, numbers and promises are different types.
  ["dense.call(1);", /'number' is not assignable to parameter of type 'Tensor'/],
  ["tape.gradient(loss.call(x, y).item(), [x]);", /'number' is not assignable to parameter of type 'Tensor'/],
  ["const value: number = x.sum();", /'Tensor' is not assignable to type 'number'/],
  ["x.mul(Promise.resolve(y));", /'Promise<Tensor>' is not assignable/],
  ["(await Promise.resolve([x])).mul(2);", /Property 'mul' does not exist on type 'Tensor\[\]'/],
  ["new OneHotEncoder().call(x);", /'Tensor' is not assignable to parameter of type 'ArrayLike<Label>'/],
  ["x + y;", /Operator '\+' cannot be applied/],
  ["x * 2;", /arithmetic operation must be of type/],
  ["where(x > 0, x, 0);", /Operator '>' cannot be applied/],
  ["x[0];", /can't be used to index type 'Tensor'/],
  ["x.T();", /without '\(\)'/],
  ["x.shape[0] = 1;", /only permits reading/],
  ["dense.w = x;", /read-only/],

  // Results.
  ["model.fit(x, y, 10, 100).accuracy;", /'accuracy' does not exist on type 'History'/],
  ["const [measured] = model.evaluate(x, y, 100);", /'Metrics' must have a/],
  [own("Activation", "override forward(x: Tensor): Tensor { x.mul(2); }"), /must return a value/],
  [own("Activation", "override async forward(x: Tensor) { return x; }"), /'Promise<Tensor>' is missing/],
  [own("Activation", "override forward(x: Tensor, y: Tensor) { return x; }"), /too few arguments/],
  [
    own("Loss", "override forward(p: Tensor, t: Tensor) { return p.sum().item(); }"),
    /'number' is not assign/,
  ],
  [
    "class Own extends Dense { override inputGradients() { return this.w; } }",
    /'Tensor' is missing the following/,
  ],
];

const right = [
  "const [dw, db] = tape.gradient(loss.call(dense.call(x), y), dense.weights); adam.applyGradients([dense.w, dense.b], [dw, db]);",
  "new Sum().call(loss.call(x, y), ...[dense].map((layer) => new L2(1e-4).call(layer.w)));",
  "const pair: [Tensor, Tensor] = [x, y]; loss.call(...pair); acc.call(...pair);",
  "model.compile(new RMSProp(new ExponentialDecay(0.1, 100, 0.9)), new CategoricalCrossentropy(), acc);",
  "await model.fit(x, y, 1, 2, { onEpochEnd: (epoch, { loss, acc }) => void [epoch, loss, acc] });",
  "const components: ModelComponents = { model, epochs: 1, batchSize: 2 };",
  "model.layers.reduce((value, layer) => layer.call(value), x);",
  "matmul(x.T, tensor([[1], [2]])).add([1]).mul(2).reshape(3).reshape([3, 1]).sum(0, true);",

  // Layers known only by their base class.
  "const layers: Diffable[] = [dense, new LeakyReLU(), new Dropout(0.1)]; new SequentialModel(layers); layers[0].call(x);",
  "const layers: Diffable[] = model.layers; new Set<Diffable>([...layers, loss]); const any: Callable = loss;",
  "const run = (layer: Diffable) => layer.call(x, y); run(dense); run(loss);",
  "for (const { layer, inputs } of tape.operations) layer.call(...inputs);",

  // Classes of a student's own, which need not declare their inputs.
  `${own("Diffable", "override forward(x: Tensor) { return x; }")} new SequentialModel([new Own(), dense]);`,
  `${own("Diffable", "override forward(a: Tensor, b: Tensor) { return a.add(b); }")} new Own().call(x, y); model.compile(adam, new Own(), acc);`,
  `${own("Diffable", "override forward(...inputs: Tensor[]) { return inputs[0]; }")} new Own().call(x, y, J);`,
  `${own("Diffable<[x: Tensor]>", "override forward(x: Tensor) { return x; }")} new SequentialModel([new Own()]);`,
  own("Activation", "override forward(...inputs: Tensor[]) { return inputs[0]; }"),
  own("Loss", "override forward(p: Tensor, t: Tensor) { return p.sub(t).abs().mean(); }"),
  "class Own extends Dropout { override call(...inputs: Tensor[]) { return super.call(...inputs); } }",
  "class Own extends Dense { override call(x: Tensor) { return super.call(x); } }",
];

test("mistakes against the types are underlined before anything runs", () => {
  const problems = problemsOf(wrong.map(([line]) => line));
  expect(wrong.map(([line], i) => [line, problems[i]])).toEqual(
    wrong.map(([line, message]) => [line, expect.stringMatching(message)]),
  );
});

test("correct code has no problems", () => {
  const problems = problemsOf(right);
  expect(right.filter((_, i) => problems[i])).toEqual([]);
});

describe("beside the mouse", () => {
  beforeAll(() =>
    editor.open(
      [
        ...head,
        "matmul(x, y.T);",
        "x.argmax(1);",
        "random.normal(0, 1, [2]);",
        "loss.call(x, y);",
        "new Softmax().call(x);",
        'new Dense(784, 10, "xavier");',
        "const history = model.fit(x, y, 10, 100);",
        "history.acc;",
      ].join("\n"),
    ),
  );

  test("#tensor shows the given code, with shapes, an example and NumPy's name", () => {
    expect(editor.hover("\nmatmul")).toContain("matmul(a: TensorLike, b: TensorLike): Tensor");
    expect(editor.hover("\nmatmul")).toContain("`[n, k] x [k, m] -> [n, m]`");
    expect(editor.hover("x.argmax")).toContain("`np.argmax(x, axis)`. `[n, m]` along 1");
    expect(editor.hover("x.argmax")).toContain(
      "@example tensor([[0.1, 0.9], [0.8, 0.2]]).argmax(1); // [1, 0]",
    );
    expect(editor.hover("random.normal")).toContain("@throws ValueError when `std` is negative");
  });

  test("results have a name for each part", () => {
    expect(editor.hover("const history")).toContain("const history: History");
    expect(editor.hover("history.acc")).toContain("(property) History.acc: number[]");
  });

  test.each([
    ["loss.call(", "call(yPred: Tensor, yTrue: Tensor): Tensor"],
    ["new Softmax().call(", "call(x: Tensor): Tensor"],
    ["new Dense(784, ", "Dense(inputSize: number, outputSize: number, initializer?: Initializer): Dense"],
    ["matmul(", "matmul(a: TensorLike, b: TensorLike): Tensor"],
    [
      "model.fit(",
      "fit(x: Tensor, y: Tensor, epochs: number, batchSize: number, callback?: Callback, validationData?: [x: Tensor, y: Tensor]): History",
    ],
  ])("while typing the arguments of %s", (before, signature) => {
    expect(editor.signature(before)).toBe(signature);
  });
});
