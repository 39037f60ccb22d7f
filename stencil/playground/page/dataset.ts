/** `#data` in a browser: the same digits, from the server. For cells, which run in a worker and may block. */
interface Split {
  images: Uint8Array;
  labels: Uint8Array;
  count: number;
}

function load(name: string): Uint8Array {
  const request = new XMLHttpRequest();
  request.open("GET", `${self.location.origin}/data/${name}`, false);
  request.responseType = "arraybuffer";
  request.send();
  return new Uint8Array(request.response as ArrayBuffer);
}

function split(part: "train" | "test"): Split {
  const [images, labels] = [load(`${part}-images`), load(`${part}-labels`)];
  // The labels follow a header of eight bytes, one byte each.
  return { images, labels, count: labels.length - 8 };
}

export function loadDataset(): { name: string; train: Split; test: Split } {
  const { name } = JSON.parse(new TextDecoder().decode(load("about")));
  return { name, train: split("train"), test: split("test") };
}
