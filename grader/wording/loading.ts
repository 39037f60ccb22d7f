/** Why a module of a submission cannot be used. The sandbox has these sentences, too, so this file imports nothing. */
export const loading = {
  syntax: ({ file, reason }: { file: string; reason: string }) => `${file} does not compile: ${reason}`,
  "import-failed": ({ file, reason }: { file: string; reason: string }) =>
    `${file} cannot be imported: ${reason}`,
  "import-of-broken": ({ file, imported }: { file: string; imported: string }) =>
    `${file} cannot be imported, because ${imported} cannot`,
  "import-endless": ({ file, limitMs }: { file: string; limitMs: number }) =>
    `${file} does not finish loading: its top level takes more than ${limitMs / 1000} s`,
  "import-unknown": ({ name }: { name: string }) => `"${name}" cannot be imported here`,
  "import-by-value": "an import takes the name of a module",
  "not-exported": ({ file, name }: { file: string; name: string }) =>
    `${file} does not export ${name}: was it renamed or deleted?`,
};

/** What code threw, as part of a sentence. */
export const thrown = {
  error: ({ name, message }: { name: string; message: string }) =>
    `it throws ${name || "an error"}${message ? `: ${message}` : ""}`,
  function: "a function was thrown, which is not an Error",
  value: ({ shown }: { shown: string }) => `${shown} was thrown, which is not an Error`,
};
