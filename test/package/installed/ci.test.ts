import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import plugin from "../../../src/index.js";
import { CORPUS, SOURCES } from "../corpus.js";
import { eslint, reportsIn } from "../eslint-cli.js";
import { sectionsOf } from "../recipes.js";
import { released } from "../releases.js";
import { run, type Ran } from "../run.js";
import { installation, project, writeFiles, type Files } from "../scratch.js";

const REPOSITORY = path.resolve(import.meta.dirname, "../../..");
const read = (file: string) => readFileSync(path.join(REPOSITORY, file), "utf8");

const SECTIONS = sectionsOf(read("rules-docs/ci.md"));

/** A section of the page: its commands and files. */
function section(title: string) {
  const found = SECTIONS.find((one) => one.title === title);
  if (!found) throw new Error(`rules-docs/ci.md has no section "${title}".`);
  return found;
}

/** Runs a command of the page; its exit code is what is asked. */
function runs(root: string, command: string | undefined): Promise<Ran> {
  const [npx, program, ...args] = command?.split(" ") ?? [];
  if (npx !== "npx" || program !== "eslint") throw new Error(`Not tested: ${command ?? "nothing"}`);
  return eslint(root, args, [0, 1, 2]);
}

const CLEAN = `export const answer = 42;\n`;
const WITH_ERROR = `import { svix } from "./svix";

export async function send(appId: string, id: string) {
  await svix.message.create(appId, { eventType: "order.paid", eventId: id, payload: { id } });
}
`;
const WITH_WARNING = `import { svix } from "./svix";

export async function recover(appId: string, endpointId: string, since: Date) {
  try {
    await svix.endpoint.recover(appId, endpointId, { since });
  } catch (cause) {
    throw new Error("The messages are not being recovered.", { cause });
  }
}
`;
const CLIENT = `import { Svix } from "svix";\n\nexport const svix = new Svix(process.env.SVIX_TOKEN!);\n`;

let folder: string;

const BASE: Files = {
  "tsconfig.json": CORPUS["tsconfig.json"]!,
  "eslint.config.js": CORPUS["eslint.config.js"]!,
  "src/svix.ts": CLIENT,
};

const projectOf = (name: string, files: Files) => project(folder, name, { ...BASE, ...files });

beforeAll(async () => {
  const manifest = JSON.parse(section("SARIF for code scanning").files["package.json"]!) as {
    devDependencies: Record<string, string>;
    overrides: Record<string, unknown>;
  };
  folder = await installation(
    "ci",
    {
      ...manifest.devDependencies,
      ...released("@types/node", "eslint", "lint-staged", "svix", "typescript"),
      ...released("typescript-eslint", "yaml"),
    },
    { manifest: { overrides: manifest.overrides } },
  );
});

describe("exit codes and --max-warnings", () => {
  const [gate] = section("Exit codes").commands;

  it.each([
    ["0 where nothing is found", CLEAN, 0],
    ["1 where there is an error", WITH_ERROR, 1],
    ["1 where there is a warning", WITH_WARNING, 1],
  ])("%s", async (name, code, expected) => {
    const root = projectOf(`exit-${name.replaceAll(" ", "-")}`, { "src/code.ts": code });
    expect((await runs(root, gate)).code).toBe(expected);
  });

  it("0 for a warning without --max-warnings", async () => {
    const root = projectOf("exit-warning", { "src/code.ts": WITH_WARNING });
    const ran = await runs(root, "npx eslint .");
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain("svix/no-unpolled-background-task");
  });

  it("2 where the config cannot be loaded", async () => {
    const root = projectOf("exit-config", { "eslint.config.js": `import "not-installed";` });
    expect((await runs(root, gate)).code).toBe(2);
  });
});

