import fc from "fast-check";
import { decodeBase64 } from "./base64.ts";

it("decodes what Buffer encodes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      expect([...decodeBase64(Buffer.from(bytes).toString("base64"))]).toEqual([...bytes]);
    }),
  );
});
