import ts from "typescript";
import type { Ended, Run, Stage } from "./styles/style.js";

/** What is different about one run: which SDK call fails, and with what. */
export interface Scene {
  /** Key of the failing call (`eventType` of a message, the secret of a Webhook); none fails where undefined. */
  readonly failing: string | undefined;
  readonly error: Error | undefined;
  readonly chance: boolean;
}

/** What happened in one run. */
export interface Observation {
  /** Markers in the order in which they were passed: `act:k1`, `log:k2`, `$fail`, `$c` (error met), `$l` (looked at). */
  readonly events: readonly string[];
  readonly ended: "returned" | "threw" | "hung";
  /** What was returned or thrown. */
  readonly value: unknown;
  /** The HTTP status that was sent. */
  readonly sent: number | undefined;
  /** Errors of promises that nobody handled. */
  readonly floating: readonly unknown[];
}

/** Files of a program, transpiled, each loadable by its name without extension. */
export type Script = ReadonlyMap<
  string,
  (require: (name: string) => unknown, exports: object, globals: Record<string, unknown>) => void
>;

const GLOBALS = [
  "act",
  "log",
  "other",
  "chance",
  "report",
  "save",
  "svix",
  "wh",
  "$c",
  "$l",
] as const;

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2022,
  isolatedModules: true,
  noLib: true,
  noResolve: true,
  ignoreDeprecations: "6.0",
  experimentalDecorators: true,
};

/** Files in JavaScript, by their names without extension. All are emitted by one program, which is much faster than one by one. */
export function javaScriptOf(files: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const emitted = new Map<string, string>();
  const host: ts.CompilerHost = {
    getSourceFile: (name, version) =>
      files[name] === undefined ? undefined : ts.createSourceFile(name, files[name], version),
    getDefaultLibFileName: () => "lib.d.ts",
    getCurrentDirectory: () => "",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (name) => files[name] !== undefined,
    readFile: (name) => files[name],
    directoryExists: () => true,
    getDirectories: () => [],
    writeFile: (name, text) => void emitted.set(name.replace(/\.js$/, ""), text),
  };
  ts.createProgram(Object.keys(files), OPTIONS, host).emit();
  return emitted;
}

/** Makes the files of one program runnable: those that stand in the folder. */
export function scriptOf(javaScript: ReadonlyMap<string, string>, folder: string): Script {
  const own = [...javaScript].filter(([name]) => name.startsWith(`${folder}/`));
  return new Map(
    own.map(([name, text]) => {
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the programs are ours, made a moment ago
      const body = new Function("require", "exports", ...GLOBALS, text) as (
        ...args: readonly unknown[]
      ) => void;
      return [
        name.slice(folder.length + 1),
        (require, exports, globals) => {
          body(require, exports, ...GLOBALS.map((global) => globals[global]));
        },
      ] as const;
    }),
  );
}

/** Stand-in for the SDK's error class: `code` is a number, as in the real one. */
export class StubApiException extends Error {
  constructor(readonly code: number) {
    super(`HTTP-Code: ${String(code)}`);
  }
}

export class StubVerificationError extends Error {}

/** What a program runs in: who calls its entry, and what it imports. */
export interface Surroundings {
  readonly stage: Stage;
  readonly packages: Readonly<Record<string, unknown>>;
}

const ALONE: Surroundings = {
  stage: { drive: (run) => run(), sent: () => undefined },
  packages: {},
};

/** Turns of the event loop that a framework is given to answer. */
const PATIENCE = 50;

/** Runs `run` of main in a scene and waits until nothing that it started is under way. */
export async function perform(
  script: Script,
  scene: Scene,
  { stage, packages }: Surroundings = ALONE,
): Promise<Observation> {
  const events: string[] = [];
  let pending = 0;
  const floating = new Map<Promise<unknown>, unknown>();
  const onUnhandled = (reason: unknown, promise: Promise<unknown>): void =>
    void floating.set(promise, reason);
  const onHandled = (promise: Promise<unknown>): void => void floating.delete(promise);
  const restore = listenAlone(onUnhandled, onHandled);
  const request = (fails: boolean): Promise<unknown> => {
    pending += 1;
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        pending -= 1;
        if (fails) {
          events.push("$fail");
          reject(scene.error ?? new Error("nothing fails here"));
        } else resolve({ id: "made" });
      });
    });
  };
  const require = loader(script, packages, events, scene, request);
  const ended: Recorded = { kind: "hung", value: undefined };
  try {
    const main = require("./main") as Record<string, unknown>;
    const run = stage.entry?.(main) ?? (main["run"] as Run);
    const driven = { underWay: true };
    start(
      () => stage.drive(recorded(run, ended)),
      () => void (driven.underWay = false),
    );
    for (let quiet = 0, turns = 0; quiet < 4; turns += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      quiet = pending > 0 || (driven.underWay && turns < PATIENCE) ? 0 : quiet + 1;
    }
  } finally {
    restore();
  }
  const { kind, value } = ended;
  return { events, ended: kind, value, sent: stage.sent(ended), floating: [...floating.values()] };
}