describe("suppressions in an old code base", () => {
  it("let the old findings be, refuse new ones, and want to be pruned", async () => {
    const [suppress, check, prune] = section("An old code base").commands;
    const root = projectOf("suppressions", { "src/code.ts": WITH_ERROR });
    expect((await runs(root, check)).code).toBe(1);
    expect((await runs(root, suppress)).code).toBe(0);
    expect(JSON.parse(readFileSync(path.join(root, "eslint-suppressions.json"), "utf8"))).toEqual({
      "src/code.ts": { "svix/no-unhandled-api-error": { count: 1 } },
    });
    expect((await runs(root, check)).code).toBe(0);

    writeFiles(root, { "src/new.ts": WITH_ERROR });
    const added = await runs(root, check);
    expect([added.code, added.stdout]).toEqual([1, expect.stringContaining("src/new.ts")]);

    writeFiles(root, { "src/new.ts": CLEAN, "src/code.ts": CLEAN });
    expect((await runs(root, check)).code).toBe(2);
    expect((await runs(root, prune)).code).toBe(0);
    expect((await runs(root, check)).code).toBe(0);
  });
});

describe("SARIF", () => {
  it("carries findings, and each rule's description and page", async () => {
    const [command] = section("SARIF for code scanning").commands;
    const root = projectOf("sarif", SOURCES);
    expect((await runs(root, command)).code).toBe(1);
    const text = readFileSync(path.join(root, "eslint.sarif"), "utf8");
    const {
      version,
      runs: [sarif],
    } = JSON.parse(text) as {
      version: string;
      runs: {
        tool: { driver: { rules: { id: string }[] } };
        results: { ruleId: string; level: string; message: { text: string } }[];
      }[];
    };
    expect(version).toBe("2.1.0");
    const found = new Set(sarif!.results.map(({ ruleId }) => ruleId));
    expect(found).toContain("svix/no-unhandled-api-error");
    expect(new Set(sarif!.results.map(({ level }) => level))).toEqual(
      new Set(["error", "warning"]),
    );
    for (const id of found) {
      const rule = plugin.rules[id.replace("svix/", "") as keyof typeof plugin.rules];
      expect(sarif!.tool.driver.rules).toContainEqual(
        expect.objectContaining({
          id,
          helpUri: rule.meta.docs.url,
          shortDescription: { text: rule.meta.docs.description },
        }),
      );
    }
  });
});

describe("GitHub annotations", () => {
  it("are read from the usual output by the pattern of actions/setup-node", async () => {
    const root = projectOf("annotations", SOURCES);
    const { stdout } = await runs(root, "npx eslint .");
    // The problem matcher "eslint-stylish": line, column, severity, message, code.
    const MATCHER = /^\s+(\d+):(\d+)\s+(error|warning|info)\s+(.*)\s\s+(.*)$/;
    const read = stdout.split("\n").flatMap((text) => {
      const [, line, column, , message, code] = MATCHER.exec(text) ?? [];
      return line === undefined ? [] : [[line, column, message?.trim(), code]];
    });
    const reports = reportsIn(root, await eslint(root, [".", "--format", "json"]));
    expect(read).toEqual(
      reports.map(({ line, column, message, ruleId }) => [`${line}`, `${column}`, message, ruleId]),
    );
    expect(read).not.toEqual([]);
  });
});

