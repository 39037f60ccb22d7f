/** @returns 16 hexadecimal digits */
export function contentKey(options?: { suites?: boolean; place?: boolean; node?: boolean }): string;
