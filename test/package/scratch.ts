import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CACHE } from "./cache.js";
import { released } from "./releases.js";
import { run } from "./run.js";
import { tarball } from "./tarball.js";

/** Files by path, relative to the project. */
export type Files = Readonly<Record<string, string>>;

export type Packages = Readonly<Record<string, string>>;

export interface InstallOptions {
  /** More of package.json, such as `overrides` or `workspaces`. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Files that npm looks at too, such as the package.json files of workspaces. */
  readonly files?: Files;
  /** Leaves out packages that only other platforms, or only a running program, need. */
  readonly omitOptional?: boolean;
  /** The package manager; pnpm lays node_modules out in symlinks. */
  readonly client?: "npm" | "pnpm";
}

/**
 * A folder in which npm or pnpm has installed these packages and this plugin's tarball. It stays as it is
 * while packages and tarball are the same.
 */
export async function installation(
  name: string,
  packages: Packages,
  { manifest = {}, files = {}, omitOptional = false, client = "npm" }: InstallOptions = {},
): Promise<string> {
  const folder = path.join(CACHE, "installed", name);
  const devDependencies = {
    ...packages,
    "eslint-plugin-svix": `file:${path.relative(folder, await tarball())}`,
  };
  const text = JSON.stringify({ private: true, type: "module", ...manifest, devDependencies });
  const stamp = path.join(folder, ".installed");
  const stampText = text + JSON.stringify(files);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === stampText) return folder;
  rmSync(folder, { recursive: true, force: true });
  writeFiles(folder, { ...files, "package.json": text });
  await (client === "npm" ? npmInstall(folder, omitOptional) : pnpmInstall(folder));
  writeFileSync(stamp, stampText);
  return folder;
}

const QUICK = ["install", "--prefer-offline", "--ignore-scripts"];

async function npmInstall(cwd: string, omitOptional: boolean): Promise<void> {
  const omitted = omitOptional ? ["--omit=optional"] : [];
  // A registry that stumbles is no finding.
  const patient = ["--fetch-retries=5", "--no-audit", "--no-fund"];
  await run("npm", [...QUICK, ...patient, ...omitted], { cwd });
}

/** pnpm itself is installed by npm, beside what it is to install. */
async function pnpmInstall(cwd: string): Promise<void> {
  const pnpm = await installation("pnpm-itself", released("pnpm"));
  const program = path.join(pnpm, "node_modules/pnpm/bin/pnpm.cjs");
  const store = path.join(CACHE, "pnpm-store");
  await run(process.execPath, [program, ...QUICK, "--store-dir", store], { cwd });
}

/** A project of these files, and of nothing that an earlier run left there. */
export function project(folder: string, name: string, files: Files): string {
  const root = path.join(folder, "projects", name);
  rmSync(root, { recursive: true, force: true });
  writeFiles(root, { "package.json": `{ "private": true, "type": "module" }`, ...files });
  return root;
}

/** Writes files, with the folders they need. */
export function writeFiles(root: string, files: Files): void {
  for (const [file, text] of Object.entries(files)) {
    const absolute = path.join(root, file);
    mkdirSync(path.dirname(absolute), { recursive: true });
    writeFileSync(absolute, text);
  }
}

/** The installation that most tests share: the newest supported release of everything. */
export function newest(): Promise<string> {
  return installation(
    "newest",
    released("@types/node", "eslint", "jiti", "svix", "typescript", "typescript-eslint"),
  );
}
