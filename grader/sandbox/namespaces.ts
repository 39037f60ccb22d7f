/**
 * Takes the network and the sight of other processes from a process, where the platform can: Node denies the network itself
 * from version 25 on, and Linux has namespaces.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** From Node 25 on, the permission model denies the network, too. */
export const hasNetworkPermission = process.allowedNodeEnvironmentFlags.has("--allow-net");

/**
 * A network with nothing in it; process ids that name no process outside of it, so that none can be signalled. In a namespace
 * of processes lives only who is forked into it: `unshare` stays outside, waits, and ends when its child does. If it is
 * killed, so is the child.
 */
const namespaceArguments = {
  network: ["--net"],
  processes: ["--pid", "--fork", "--kill-child"],
};
export type Namespace = keyof typeof namespaceArguments;

/** The user namespace lets people without rights make others; the user stays who they are, so that nothing is gained. */
const userArguments = ["--user", "--map-current-user"];

/** The program, and what it is allowed to make here; undefined until that was tried. */
let found: { unshare: string; namespaces: Namespace[] } | undefined;

/** What to put in front of a command so that it runs in namespaces of its own: of those asked for, the ones to be had. */
export function enterNamespaces(wanted: readonly Namespace[]): string[] {
  found ??= find();
  const { unshare, namespaces } = found;
  const entered = wanted.filter((name) => namespaces.includes(name));
  if (entered.length === 0) return [];
  return [unshare, ...userArguments, ...entered.flatMap((name) => namespaceArguments[name]), "--"];
}

export const hasNamespace = (name: Namespace): boolean => enterNamespaces([name]).length > 0;

/** Tries them: containers and some distributions forbid it, and then the other walls have to do. Some 5 ms, once. */
function find(): { unshare: string; namespaces: Namespace[] } {
  const unshare = ["/usr/bin/unshare", "/bin/unshare"].find((path) => existsSync(path));
  if (process.platform !== "linux" || !unshare) return { unshare: "", namespaces: [] };
  const works = (name: Namespace) => {
    const command = [...userArguments, ...namespaceArguments[name], "--", "/bin/true"];
    return spawnSync(unshare, command, { stdio: "ignore", timeout: 20_000, env: {} }).status === 0;
  };
  const namespaces: Namespace[] = [];
  if (works("network")) namespaces.push("network");
  // The memory watch has to find the process in there.
  if (existsSync(childrenOf(process.pid)) && works("processes")) namespaces.push("processes");
  return { unshare, namespaces };
}

/** The process that a launched one became the parent of, if it waits outside of a namespace; else that one itself. */
export function processWithin(pid: number): number {
  try {
    return Number(readFileSync(childrenOf(pid), "utf8").trim()) || pid;
  } catch {
    return pid;
  }
}

const childrenOf = (pid: number) => `/proc/${pid}/task/${pid}/children`;
