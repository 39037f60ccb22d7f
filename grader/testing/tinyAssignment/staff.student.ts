export const packaging = undefined;
export const proofs = undefined;
