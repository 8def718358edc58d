import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { CONFIG, CORPUS, SOURCES, TSCONFIG } from "../corpus.js";
import { eslint, lint, placeOf, type Report } from "../eslint-cli.js";
import { released } from "../releases.js";
import { run } from "../run.js";
import { installation, newest, project, type Files } from "../scratch.js";

/** Something for another rule to find in each file of the corpus. */
const withDebugger = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([file, text]) => [file, `${text}\ndebugger;\n`]));

// Beside a file svix.ts, classic resolution would take "svix" for that file.
const { "src/svix.ts": client = "", "src/send.ts": send = "", ...sources } = SOURCES;
const FILES = withDebugger({
  ...sources,
  "src/send.ts": send.replace("./svix", "./client"),
  "src/client.ts": client,
});

/** The config of the setup page with another rule, and with some of it replaced. */
const config = (...replacements: readonly (readonly [string | RegExp, string])[]) =>
  replacements
    .reduce((text, [from, to]) => text.replace(from, to), CONFIG)
    .replace("export default [", 'export default [\n  { rules: { "no-debugger": "error" } },');

const others = (reports: readonly Report[]) =>
  reports.filter(({ ruleId }) => ruleId === "no-debugger").map(({ file }) => file);

const ours = (reports: readonly Report[]) =>
  reports.filter(({ ruleId }) => ruleId !== "no-debugger");

describe("a setup in which the rules cannot work is told once, and other rules report on:", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await newest();
  });

  it.each([
    [
      "a parser without types",
      {
        "tsconfig.json": TSCONFIG,
        "eslint.config.js": config(["projectService: true", ""]),
      },
      "this file was linted without type information. Add languageOptions: " +
        "{ parserOptions: { projectService: true } } to the ESLint config",
    ],
    [
      "a moduleResolution that does not find the SDK",
      {
        "tsconfig.json": TSCONFIG.replace('"Bundler"', '"Classic","ignoreDeprecations":"6.0"'),
        "eslint.config.js": config(),
      },
      'TypeScript does not find the package "svix". Install it, or set moduleResolution',
    ],
  ])("%s", async (name, setup, text) => {
    const root = project(folder, `broken-${name.replaceAll(" ", "-")}`, { ...FILES, ...setup });
    const reports = await lint(root);
    expect(others(reports).sort()).toEqual(Object.keys(FILES).sort());
    const [notice, ...more] = ours(reports);
    expect(more.map(placeOf)).toEqual([]);
    expect(notice).toMatchObject({
      severity: 2,
      message: expect.stringContaining(text) as string,
    });
    // It stands in the file that it speaks of, at the import of the SDK.
    expect(FILES[notice!.file]?.split("\n")[notice!.line - 1]).toContain('from "svix"');
  });

  it("ESLint's own parser, for JavaScript", async () => {
    const files = {
      "src/a.js": `import { Svix } from "svix";\nexport const a = new Svix("");\ndebugger;\n`,
      "src/b.js": `import { Svix } from "svix";\nexport const b = new Svix("");\ndebugger;\n`,
    };
    const root = project(folder, "broken-espree", {
      ...files,
      "eslint.config.js": config(
        [/files: .*/, 'files: ["src/*.js"],'],
        [/languageOptions: \{[^]*?\},\n {4}\},/, ""],
      ),
    });
    const reports = await lint(root);
    expect(others(reports).sort()).toEqual(["src/a.js", "src/b.js"]);
    expect(ours(reports).map(({ message }) => message)).toEqual([
      expect.stringContaining(
        "{ parser: tseslint.parser, parserOptions: { projectService: true } }",
      ),
    ]);
  });

  it("no typescript that has a compiler API: ESLint ends with what to install", async () => {
    const root = await installation(
      "typescript-7-alone",
      { ...released("eslint", "svix", "typescript-eslint"), typescript: "7.0.2" },
      // Without this npm refuses at once, since no linter allows TypeScript 7.
      { files: { ".npmrc": "legacy-peer-deps=true\n" } },
    );
    const { code, stderr } = await eslint(project(root, "alone", CORPUS), ["."], [0, 1, 2]);
    expect(code).toBe(2);
    expect(stderr).toContain("the installed typescript 7.0.2 has no compiler API");
    expect(stderr).toContain('"typescript": "npm:@typescript/typescript6@6"');
  });
});

describe("oxlint", () => {
  interface Found {
    readonly code: string;
    readonly filename: string;
    readonly message: string;
  }

  it("shows its own findings, and once that this plugin could check nothing", async () => {
    const folder = await installation("oxlint", {
      ...released("@typescript-eslint/parser", "eslint", "oxlint", "svix", "typescript"),
    });
    const root = project(folder, "oxlint", {
      ...FILES,
      "tsconfig.json": TSCONFIG,
      ".oxlintrc.json": JSON.stringify({
        categories: { correctness: "off" },
        jsPlugins: ["eslint-plugin-svix"],
        rules: {
          "no-debugger": "error",
          "svix/no-unhandled-api-error": "error",
          "svix/require-raw-body": "error",
          "svix/no-exposed-credentials": "error",
        },
      }),
    });
    // Otherwise it obeys the .gitignore of whatever repository the cache may lie in.
    await run("git", ["init", "--quiet"], { cwd: root });
    const program = path.join(folder, "node_modules/oxlint/bin/oxlint");
    const { stdout } = await run(process.execPath, [program, "src", "--format", "json"], {
      cwd: root,
      codes: [1],
    });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: Found[] };
    const debuggers = diagnostics.filter(({ code }) => code === "eslint(no-debugger)");
    expect(debuggers.map(({ filename }) => filename).sort()).toEqual(Object.keys(FILES).sort());
    const rest = diagnostics.filter(({ code }) => code !== "eslint(no-debugger)");
    expect(rest.map(({ message }) => message)).toEqual([
      expect.stringContaining("eslint-plugin-svix checked nothing"),
    ]);
  });
});
