import { variantsOf } from "../../proofs/styles/variant.ts";

export const preprocess = variantsOf("preprocess.ts", [
  {
    name: "images-times-reciprocal",
    method: "getDataMNIST",
    style: "Times 1 / 255; n from the length of the file; labels in a plain list.",
    body: `
    const pixels = imageFile.subarray(16);
    const inputs = tensor(pixels, "float32").mul(1 / 255).reshape(-1, 28 * 28);
    return { inputs, labels: Array.from(labelFile.subarray(8)) as never };`,
  },
  {
    name: "images-map",
    method: "getDataMNIST",
    style: "Scales number by number into a Float32Array; reads the count byte by byte; labels as a view.",
    imports: ["fromData"],
    body: `
    const n = (imageFile[4] << 24) | (imageFile[5] << 16) | (imageFile[6] << 8) | imageFile[7];
    const scaled = Float32Array.from(imageFile.subarray(16, 16 + n * 784), (byte) => byte / 255);
    return { inputs: fromData(scaled, [n, 784]), labels: labelFile.subarray(8, 8 + n) };`,
  },
  {
    name: "images-divided-first",
    method: "getDataMNIST",
    style: "Divides before it reshapes.",
    body: `
    const view = new DataView(imageFile.buffer, imageFile.byteOffset, imageFile.byteLength);
    const count = view.getUint32(4, false);
    const inputs = tensor(imageFile.slice(16), "float32").div(255).reshape([count, 784]);
    return { inputs, labels: labelFile.slice(8) };`,
  },
]);
