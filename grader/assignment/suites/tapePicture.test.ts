/** The picture of a failing check of the tape, for a tensor that goes two ways: twice x, plus x. */
import { tensor } from "#tensor";
import { Rounded } from "../../checks/rounded.ts";
import { drawn, pictureOf } from "./tapePicture.ts";

const twice = drawn("Twice", (x: Rounded) => x.mul(2));
const plus = drawn("Add", (a: Rounded, b: Rounded) => a.add(b));
const total = ({ x }: Record<string, Rounded>) => plus(twice(x), x).sum();
const args = { x: Rounded.of(tensor([[1, 2]], "float64")) };

test("each tensor has its gradient, and each arrow of a shared one its part", () => {
  const { nodes, edges } = pictureOf(args, total, {});
  expect(nodes.map(({ name }) => name)).toEqual(["x", "Twice", "y1", "Add", "y2"]);
  expect(nodes[0]).toEqual({
    ...{ kind: "value", name: "x", shape: [1, 2] },
    ...{ value: [[1, 2]], gradient: [[3, 3]] },
  });
  expect(edges).toEqual([
    { from: 0, to: 1, gradient: [[2, 2]] },
    { from: 1, to: 2 },
    { from: 2, to: 3 },
    { from: 0, to: 3, gradient: [[1, 1]] },
    { from: 3, to: 4 },
  ]);
});

test("a gradient of the submission's stands there if it differs", () => {
  const received = (x: number[]) => pictureOf(args, total, { x: tensor([x], "float64") }).nodes[0].received;
  expect(received([3, 3])).toBeUndefined();
  expect(received([2, Number.NaN])).toEqual([[2, "NaN"]]);
  expect(pictureOf(args, total, { x: tensor([2], "float64") }).nodes[0].received).toEqual([[2]]);
});
