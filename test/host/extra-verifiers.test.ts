import ts from "typescript";
import { describe, expect, it } from "vitest";
import { extraVerifierOf } from "../../src/host/extra-verifiers.js";
import { settingsOf } from "../../src/host/settings.js";
import { fileOf, programOf } from "../harness/program.js";

const program = programOf({
  "main.ts": `
    import { verifyWebhook as check } from "./clerk/webhooks.js";
    import { verifyWebhook } from "./own.js";
    import { Resend } from "./resend.js";
    check(); verifyWebhook(); new Resend().webhooks.verify(); (verifyWebhook as any)();
  `,
  "clerk/webhooks.ts": `export function verifyWebhook(): void {}`,
  "own.ts": `export function verifyWebhook(): void {}`,
  "resend.ts": `
    class Webhooks { verify(): void {} }
    export class Resend { readonly webhooks = new Webhooks(); }
  `,
});

function answers(verifiers: readonly object[]): (string | undefined)[] {
  const verifier = extraVerifierOf(settingsOf({ svix: { verifiers } }), program);
  return fileOf(program)
    .statements.filter(ts.isExpressionStatement)
    .map(({ expression }) =>
      ts.isCallExpression(expression)
        ? verifier?.(expression, program.getTypeChecker())
        : "no call",
    );
}

describe("the verifiers of the settings", () => {
  it("are known by where they are declared, whatever they are called here", () => {
    const path = "clerk/webhooks.ts";
    expect(answers([{ from: "file", name: "verifyWebhook", path }])).toEqual([
      "verifyWebhook",
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("may be methods", () => {
    const path = "resend.ts";
    expect(answers([{ from: "file", name: "verify", path }])[2]).toBe("verify");
  });

  it("keep their identity for a program and settings", () => {
    const svix = { verifiers: ["clerk"] };
    const once = extraVerifierOf(settingsOf({ svix }), program);
    expect(extraVerifierOf(settingsOf({ svix }), program)).toBe(once);
    expect(extraVerifierOf(settingsOf({ svix: {} }), program)).toBeUndefined();
  });
});
