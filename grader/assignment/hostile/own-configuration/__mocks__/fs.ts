throw new Error("mocked");