type Recorded = { -readonly [Key in keyof Ended]: Ended[Key] };

function start(drive: () => unknown, done: () => void): void {
  try {
    Promise.resolve(drive()).then(done, done);
  } catch {
    done();
  }
}

/** The same function, which also notes how it ended. */
function recorded(run: Run, ended: Recorded): Run {
  const note = (kind: Ended["kind"], value: unknown): void =>
    void Object.assign(ended, { kind, value });
  return (...given) => {
    try {
      const value = run(...given);
      if (!(value instanceof Promise)) {
        note("returned", value);
        return value;
      }
      return value.then(
        (result: unknown) => {
          note("returned", result);
          return result;
        },
        (error: unknown) => {
          note("threw", error);
          throw error;
        },
      );
    } catch (error) {
      note("threw", error);
      throw error;
    }
  };
}

const { console: terminal } = globalThis;
const tell = terminal.error.bind(terminal);

/** Takes the process's place for unhandled rejections, until the returned function is called. */
function listenAlone(
  onUnhandled: (reason: unknown, promise: Promise<unknown>) => void,
  onHandled: (promise: Promise<unknown>) => void,
): () => void {
  const before = {
    unhandled: process.listeners("unhandledRejection"),
    handled: process.listeners("rejectionHandled"),
  };
  process.removeAllListeners("unhandledRejection").removeAllListeners("rejectionHandled");
  // Frameworks tell of what they answer with 500.
  terminal.error = () => undefined;
  process.on("unhandledRejection", onUnhandled).on("rejectionHandled", onHandled);
  return () => {
    terminal.error = tell;
    process.removeAllListeners("unhandledRejection").removeAllListeners("rejectionHandled");
    for (const listener of before.unhandled) process.on("unhandledRejection", listener);
    for (const listener of before.handled) process.on("rejectionHandled", listener);
  };
}

function loader(
  script: Script,
  packages: Readonly<Record<string, unknown>>,
  events: string[],
  scene: Scene,
  /** A request to the API, which takes its time whether it fails or not. */
  request: (fails: boolean) => Promise<unknown>,
): (name: string) => unknown {
  const loaded = new Map<string, object>();
  const create = (...given: readonly unknown[]): Promise<unknown> => {
    const key = /"(?:https:\/\/example.com\/)?(s\d)"/.exec(JSON.stringify(given))?.[1] ?? "";
    events.push(`act:${key}`);
    return request(key === scene.failing);
  };
  const svix = { message: { create }, application: { create }, endpoint: { create } };
  const wh = (key: string): { verify: () => unknown } => ({
    verify: () => {
      events.push(`act:${key}`);
      if (scene.failing !== key) return { type: "order.paid", ok: true };
      events.push("$fail");
      throw scene.error ?? new Error("nothing fails here");
    },
  });
  const globals: Record<string, unknown> = {
    svix,
    wh,
    act: (key: string) => void events.push(`act:${key}`),
    save: (key: string, value: unknown) =>
      void events.push(`${value === undefined || value === null ? "act" : "save"}:${key}`),
    log: (key: unknown) => void events.push(`log:${typeof key === "string" ? key : "log"}`),
    // `.finally(() => report("k1"))` is told apart from others by its key.
    report: (what: unknown) =>
      void events.push(`act:${typeof what === "string" ? what : "report"}`),
    other: (key: string) => {
      events.push(`act:${key}`);
      return Promise.resolve("other");
    },
    chance: (key: string) => {
      events.push(`act:${key}`);
      return scene.chance;
    },
    $c: () => void events.push("$c"),
    $l: () => void events.push("$l"),
  };
  const require = (name: string): unknown => {
    if (name === "svix")
      return { ApiException: StubApiException, WebhookVerificationError: StubVerificationError };
    if (name in packages) return packages[name];
    const key = name.replace(/^\.\//, "").replace(/\.js$/, "");
    let exports = loaded.get(key);
    if (exports === undefined) {
      loaded.set(key, (exports = {}));
      script.get(key)?.(require, exports, globals);
    }
    return exports;
  };
  return require;
}