describe("lint-staged", () => {
  it("refuses a staged finding, and does not see what the edit does to other files", async () => {
    const { files, commands } = section("lint-staged");
    expect(commands).toEqual(["npx lint-staged"]);
    const sources = {
      "src/send.ts": SOURCES["src/send.ts"]!.replace(
        "  const message = await",
        "  // handled\n  const message = await",
      ),
      "src/callers.ts": `import { handled } from "./handled";\n\nexport const onPaid = (appId: string, id: string) => handled(appId, id);\n`,
      "src/handled.ts": `import { svix } from "./svix";

export async function handled(appId: string, id: string) {
  try {
    await svix.message.create(appId, { eventType: "order.paid", eventId: id, payload: { id } });
  } catch {
    process.exit(1);
  }
}
`,
    };
    const root = projectOf("staged", { ...files, ...sources, "src/code.ts": CLEAN });
    const git = (...args: string[]) =>
      run("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], {
        cwd: root,
      });
    await git("init", "--quiet");
    await git("add", ".");
    await git("commit", "--quiet", "--message", "Begin");
    const staged = async (texts: Files) => {
      writeFiles(root, texts);
      await git("add", ".");
      const require = createRequire(path.join(root, "package.json"));
      const program = path.join(
        path.dirname(require.resolve("lint-staged")),
        "../bin/lint-staged.js",
      );
      return run(process.execPath, [program], {
        cwd: root,
        codes: [0, 1],
        env: { PATH: `${path.join(folder, "node_modules/.bin")}:${process.env["PATH"] ?? ""}` },
      });
    };
    expect((await staged({ "src/code.ts": WITH_ERROR })).code).toBe(1);
    const throwing = sources["src/handled.ts"]
      .replace("catch {", "catch (error) {")
      .replace("process.exit(1)", "throw error");
    const caller = await staged({ "src/code.ts": CLEAN, "src/handled.ts": throwing });
    expect(caller).toMatchObject({ code: 0 });
    expect((await runs(root, "npx eslint .")).stdout).toContain("src/callers.ts");
  });
});

describe("--cache", () => {
  it("shows old results of a caller after its helper was edited, and a fresh run does not", async () => {
    const [command] = section("Why `--cache` is no gate").commands;
    const caller = `import { helper } from "./helper";\n\nexport async function onPaid(appId: string, id: string) {\n  await helper(appId, id);\n}\n`;
    const helper = (caught: string) => `import { svix } from "./svix";

export async function helper(appId: string, id: string) {
  try {
    await svix.message.create(appId, { eventType: "order.paid", eventId: id, payload: { id } });
  } catch (error) {
    ${caught};
  }
}
`;
    const root = projectOf("cache", {
      "src/caller.ts": caller,
      "src/helper.ts": helper("process.exit(1)"),
    });
    expect((await runs(root, command)).code).toBe(0);
    writeFiles(root, { "src/helper.ts": helper("throw error") });
    // Should this ever be 1, the page is wrong and the cache has become a gate.
    expect((await runs(root, command)).code).toBe(0);
    expect((await runs(root, "npx eslint .")).code).toBe(1);
  });
});

describe("examples/github-actions.yml", () => {
  interface Workflow {
    readonly on: Readonly<Record<string, unknown>>;
    readonly jobs: Readonly<
      Record<
        string,
        {
          "runs-on": string;
          steps: { uses?: string; run?: string; with?: Record<string, unknown> }[];
        }
      >
    >;
  }
  let workflow: Workflow;
  beforeAll(async () => {
    const require = createRequire(path.join(folder, "package.json"));
    const yaml = (await import(require.resolve("yaml"))) as { parse(text: string): unknown };
    workflow = yaml.parse(read("examples/github-actions.yml")) as Workflow;
  });

  it("is a workflow whose steps each do one thing", () => {
    expect(Object.keys(workflow.on)).toEqual(["push", "pull_request"]);
    expect(Object.keys(workflow.jobs)).toEqual(["eslint", "code-scanning"]);
    for (const { steps, "runs-on": machine } of Object.values(workflow.jobs)) {
      expect(machine).toBe("ubuntu-latest");
      for (const step of steps) {
        expect([step.uses, step.run].filter(Boolean)).toHaveLength(1);
        expect(step.uses ?? "a/b@v1").toMatch(/^[\w-]+(\/[\w-]+)+@v\d+$/);
      }
    }
  });

  it("runs commands that the page explains, and uploads the file that one of them writes", async () => {
    const root = projectOf("workflow", SOURCES);
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
    const commands = steps.flatMap((step) => step.run ?? []).filter((one) => one !== "npm ci");
    const explained = SECTIONS.flatMap((one) => one.commands);
    expect(commands).toHaveLength(2);
    for (const command of commands) {
      expect(explained).toContain(command);
      expect((await runs(root, command)).code).toBe(1);
    }
    const upload = steps.find(({ uses }) => uses?.includes("upload-sarif"));
    expect(existsSync(path.join(root, String(upload?.with?.["sarif_file"])))).toBe(true);
  });
});
