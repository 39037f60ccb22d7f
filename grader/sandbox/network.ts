/** Takes the network from a process, where the platform can: Node itself from version 25 on, or Linux with a namespace. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** From Node 25 on, the permission model denies the network, too. */
export const hasNetworkPermission = process.allowedNodeEnvironmentFlags.has("--allow-net");

/**
 * A network of its own, with nothing in it. The user namespace lets people without rights make one; the user stays who
 * they are, so that nothing is gained in there.
 */
const namespaceArguments = ["--user", "--map-current-user", "--net"];

let namespace: string[] | undefined;

/** What to put in front of a command so that it has no network; nothing where that is not allowed. Some 3 ms, once. */
export function networkNamespace(): string[] {
  namespace ??= findNamespace();
  return namespace;
}

function findNamespace(): string[] {
  if (process.platform !== "linux") return [];
  const unshare = ["/usr/bin/unshare", "/bin/unshare"].find((path) => existsSync(path));
  if (!unshare) return [];
  const command = [unshare, ...namespaceArguments, "--"];
  // Containers and some distributions forbid it: then the other walls have to do.
  const { status } = spawnSync(command[0], [...command.slice(1), "/bin/true"], {
    stdio: "ignore",
    timeout: 20_000,
    env: {},
  });
  return status === 0 ? command : [];
}
