import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import path from "node:path";
import { CACHE } from "./cache.js";
import { run } from "./run.js";

const REPOSITORY = path.resolve(import.meta.dirname, "../..");

/** All that `npm pack` reads, directly or by way of the build. */
const INPUTS = [
  "package.json",
  "tsconfig.json",
  "tsconfig.build.json",
  "src",
  "rules-docs",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
];

/**
 * The path of this package's tarball, as `npm pack` makes it. It is made anew when an input has
 * changed, in a copy of the repository: its `prepack` empties dist/, which others may be reading.
 * `SVIX_PLUGIN_TARBALL` names another one to be tested instead, such as a published one.
 */
export async function tarball(): Promise<string> {
  const given = process.env["SVIX_PLUGIN_TARBALL"];
  if (given !== undefined) return path.resolve(given);
  const hash = hashOf(INPUTS);
  // npm takes a tarball of another name for another package, and so installs it anew.
  const packed = path.join(CACHE, "tarballs", `eslint-plugin-svix-${hash}.tgz`);
  if (existsSync(packed)) return packed;
  const copy = path.join(CACHE, "pack");
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  for (const input of INPUTS) {
    cpSync(path.join(REPOSITORY, input), path.join(copy, input), { recursive: true });
  }
  symlinkSync(path.join(REPOSITORY, "node_modules"), path.join(copy, "node_modules"));
  await run("npm", ["pack", "--silent"], { cwd: copy });
  const [file] = readdirSync(copy).filter((name) => name.endsWith(".tgz"));
  if (file === undefined) throw new Error("npm pack left no tarball.");
  mkdirSync(path.dirname(packed), { recursive: true });
  renameSync(path.join(copy, file), packed);
  return packed;
}

function hashOf(inputs: readonly string[]): string {
  const hash = createHash("sha256");
  const add = (file: string) => {
    const absolute = path.join(REPOSITORY, file);
    if (statSync(absolute).isDirectory()) {
      for (const name of readdirSync(absolute).sort()) add(path.join(file, name));
    } else {
      hash.update(`${file}\0`).update(readFileSync(absolute)).update("\0");
    }
  };
  inputs.forEach(add);
  return hash.digest("hex").slice(0, 12);
}
