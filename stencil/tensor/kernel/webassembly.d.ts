// The part of the WebAssembly API that this module uses. The compiler declares it only together with the browser's API, which
// would let any file use `document`.
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    readonly exports: unknown;
    constructor(module: Module, imports: object);
  }
  class Memory {
    readonly buffer: ArrayBuffer;
  }
  function validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}
