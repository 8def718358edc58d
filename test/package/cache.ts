import { homedir } from "node:os";
import path from "node:path";

/**
 * Where the tests install things. Outside the repository, so that nothing of its node_modules is
 * found by a project that lacks it; kept from run to run, since installing takes longest.
 */
export const CACHE = path.join(
  process.env["XDG_CACHE_HOME"] ?? path.join(homedir(), ".cache"),
  "eslint-plugin-svix",
);
