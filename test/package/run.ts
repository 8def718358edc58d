import { execFile } from "node:child_process";

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The exit codes that are no failure of the test; 0 unless told. */
  readonly codes?: readonly number[];
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Long enough for a machine that does other things too; a hang ends all the same. */
const LIMIT = 20 * 60_000;

/**
 * Runs a program to its end, as a user's shell would.
 *
 * @throws {Error} with everything the program said, when it ends with an unexpected code
 */
export function run(
  file: string,
  args: readonly string[],
  { cwd, env = {}, codes = [0] }: RunOptions,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    execFile(
      file,
      args,
      { cwd, env: userEnvironment(env), maxBuffer: 2 ** 28, timeout: LIMIT },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (typeof code === "number" && codes.includes(code)) {
          resolve({ code, stdout, stderr });
        } else {
          const command = [file, ...args].join(" ");
          reject(new Error(`${command} ended with ${code}\n${stdout}\n${stderr}`));
        }
      },
    );
  });
}

/** The environment without what npm and vitest set for the tests themselves. */
function userEnvironment(added: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(package|lifecycle)_|VITEST|TEST$|NODE_ENV$|NODE_OPTIONS$|ESLINT_PLUGIN_SVIX)/.test(
        name,
      ),
  );
  return { ...Object.fromEntries(inherited), NO_COLOR: "1", ...added };
}
