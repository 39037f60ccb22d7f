/** A commit is what its hash says, and nothing of the repository around it changes that. */
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { assignment } from "../assignment/index.ts";
import { replacing, temporaryFolder, writeSubmission } from "../testing/overlay.ts";
import { openSubmission } from "./open.ts";

const wrong = replacing(".mean().item();", ".mean().item() * 0;");
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")),
);

const gitIn =
  (folder: string) =>
  (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@b.c", ...args], {
      cwd: folder,
      env: environment,
    })
      .toString()
      .trim();

let template: string;
beforeAll(() => {
  template = temporaryFolder();
  const git = gitIn(template);
  const folder = template;
  git("init", "--quiet", "--initial-branch=main");
  writeSubmission(folder, "solution", { "beras/metrics.ts": wrong });
  git("add", ".");
  git("commit", "--quiet", "-m", "deadline");
  writeSubmission(folder, "solution");
  git("add", ".");
  git("commit", "--quiet", "-m", "late");
});

/** A repository with a wrong commit at the deadline, and a right one after it. */
function repository(): { folder: string; git: ReturnType<typeof gitIn>; deadline: string; late: string } {
  const folder = join(temporaryFolder(), "alice");
  cpSync(template, folder, { recursive: true });
  const git = gitIn(folder);
  const [late, deadline] = git("rev-list", "HEAD").split("\n");
  return { folder, git, deadline, late };
}

/** Whether the metric at this commit is the right one. */
async function isRight(folder: string, commit: string): Promise<boolean> {
  const { submission, close } = await openSubmission(assignment, folder, { commit });
  close();
  const text = submission.files.get("beras/metrics.ts");
  if (text === undefined) throw new Error("there is no metric");
  return !text.includes("* 0;");
}

