import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { configsOf } from "../src/configs.js";
import type { SvixRuleDocs } from "../src/host/create-rule.js";
import plugin, { plugin as named } from "../src/index.js";
import manifest from "../package.json" with { type: "json" };

const RULE_FILES = readdirSync(path.resolve(import.meta.dirname, "../src/rules"))
  .filter((file) => file.endsWith(".ts") && file !== "index.ts")
  .map((file) => file.replace(/\.ts$/, ""));

describe("the plugin", () => {
  it("says who it is", () => {
    expect(plugin.meta).toEqual({
      name: "eslint-plugin-svix",
      version: manifest.version,
      namespace: "svix",
    });
    expect(named).toBe(plugin);
  });

  it("has a rule for each file of src/rules/, under the file's name", () => {
    expect(Object.keys(plugin.rules).sort()).toEqual([...RULE_FILES].sort());
  });

  it.each(Object.entries(plugin.rules))("%s is described in full", (name, rule) => {
    expect(rule.meta.docs).toMatchObject({
      description: expect.stringMatching(/^[a-z].*[^.]$/) as string,
      requiresTypeChecking: true,
      url: expect.stringMatching(new RegExp(`/rules-docs/${name}\\.md$`)) as string,
    });
    for (const message of Object.values(rule.meta.messages)) {
      // The problems panel of an editor is narrow: two sentences and the ids are the most.
      expect(message.split(/[.:;] /).length).toBeLessThanOrEqual(4);
    }
  });
});

describe("the configs", () => {
  it.each(["recommended", "strict", "all"] as const)(
    "%s names itself and brings the plugin",
    (name) => {
      const config = plugin.configs[name];
      expect(config.name).toBe(`svix/${name}`);
      expect(config.plugins.svix).toBe(plugin);
      expect(Object.keys(config.rules)).not.toEqual([]);
    },
  );

  const rule = (docs: Partial<SvixRuleDocs>) => ({
    meta: { docs: { description: "sample", requiresTypeChecking: true, ...docs } as const },
  });
  const samples = {
    grave: rule({ recommended: "error", strict: [{ operations: "all" }] }),
    slight: rule({ recommended: "warn" }),
    extra: rule({}),
  };
  const { recommended, strict, all } = configsOf(samples, () => plugin);

  it("recommended has the contract's severities", () => {
    expect(recommended.rules).toEqual({ "svix/grave": "error", "svix/slight": "warn" });
  });

  it("strict makes the same rules errors, with their strict options", () => {
    expect(strict.rules).toEqual({
      "svix/grave": ["error", { operations: "all" }],
      "svix/slight": "error",
    });
  });

  it("all has every rule as an error, as it is by default", () => {
    expect(all.rules).toEqual({
      "svix/grave": "error",
      "svix/slight": "error",
      "svix/extra": "error",
    });
  });
});
