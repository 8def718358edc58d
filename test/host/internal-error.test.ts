import type { TSESLint } from "@typescript-eslint/utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { createRule } from "../../src/host/create-rule.js";
import { lintWith } from "../harness/linting.js";

type Create = Parameters<typeof createRule<"found", []>>[0]["create"];

async function ruleThat(create: Create) {
  vi.resetModules();
  const host = await import("../../src/host/create-rule.js");
  return {
    broken: host.createRule<"found", []>({
      name: "broken",
      meta: {
        type: "problem",
        docs: { description: "break", recommended: "error", requiresTypeChecking: true },
        messages: { found: "Found." },
        schema: [],
      },
      defaultOptions: [],
      create,
    }),
  };
}

const CODE = `import { Svix } from "svix"; new Svix(""); new Svix("");`;

function breakingAtSecond(context: Parameters<Create>[0]): TSESLint.RuleListener {
  let count = 0;
  return {
    NewExpression(node) {
      count += 1;
      if (count === 2) throw new TypeError("planted");
      context.report({ node, messageId: "found" });
    },
    "Program:exit"(node) {
      context.report({ node, messageId: "found" });
    },
  };
}

describe("an internal error of a rule", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it("is thrown on in our own tests", async () => {
    const rules = await ruleThat(breakingAtSecond);
    expect(() => lintWith(rules, CODE)).toThrow("planted");
  });

  it("costs the rest of the rule's verdict on that file, and is told once", async () => {
    vi.stubEnv("ESLINT_PLUGIN_SVIX_THROW", "");
    const stderr = vi.spyOn(console, "error").mockReturnValue();
    const rules = await ruleThat(breakingAtSecond);
    expect(lintWith(rules, CODE)).toHaveLength(1);
    expect(lintWith(rules, CODE)).toHaveLength(1);
    expect(stderr.mock.calls).toHaveLength(1);
    const [text] = stderr.mock.calls[0] as [string];
    expect(text).toMatch(/^eslint-plugin-svix \d+\.\d+\.\d+: internal error in svix\/broken; /);
    expect(text).toContain("fixtures/rule-cases/2.5.0/file.ts");
    expect(text).toMatch(/Please send this text .* https:\/\/.*\/issues/);
    expect(text).toMatch(/TypeScript \d+\.\d+\.\d+, Node v\d+/);
    expect(text).toMatch(/TypeError: planted\n\s+at NewExpression/);
  });

  it("is survived in create() too", async () => {
    vi.stubEnv("ESLINT_PLUGIN_SVIX_THROW", "");
    const stderr = vi.spyOn(console, "error").mockReturnValue();
    const rules = await ruleThat(() => {
      throw new Error("planted in create");
    });
    expect(lintWith(rules, CODE)).toEqual([]);
    expect(stderr).toHaveBeenCalledOnce();
  });

  it("is no cover for wrong settings: those are shown", async () => {
    vi.stubEnv("ESLINT_PLUGIN_SVIX_THROW", "");
    const rules = await ruleThat(() => ({}));
    expect(() => lintWith(rules, CODE, { settings: { svix: { callers: "all" } } })).toThrow(
      'settings.svix.callers must be "program" or "file", not "all"',
    );
  });
});