describe("a git repository at a commit", () => {
  test("the commit that is named is graded", async () => {
    const { folder, deadline } = repository();
    expect(await isRight(folder, deadline)).toBe(false);
    expect(await isRight(folder, deadline.slice(0, 7))).toBe(false);
    expect(await isRight(folder, "HEAD~1")).toBe(false);
    expect(await isRight(folder, "main")).toBe(true);
  });

  test("a tag leads to its commit; a hash may be written in capitals; a bare repository is one", async () => {
    const { folder, git, deadline } = repository();
    git("tag", "-a", "handed-in", "-m", "x", deadline);
    git("pack-refs", "--all");
    git("gc", "--quiet");
    expect(await isRight(folder, "handed-in")).toBe(false);
    expect(await isRight(folder, git("rev-parse", "handed-in"))).toBe(false);
    expect(await isRight(folder, deadline.toUpperCase())).toBe(false);
    const bare = join(temporaryFolder(), "alice.git");
    git("clone", "--quiet", "--bare", folder, bare);
    expect(await isRight(bare, deadline)).toBe(false);
  });

  test.each<[string, (place: ReturnType<typeof repository>) => void]>([
    ["a replacement", ({ git, deadline, late }) => git("replace", deadline, late)],
    [
      "a replacement in packed refs",
      ({ git, deadline, late }) => {
        git("replace", deadline, late);
        git("pack-refs", "--all");
      },
    ],
    [
      "a replacement of the file",
      ({ git, deadline, late }) => {
        const [old, other] = [deadline, late].map((commit) => git("rev-parse", `${commit}:beras/metrics.ts`));
        git("replace", old, other);
      },
    ],
    [
      "a branch that is called like it",
      ({ git, deadline, late }) => git("update-ref", `refs/heads/${deadline}`, late),
    ],
    [
      "a tag that is called like its beginning",
      ({ git, deadline, late }) => git("tag", deadline.slice(0, 7), late),
    ],
    [
      "a configuration that includes others, fetches and runs programs",
      ({ folder }) =>
        appendFileSync(
          join(folder, ".git/config"),
          `[include]\n\tpath = ${folder}/no-config\n[core]\n\tfsmonitor = false\n\tworktree = /\n[alias]\n\trev-parse = !echo\n[this is no line`,
        ),
    ],
    [
      "a graft",
      ({ folder, deadline, late }) => {
        mkdirSync(join(folder, ".git/info"), { recursive: true });
        writeFileSync(join(folder, ".git/info/grafts"), `${late} ${late}\n${deadline} ${late}\n`);
      },
    ],
  ])("%s does not change what a hash is", async (_, tamper) => {
    const place = repository();
    tamper(place);
    expect(await isRight(place.folder, place.deadline)).toBe(false);
    expect(await isRight(place.folder, place.deadline.slice(0, 7))).toBe(false);
  });

  /** Overwrites a loose object with another content; git believes it. */
  function forge({ folder }: { folder: string }, hash: string, type: string, content: Buffer): void {
    const file = join(folder, ".git/objects", hash.slice(0, 2), hash.slice(2));
    chmodSync(file, 0o600);
    writeFileSync(file, deflateSync(Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content])));
  }

  test.each([
    ["commit", (commit: string) => commit],
    ["tree", (commit: string) => `${commit}^{tree}`],
    ["blob", (commit: string) => `${commit}:beras/metrics.ts`],
  ])("a forged %s is refused", async (type, name) => {
    const place = repository();
    const { git, folder, deadline, late } = place;
    const [victim, source] = [deadline, late].map((commit) => git("rev-parse", name(commit)));
    const content = execFileSync("git", ["cat-file", type, source], { cwd: folder, env: environment });
    forge(place, victim, type, content);
    await expect(isRight(folder, deadline)).rejects.toMatchObject({
      name: "UsageError",
      message: expect.stringMatching(
        /the object \w{40} is not what its hash says; the repository is damaged or forged$/,
      ),
    });
  });

  test.each<[string, RegExp, (alice: string, bob: string) => void]>([
    [
      "a .git file",
      /\.git is a file, which leads to another repository/,
      (alice, bob) => {
        rmSync(join(alice, ".git"), { recursive: true });
        writeFileSync(join(alice, ".git"), `gitdir: ${join(bob, ".git")}\n`);
      },
    ],
    [
      "a link in its place",
      /\.git is a link, which leads/,
      (alice, bob) => {
        rmSync(join(alice, ".git"), { recursive: true });
        symlinkSync(join(bob, ".git"), join(alice, ".git"));
      },
    ],
    [
      "alternates",
      /\.git\/objects\/info\/alternates leads to another repository/,
      (alice, bob) => {
        mkdirSync(join(alice, ".git/objects/info"), { recursive: true });
        writeFileSync(join(alice, ".git/objects/info/alternates"), `${join(bob, ".git/objects")}\n`);
      },
    ],
    [
      "commondir",
      /\.git\/commondir leads to another repository/,
      (alice, bob) => writeFileSync(join(alice, ".git/commondir"), `${join(bob, ".git")}\n`),
    ],
    [
      "objects that are a link",
      /the link objects leads to another repository/,
      (alice, bob) => {
        rmSync(join(alice, ".git/objects"), { recursive: true });
        symlinkSync(join(bob, ".git/objects"), join(alice, ".git/objects"));
      },
    ],
    [
      "a branch that is a link",
      /the link refs\/heads\/bob leads to another repository/,
      (alice, bob) => symlinkSync(join(bob, ".git/refs/heads/main"), join(alice, ".git/refs/heads/bob")),
    ],
  ])("%s does not make another repository's work this one's", async (_, message, tamper) => {
    const [alice, bob] = [repository(), repository()];
    tamper(alice.folder, bob.folder);
    for (const commit of [bob.late, "HEAD"])
      await expect(isRight(alice.folder, commit)).rejects.toThrow(message);
  });

  test("a repository in a folder above is not meant", async () => {
    const { folder } = repository();
    await expect(isRight(join(folder, "beras"), "HEAD")).rejects.toThrow(/^There is no git repository at /);
  });

  test("variables from outside lead nowhere", async () => {
    const [alice, bob] = [repository(), repository()];
    writeFileSync(join(alice.folder, "config"), "[core]\n\tworktree = /nowhere\n[broken");
    const outside = {
      GIT_DIR: join(bob.folder, ".git"),
      GIT_OBJECT_DIRECTORY: join(bob.folder, ".git/objects"),
      GIT_ALTERNATE_OBJECT_DIRECTORIES: join(bob.folder, ".git/objects"),
      GIT_CONFIG_GLOBAL: join(alice.folder, "config"),
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "core.bare",
      GIT_CONFIG_VALUE_0: "perhaps",
    };
    Object.assign(process.env, outside);
    try {
      expect(await isRight(alice.folder, alice.deadline)).toBe(false);
      await expect(isRight(alice.folder, "no-such-branch")).rejects.toThrow(
        /^There is no commit no-such-branch in /,
      );
    } finally {
      for (const name of Object.keys(outside)) delete process.env[name];
    }
  });

  test("a submodule, and objects that a partial clone left out, are said", async () => {
    const { folder, git, deadline } = repository();
    git("update-index", "--add", "--cacheinfo", `160000,${deadline},library`);
    git("commit", "--quiet", "-m", "with a submodule");
    expect(await isRight(folder, "HEAD")).toBe(true);
    const blob = git("rev-parse", "HEAD:beras/metrics.ts");
    renameSync(join(folder, ".git/objects", blob.slice(0, 2), blob.slice(2)), join(folder, "elsewhere"));
    await expect(isRight(folder, "HEAD")).rejects.toThrow(
      /the object \w{40} is missing; is the clone complete\?$/,
    );
  });

  test("a clone of the template: the code is in stencil/", async () => {
    const folder = temporaryFolder();
    const git = gitIn(folder);
    git("init", "--quiet");
    writeSubmission(join(folder, "stencil"), "solution");
    cpSync(join(folder, "stencil/beras"), join(folder, "node_modules/beras"), { recursive: true });
    writeFileSync(join(folder, "stencil/2470student"), "");
    git("add", "--force", ".");
    git("commit", "--quiet", "-m", "x");
    const { submission, close } = await openSubmission(assignment, folder, { commit: "HEAD" });
    expect(submission).toMatchObject({ track: "cs2470", notUnpacked: ["node_modules/"], notes: [] });
    expect(readFileSync(join(submission.root, "beras/layers.ts"), "utf8")).toContain("class Dense");
    close();
  });
});
