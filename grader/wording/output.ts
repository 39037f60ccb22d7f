/** About what a submission printed. The sandbox has these texts, too, so this file imports nothing. */
export const output = {
  "lines-in-all": ({ count }: { count: number }) => `... (${count} lines in all)`,
  "items-in-all": ({ count }: { count: number }) => `... (${count} in all)`,
  unprintable: "(a value that cannot be printed)",
};
