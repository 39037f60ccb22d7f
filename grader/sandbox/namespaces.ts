/**
 * Denies a process the network, other processes and the disk, where the platform can. Linux has namespaces for this, and
 * Node denies the network itself from version 25 on.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { removeFolder } from "../removeFolder.ts";
import { makeTemporaryFolder } from "../temporaryFolder.ts";

/** From Node 25 on, the permission model denies the network, too. */
export const hasNetworkPermission = process.allowedNodeEnvironmentFlags.has("--allow-net");

/**
 * A network with no interfaces; process ids of its own, so that no process outside can be signalled; and a read-only root
 * folder with Node and its libraries, without the files and sockets of the disk.
 */
export const allNamespaces = ["network", "processes", "files"] as const;
export type Namespace = (typeof allNamespaces)[number];

const unshare = ["/usr/bin/unshare", "/bin/unshare"].find((path) => existsSync(path)) ?? "";

let available: Namespace[] | undefined;

/** The namespaces that can be made here. Containers and some distributions forbid them. Then the other layers must suffice. */
export function availableNamespaces(): readonly Namespace[] {
  available ??= process.platform === "linux" && unshare ? find() : [];
  return available;
}

/** Tries the namespaces once with Node itself, in about 100 ms: its libraries may lie where we do not expect them. */
function find(): Namespace[] {
  const directory = makeTemporaryFolder("root");
  const works = (namespaces: Namespace[], ...command: string[]) => {
    const [unshare, ...rest] = [...commandFor(namespaces, directory), ...command];
    return spawnSync(unshare, rest, { stdio: "ignore", timeout: 20_000, env: {} }).status === 0;
  };
  try {
    // The memory watch must be able to find the process inside.
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
 * The command prefix that runs a command in its own namespaces: those of `wanted` that are available.
 * @param directory an empty folder, which becomes the root folder
 */
export function enterNamespaces(wanted: readonly Namespace[], directory: string): string[] {
  const namespaces = wanted.filter((name) => availableNamespaces().includes(name));
  return namespaces.length ? commandFor(namespaces, directory) : [];
}

function commandFor(namespaces: readonly Namespace[], directory: string): string[] {
  const others = [
    ...(namespaces.includes("network") ? ["--net"] : []),
    // Only a forked child lives in the new namespace: `unshare` waits outside, and if it is killed, so is its child.
    ...(namespaces.includes("processes") ? ["--pid", "--fork", "--kill-child"] : []),
  ];
  // A user namespace lets unprivileged users make the others. The user id stays the same, so no rights are gained.
  if (!namespaces.includes("files")) return [unshare, "--user", "--map-current-user", ...others, "--"];
  const table = join(directory, "fstab");
  writeFileSync(table, mounts(directory));
  return [
    ...[unshare, "--user", "--map-root-user", "--mount", ...others, "--"],
    // Mounting needs root's rights in the namespace, which end with the second `unshare`. `env` removes what a shell adds.
    ...["/bin/sh", "-c", 'mount -n -a -T "$0" && exec env -u PWD -u OLDPWD -u SHLVL -u _ "$@"', table],
    ...[unshare, "--user", "--map-user=65534", `--root=${directory}`, "--"],
  ];
}

/** The mounts, in the format of /etc/fstab. */
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

/** The child of a launched process that waits outside of a namespace; otherwise the process itself. */
export function processWithin(pid: number): number {
  try {
    return Number(readFileSync(childrenOf(pid), "utf8").trim().split(" ")[0]) || pid;
  } catch {
    return pid;
  }
}

const childrenOf = (pid: number) => `/proc/${pid}/task/${pid}/children`;
