throw new Error("evil");
