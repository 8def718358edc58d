import { describe, expect, it, vi } from "vitest";
import { createRule } from "../../src/host/create-rule.js";
import { lintWith } from "../harness/linting.js";

const create = vi.fn(() => ({}));

const rule = createRule({
  name: "sample",
  meta: {
    type: "problem",
    docs: { description: "sample", recommended: "warn", requiresTypeChecking: true },
    messages: { found: "Found." },
    schema: [
      {
        type: "object",
        properties: { operations: { type: "string", enum: ["contracted", "all"] } },
      },
    ],
  },
  defaultOptions: [{ operations: "contracted", statuses: [400] }],
  create,
});

describe("a rule made by createRule", () => {
  it("links to its page", () => {
    expect(rule.meta.docs).toMatchObject({
      url: expect.stringMatching(/\/rules-docs\/sample\.md$/) as string,
    });
  });

  it("gets the defaults, the checked settings, the types and the SDK's recogniser", () => {
    create.mockClear();
    lintWith({ sample: rule }, `import { Svix } from "svix"; new Svix("");`, {
      settings: { svix: { callers: "file" } },
    });
    expect(create).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ id: "svix/sample" }),
      [{ operations: "contracted", statuses: [400] }],
      {
        services: expect.objectContaining({ program: expect.anything() as object }) as object,
        sdk: expect.objectContaining({ callOf: expect.any(Function) as object }) as object,
        settings: expect.objectContaining({ callers: "file" }) as object,
        isReached: true,
      },
    );
  });

  it("is not even made for a program without the SDK", () => {
    create.mockClear();
    expect(lintWith({ sample: rule }, "export const x = 1;", { project: "1.4.12" })).toEqual([]);
    expect(create).not.toHaveBeenCalled();
  });
});
