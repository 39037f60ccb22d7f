export const log = () => 0;
export const where = () => 0;
export type Tensor = never;
