import { describe as describeFailure } from "./describe.ts";
import type { Failure } from "./failure.ts";

describe("failures in words", () => {
  const words = (failure: Failure) => describeFailure(failure, "Dense.forward");

  test("a wrong number is shown with enough digits to be seen", () => {
    const failure: Failure = {
      code: "not-close",
      name: "output",
      index: [1, 3],
      expected: 0.75,
      received: 0.5,
      shape: [2, 4],
      differing: 1,
      size: 8,
      rtol: 1e-9,
      atol: 0,
    };
    expect(words(failure)).toEqual({
      message: "output has a wrong entry",
      expected: "output[1,3] = 0.75    shape [2,4], rtol 1e-9",
      received: "output[1,3] = 0.5    1 of 8 entries differ, largest difference 0.25",
    });
    expect(words({ ...failure, received: 0.75 + 1e-8 }).received).toContain("0.75000001");
    expect(words({ ...failure, received: Number.NaN }).received).toContain("output[1,3] = NaN");
  });

  test("of what is no number, it is said how many there are", () => {
    const failure: Failure = {
      code: "not-close",
      name: "output",
      index: [0],
      expected: 0.75,
      received: Number.NaN,
      shape: [8],
      differing: 5,
      size: 8,
      rtol: 1e-9,
      atol: 0,
    };
    const received = (more: object) => words({ ...failure, ...more } as Failure).received;
    expect(received({ nanCount: 3 })).toBe("output[0] = NaN    5 of 8 entries differ, 3 of them are NaN");
    expect(received({ nanCount: 5 })).toBe("output[0] = NaN    5 of 8 entries are NaN");
    expect(received({ nanCount: 1 })).toBe("output[0] = NaN    5 of 8 entries differ, 1 of them is NaN");
    expect(received({ nanCount: 1, differing: 1 })).toBe("output[0] = NaN    1 of 8 entries is NaN");
    expect(received({ nanCount: 1, differing: 1, size: 1, shape: [], index: [] })).toBe("output = NaN");
  });

  test.each<[Failure, string]>([
    [{ code: "unfinished", what: "Dense.forward" }, "Dense.forward is not implemented yet"],
    [
      { code: "wrong-type", name: "output", expected: "a Tensor of shape [4,2]", received: "a Promise" },
      "Dense.forward returned a Promise; expected a Tensor of shape [4,2]",
    ],
    [
      { code: "threw", name: "TypeError", message: "x is null", frames: [] },
      "Dense.forward threw TypeError: x is null",
    ],
    [{ code: "threw", name: "", message: "", frames: [] }, "Dense.forward threw an error without a message"],
    [{ code: "timeout", timeoutMs: 10_000 }, "Dense.forward did not finish within 10 s"],
    [
      { code: "prerequisite", check: "layers.dense.forward", status: "failed", what: "Dense.forward" },
      "skipped because Dense.forward failed",
    ],
    [
      { code: "prerequisite", check: "core.tape.dense", status: "skipped", what: "Dense.forward" },
      "skipped because Dense.forward did not pass",
    ],
    [
      { code: "prerequisite", check: "layers.dense.forward", status: "todo", what: "Dense.forward" },
      "waits for Dense.forward, which is not implemented yet",
    ],
  ])("%j", (failure, message) => {
    expect(words(failure).message).toBe(message);
  });
});
