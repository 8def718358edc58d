import path from "node:path";
import { describe, expect, it } from "vitest";
import { optionsOf, UsageError } from "../../src/cli/options.js";
import { standings, tableOf } from "../../src/cli/postcondition-table.js";
import { projectsIn, SetupError } from "../../src/cli/projects.js";
import { run } from "../../src/cli/run.js";

const FIXTURES = path.resolve(import.meta.dirname, "../../fixtures");

async function outputOf(...args: string[]) {
  const out: string[] = [];
  const progress: string[] = [];
  const code = await run(args, {
    out: (text) => out.push(text),
    progress: (text) => progress.push(text),
  });
  return { code, out: out.join("\n"), progress: progress.join("\n") };
}

describe("the options", () => {
  it("are the recommended rules in stylish form by default", () => {
    expect(optionsOf([])).toMatchObject({
      directory: process.cwd(),
      format: "stylish",
      strict: false,
      maxWarnings: undefined,
    });
  });

  it.each([
    ["an unknown format", ["--format", "xml"], /stylish, json, sarif, not xml/],
    ["an unknown option", ["--fix"], /--fix/],
    ["a count that is none", ["--max-warnings", "few"], /takes a count, not few/],
    ["two directories", ["a", "b"], /one directory at a time/],
  ])("refuse %s", (_, args, message) => {
    expect(() => optionsOf(args)).toThrow(UsageError);
    expect(() => optionsOf(args)).toThrow(message);
  });
});

describe("the projects", () => {
  it("list each file once, a plain tsconfig.json first", () => {
    const projects = projectsIn(path.join(FIXTURES, "shop"));
    const files = projects.flatMap((project) => project.files);
    expect(new Set(files).size).toBe(files.length);
    expect(path.basename(projects[0]?.config ?? "")).toBe("tsconfig.json");
    expect(files).toContain(path.join(FIXTURES, "shop/src/orders/events.ts"));
  });

  it("say what to do where there is no tsconfig.json", () => {
    expect(() => projectsIn(import.meta.dirname)).toThrow(SetupError);
    expect(() => projectsIn(import.meta.dirname)).toThrow(/"allowJs": true/);
  });
});

describe("the table", () => {
  const call = { file: "/a.ts", operation: "endpoint.create", unknown: false };
  const seen = [
    { ...call, line: 1 },
    { ...call, line: 2 },
    { ...call, line: 3, unknown: true },
  ];
  const results = [
    {
      filePath: "/a.ts",
      messages: [{ line: 1, message: "It fails. [endpoint-create-api-error]" }],
    },
  ];

  it("tells calls that keep a promise from broken and unknown ones", () => {
    expect(standings(seen, results)).toEqual([
      {
        id: "endpoint-create-api-error",
        operation: "endpoint.create",
        seen: 3,
        broken: 1,
        unknown: 1,
        kept: 1,
      },
    ]);
  });

  it("says so when nothing of the contract is called", () => {
    expect(tableOf(standings([], []))).toMatch(/^No call/);
  });
});

describe("a run", () => {
  it("prints findings and the table, and fails for errors", async () => {
    const { code, out } = await outputOf(path.join(FIXTURES, "callers/result-types"));
    expect(code).toBe(1);
    expect(out).toContain("svix/no-swallowed-api-error");
    expect(out).toMatch(/^api-error +message\.create +1 +0 +1 +0$/m);
  });

  it("gives SARIF whose rules lead to their pages", async () => {
    const { out } = await outputOf(
      path.join(FIXTURES, "callers/result-types"),
      "--format",
      "sarif",
    );
    const log = JSON.parse(out) as {
      version: string;
      runs: {
        tool: { driver: { rules: { id: string; helpUri: string }[] } };
        results: { ruleId: string; locations: unknown[] }[];
      }[];
    };
    expect(log.version).toBe("2.1.0");
    const [first] = log.runs;
    expect(first?.results.map(({ ruleId }) => ruleId)).toContain("svix/no-swallowed-api-error");
    expect(
      first?.tool.driver.rules.every(({ id, helpUri }) =>
        helpUri.endsWith(`${id.replace("svix/", "")}.md`),
      ),
    ).toBe(true);
  });

  it("cannot run where there is nothing, and says so with code 2", async () => {
    const { code, progress } = await outputOf(path.join(FIXTURES, "nowhere"));
    expect(code).toBe(2);
    expect(progress).toContain("does not exist");
  });

  it("prints its usage for --help", async () => {
    const { code, out } = await outputOf("--help");
    expect(code).toBe(0);
    expect(out).toContain("Exit codes");
  });
});
