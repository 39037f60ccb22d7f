/** Serves the page, the student's code as a worker, and the data, to this machine only. */

import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Dataset } from "#data";
import { bundle, bundleCells } from "./bundle.ts";
import { pages, readPage, saveNotebook } from "./pages.ts";

/** The page loads only files from this server. The student's worker is made from a text (blob:). */
const policy =
  "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; worker-src blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'";

const page = join(__dirname, "page");

/**
 * @param port 0 for any free port
 * @returns the page's address, and a function that ends the server
 */
export async function startServer(
  dataset: Dataset,
  port: number,
): Promise<{ url: string; close: () => void }> {
  const { title, train, test } = dataset;
  const bytes: Record<string, Uint8Array> = {
    "train-images": train.images,
    "train-labels": train.labels,
    "test-images": test.images,
    "test-labels": test.labels,
  };

  const server = createServer((request, response) => {
    // Another site may find this server by its port, but cannot use this host name.
    const { hostname } = new URL(`http://${request.headers.host ?? ""}`);
    if (!["127.0.0.1", "localhost"].includes(hostname)) return send(response, 403, "text/plain", "");
    // Another site may not send anything, either.
    const { origin } = request.headers;
    if (origin && new URL(origin).host !== request.headers.host) return send(response, 403, "text/plain", "");
    const path = (request.url ?? "/").split("?")[0];
    const answered = request.method === "GET" ? answer(path, response) : take(path, request, response);
    answered.catch((error) => {
      console.error(error);
      send(response, 500, "text/plain", "");
    });
  });

  /** Handles what the page sends: cells to compile, and the notebook to save. */
  async function take(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    if (body === null) return send(response, 413, "text/plain", "");
    if (path === "/cells") {
      const built = await bundleCells(JSON.parse(body));
      if ("code" in built) return send(response, 200, "text/javascript", built.code);
      return send(response, 422, "text/plain", built.problem);
    }
    if (path !== "/pages/notebook") return send(response, 404, "text/plain", "");
    saveNotebook(body);
    return send(response, 204, "text/plain", "");
  }

  async function answer(path: string, response: ServerResponse): Promise<void> {
    switch (path) {
      case "/":
        return send(response, 200, "text/html", readFileSync(join(page, "index.html"), "utf8"));
      case "/style.css":
        return send(response, 200, "text/css", readFileSync(join(page, "style.css"), "utf8"));
      case "/favicon.ico":
        return send(response, 204, "image/x-icon", "");
      case "/exploration":
      case "/python":
      case "/notebook":
        return send(response, 200, "text/html", readFileSync(join(page, "notebook.html"), "utf8"));
      case "/page.js":
      case "/notebook.js":
      case "/worker.js": {
        const built = await bundle(join(page, path.replace(/js$/, "ts")));
        if ("code" in built) return send(response, 200, "text/javascript", built.code);
        return send(response, 422, "text/plain", built.problem);
      }
      case "/data/about":
        return send(
          response,
          200,
          "application/json",
          JSON.stringify({ title, train: train.count, test: test.count }),
        );
      default: {
        const name = path.match(/^\/pages\/(\w+)$/)?.[1] ?? "";
        if (Object.hasOwn(pages, name)) return send(response, 200, "text/plain", readPage(name));
        const file = path.match(/^\/data\/([\w-]+)$/)?.[1] ?? "";
        if (Object.hasOwn(bytes, file)) return send(response, 200, "application/octet-stream", bytes[file]);
        return send(response, 404, "text/plain", "");
      }
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${actual}/`, close: () => server.close() };
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, {
    "content-type": `${type}; charset=utf-8`,
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
  response.end(body);
}

/** Larger than any page that a student writes. */
const maxBytes = 1_000_000;

/** The body of a request; null if it is too long. */
async function textOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
