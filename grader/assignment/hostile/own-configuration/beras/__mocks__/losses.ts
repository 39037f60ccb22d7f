export const MeanSquaredError = 1;
