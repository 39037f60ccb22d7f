/**
 * Takes the network, other processes and the disk from a process, where the platform can: Node denies the network itself from
 * version 25 on, and Linux has namespaces.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeTemporaryFolder } from "../temporaryFolder.ts";
import { removeFolder } from "./removeFolder.ts";

/** From Node 25 on, the permission model denies the network, too. */
export const hasNetworkPermission = process.allowedNodeEnvironmentFlags.has("--allow-net");

/**
 * A network with nothing in it; process ids that name no process outside, so that none can be signalled; a root folder with
 * Node and its libraries, read-only, and none of the disk's files or sockets.
 */
export const allNamespaces = ["network", "processes", "files"] as const;
export type Namespace = (typeof allNamespaces)[number];

const unshare = ["/usr/bin/unshare", "/bin/unshare"].find((path) => existsSync(path)) ?? "";

let available: Namespace[] | undefined;

/** The namespaces that may be made here. Containers and some distributions forbid it: then the other walls have to do. */
export function availableNamespaces(): readonly Namespace[] {
  available ??= process.platform === "linux" && unshare ? find() : [];
  return available;
}

/** Tries them with what will run in them, once: some 100 ms, for libraries may be in other places than we know of. */
function find(): Namespace[] {
  const directory = makeTemporaryFolder("root");
  const works = (namespaces: Namespace[], ...command: string[]) => {
    const [unshare, ...rest] = [...commandFor(namespaces, directory), ...command];
    return spawnSync(unshare, rest, { stdio: "ignore", timeout: 20_000, env: {} }).status === 0;
  };
  try {
    // The memory watch has to find the process in there.
    const wanted = allNamespaces.filter(
      (name) => name !== "processes" || existsSync(childrenOf(process.pid)),
    );
    if (works(wanted, process.execPath, "--version")) return wanted;
    return wanted.filter((name) => name !== "files" && works([name], "/bin/true"));
  } finally {
    removeFolder(directory);
  }
}

/**
 * What to put in front of a command so that it runs in namespaces of its own: of those asked for, the ones to be had.
 * @param directory an empty one, which becomes the root folder
 */
export function enterNamespaces(wanted: readonly Namespace[], directory: string): string[] {
  const namespaces = wanted.filter((name) => availableNamespaces().includes(name));
  return namespaces.length ? commandFor(namespaces, directory) : [];
}

function commandFor(namespaces: readonly Namespace[], directory: string): string[] {
  const others = [
    ...(namespaces.includes("network") ? ["--net"] : []),
    // Only who is forked lives in there: `unshare` waits outside. If it is killed, so is its child.
    ...(namespaces.includes("processes") ? ["--pid", "--fork", "--kill-child"] : []),
  ];
  // A user namespace lets people without rights make others. The user stays who they are, so that nothing is gained.
  if (!namespaces.includes("files")) return [unshare, "--user", "--map-current-user", ...others, "--"];
  const table = join(directory, "fstab");
  writeFileSync(table, mounts(directory));
  return [
    ...[unshare, "--user", "--map-root-user", "--mount", ...others, "--"],
    // To mount takes root's rights in the namespace, which end with the second one. What a shell adds to the environment goes.
    ...["/bin/sh", "-c", 'mount -n -a -T "$0" && exec env -u PWD -u OLDPWD -u SHLVL -u _ "$@"', table],
    ...[unshare, "--user", "--map-user=65534", `--root=${directory}`, "--"],
  ];
}

/** As /etc/fstab. */
function mounts(directory: string): string {
  const folders = ["/usr", "/lib", "/lib64", "/nix/store"].filter((folder) => existsSync(folder));
  const node = dirname(process.execPath);
  if (!folders.some((folder) => node.startsWith(`${folder}/`))) folders.push(node);
  const escaped = (path: string) =>
    path.replace(/[\s\\]/g, (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, "0")}`);
  const binds = folders.map(
    (folder) => `${escaped(folder)} ${escaped(join(directory, folder))} none bind,ro,X-mount.mkdir 0 0`,
  );
  return [`none ${escaped(directory)} tmpfs size=64k 0 0`, ...binds, ""].join("\n");
}

/** The process that a launched one became the parent of, if it waits outside of a namespace; else that one itself. */
export function processWithin(pid: number): number {
  try {
    return Number(readFileSync(childrenOf(pid), "utf8").trim().split(" ")[0]) || pid;
  } catch {
    return pid;
  }
}

const childrenOf = (pid: number) => `/proc/${pid}/task/${pid}/children`;
