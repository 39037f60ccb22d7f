throw new Error("babel");
