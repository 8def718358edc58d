import { accessSync, constants, mkdirSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";

/**
 * Where the tests install things. Outside the repository, so that nothing of its node_modules is
 * found by a project that lacks it; kept from run to run, since installing takes longest. A machine
 * whose home cannot be written to gets it among its temporary files.
 */
export const CACHE = path.join(
  writable(process.env["XDG_CACHE_HOME"] ?? path.join(homedir(), ".cache")) ?? tmpdir(),
  "eslint-plugin-svix",
);

function writable(folder: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return undefined;
  }
}
