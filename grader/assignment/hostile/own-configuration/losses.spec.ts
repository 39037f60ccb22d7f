test("MeanSquaredError.forward is the mean over all entries", () => {});
