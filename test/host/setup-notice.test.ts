import { describe, expect, it, vi } from "vitest";
import { lintWith } from "../harness/linting.js";

/** Two rules of a run that has said nothing yet: modules are loaded anew. */
async function freshRules(first: "error" | "warn" = "error") {
  vi.resetModules();
  const host = await import("../../src/host/create-rule.js");
  const rule = (name: string, recommended: "error" | "warn" = "error") =>
    host.createRule({
      name,
      meta: {
        type: "problem",
        docs: {
          description: "report every file",
          recommended,
          requiresTypeChecking: true,
        },
        messages: { works: "The rule works." },
        schema: [],
      },
      defaultOptions: [],
      create: (context) => ({
        Program(node) {
          context.report({ node, messageId: "works" });
        },
      }),
    });
  return { first: rule("first", first), second: rule("second") };
}

const USES_SVIX = `import { Svix } from "svix"; new Svix("");`;
const WITHOUT_SVIX = `export const answer = 42;`;

const texts = (messages: readonly { message: string }[]) => messages.map(({ message }) => message);

describe("the notice about a setup without types", () => {
  it("is silent where there are types", async () => {
    expect(texts(lintWith(await freshRules(), USES_SVIX))).toEqual([
      "The rule works.",
      "The rule works.",
    ]);
  });

  it("comes once from one rule at the import, and names the line of config", async () => {
    const rules = await freshRules();
    expect(lintWith(rules, `// text\n${USES_SVIX}`, { parser: "untyped" })).toMatchObject([
      {
        ruleId: "svix/first",
        line: 2,
        column: 22,
        endColumn: 28,
        message: expect.stringMatching(
          /without type information\. Add languageOptions: \{ parserOptions: \{ projectService: true \} \}/,
        ) as string,
      },
    ]);
    expect(lintWith(rules, USES_SVIX, { parser: "untyped", filename: "other.ts" })).toEqual([]);
  });

  it("comes from a rule that is an error, also after one that is a warning", async () => {
    const found = lintWith(await freshRules("warn"), USES_SVIX, { parser: "untyped" });
    expect(found.map(({ ruleId }) => ruleId)).toEqual(["svix/second"]);
  });

  it("comes from a rule that is a warning where there is no other", async () => {
    const { first } = await freshRules("warn");
    expect(lintWith({ first }, USES_SVIX, { parser: "untyped" })).toHaveLength(1);
  });

  it("stays at its file until the types are there, as in an editor", async () => {
    const rules = await freshRules();
    const untyped = { parser: "untyped" } as const;
    expect(lintWith(rules, USES_SVIX, untyped)).toHaveLength(1);
    expect(lintWith(rules, USES_SVIX, untyped)).toHaveLength(1);
    expect(texts(lintWith(rules, USES_SVIX))).toEqual(["The rule works.", "The rule works."]);
    expect(lintWith(rules, USES_SVIX, { ...untyped, filename: "other.ts" })).toHaveLength(1);
  });

  it.each([
    ["ESLint's own parser", `import { Svix } from "svix"; new Svix("");`],
    ["require", `const { Svix } = require("svix"); new Svix("");`],
    ["a re-export", `export * from "svix";`],
  ])("asks for the parser too: %s", async (_name, code) => {
    const found = lintWith(await freshRules(), code, { parser: "espree", filename: "a.js" });
    expect(texts(found)).toEqual([
      expect.stringContaining(
        "{ parser: tseslint.parser, parserOptions: { projectService: true } }",
      ),
    ]);
  });

  it.each(["untyped", "espree"] as const)(
    "is silent in a file that does not load the SDK (%s)",
    async (parser) => {
      const found = lintWith(await freshRules(), WITHOUT_SVIX, { parser, filename: "a.js" });
      expect(found).toEqual([]);
    },
  );

  it("says so when TypeScript does not find the package", async () => {
    const found = lintWith(await freshRules(), USES_SVIX, { project: "uninstalled" });
    expect(texts(found)).toEqual([
      expect.stringMatching(/TypeScript does not find the package "svix"\. Install it, or set/),
    ]);
  });

  it.each([
    ["npm:svix@1.45.1", `"npm:svix@*": ["./node_modules/svix"]`],
    ["npm:standardwebhooks", `"npm:standardwebhooks": ["./node_modules/standardwebhooks"]`],
    [
      "https://esm.sh/standardwebhooks@1.0.0",
      `"https://esm.sh/standardwebhooks@*": ["./node_modules/standardwebhooks"]`,
    ],
    [
      "https://cdn.jsdelivr.net/npm/svix@1/+esm",
      `"https://cdn.jsdelivr.net/npm/svix@*": ["./node_modules/svix"]`,
    ],
  ])("says how TypeScript finds what Deno calls %s", async (name, paths) => {
    const code = `import { Webhook } from "${name}"; new Webhook("");`;
    const found = lintWith(await freshRules(), code, { project: "uninstalled" });
    expect(texts(found)).toEqual([expect.stringContaining(`add ${paths} to the paths`)]);
  });

  it.each(["npm:svix-react@1", "https://esm.sh/@other/svix-tools@1", "https://svix.com/a.js"])(
    "takes %s for no SDK",
    async (name) => {
      const code = `import { Webhook } from "${name}"; new Webhook("");`;
      expect(lintWith(await freshRules(), code, { project: "uninstalled" })).toEqual([]);
    },
  );
});
