import { describe, expect, it } from "vitest";
import { constraintsOf, inputConstraints, windows } from "../../src/contract/constraints.js";
import {
  citation,
  idsOf,
  isContracted,
  postconditionOf,
  postconditions,
  type KnownPostcondition,
} from "../../src/contract/postconditions.js";
import { EVERY_POST, NEW_SVIX, ruleNames } from "../../src/contract/types.js";

const all: readonly KnownPostcondition[] = postconditions;

describe("the contract", () => {
  it("has 28 postconditions with different ids, 20 of them of the documented functions", () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(28);
    expect(all.filter(({ origin, impact }) => origin === "documented" && impact)).toHaveLength(20);
  });

  it("has a rule for each postcondition, and something for each rule but one", () => {
    for (const { id, rules } of all) expect(rules, id).not.toHaveLength(0);
    const used = new Set(all.flatMap(({ rules }) => rules));
    expect(ruleNames.filter((name) => !used.has(name))).toEqual([]);
  });

  it("says what happens and what is to be done", () => {
    for (const { id, condition, requires } of all) {
      expect(condition, id).not.toBe("");
      expect(requires, id).not.toHaveLength(0);
    }
  });

  it("raises an error exactly where a call fails", () => {
    for (const { id, hazard, raises } of all)
      expect(raises !== undefined, id).toBe(hazard === "rejects" || hazard === "throws");
  });

  it("finds an entry by its id", () => {
    expect(postconditionOf("api-error")?.operation).toBe("message.create");
    expect(postconditionOf("no-such-id")).toBeUndefined();
  });
});

describe("contracted operations", () => {
  it("are those whose rejection is documented", () => {
    expect(isContracted("message.create")).toBe(true);
    expect(isContracted("endpoint.bulkReplay")).toBe(true);
    expect(isContracted("message.expungeAllContents")).toBe(false);
    expect(isContracted("eventType.create")).toBe(false);
    expect(isContracted(EVERY_POST)).toBe(false);
  });
});

describe("the ids that a rule names", () => {
  it.each([
    [
      "both modes",
      "no-unhandled-api-error",
      "message.create",
      undefined,
      ["api-error", "network-error"],
    ],
    ["the api mode", "no-unhandled-api-error", "message.create", "api", ["api-error"]],
    ["the network mode", "no-unhandled-api-error", "message.create", "network", ["network-error"]],
    [
      "one entry for any failure",
      "no-swallowed-api-error",
      "endpoint.create",
      "network",
      ["endpoint-create-api-error"],
    ],
    [
      "a mode that the rule does not look after",
      "valid-arguments",
      "message.create",
      "network",
      ["api-error"],
    ],
    [
      "a task",
      "no-unpolled-background-task",
      "endpoint.recover",
      undefined,
      ["endpoint-recover-async-not-polled"],
    ],
    [
      "a delivery",
      "no-unconfirmed-send-example",
      "endpoint.sendExample",
      undefined,
      ["endpoint-send-example-delivery-not-confirmed"],
    ],
    [
      "a precheck",
      "no-ignored-precheck",
      "message.precheck",
      undefined,
      ["message-precheck-result-not-checked"],
    ],
    [
      "verification",
      "no-unhandled-verification-error",
      "Webhook.verify",
      undefined,
      ["signature-mismatch", "timestamp-expired", "missing-required-headers"],
    ],
    [
      "another verifier",
      "no-unhandled-verification-error",
      "AutoConfig.verify",
      undefined,
      ["signature-mismatch", "timestamp-expired", "missing-required-headers"],
    ],
    [
      "a verifier of the settings",
      "no-verify-result",
      "verifyWebhook",
      undefined,
      ["verify-result-undefined"],
    ],
    [
      "the headers alone",
      "require-webhook-headers",
      "Webhook.verify",
      undefined,
      ["missing-required-headers"],
    ],
    [
      "idempotency",
      "require-idempotency-key",
      "application.create",
      undefined,
      ["application-create-network-error", "idempotency-key-reuse"],
    ],
    [
      "idempotency elsewhere",
      "require-idempotency-key",
      "eventType.create",
      undefined,
      ["idempotency-key-reuse"],
    ],
    ["a token", "no-exposed-credentials", NEW_SVIX, undefined, ["auth-token-exposed"]],
    [
      "a verification secret",
      "no-exposed-credentials",
      "Webhook.verify",
      undefined,
      ["signature-mismatch"],
    ],
    [
      "a rotated secret",
      "no-exposed-credentials",
      "endpoint.rotateSecret",
      undefined,
      ["endpoint-rotate-secret-api-error"],
    ],
    [
      "an operation outside of the contract",
      "no-unhandled-api-error",
      "eventType.create",
      "api",
      [],
    ],
  ] as const)("for %s", (_name, rule, operation, mode, expected) => {
    expect(idsOf(rule, operation, mode)).toEqual(expected);
  });

  it("stand in brackets at a message's end", () => {
    expect(citation(["api-error", "network-error"])).toBe(" [api-error, network-error]");
    expect(citation([])).toBe("");
  });
});

describe("constraints", () => {
  it("are found by the SDK's type name", () => {
    expect(constraintsOf("MessageIn")?.["eventType"]?.maxLength).toBe(256);
    expect(constraintsOf("toString")).toBeUndefined();
    expect(constraintsOf("NoSuchIn")).toBeUndefined();
  });

  it("name input types that exist, wherever they refer to one", () => {
    for (const { inputs } of Object.values(windows))
      for (const input of inputs) expect(constraintsOf(input)).toHaveProperty("since");
  });

  it.each([
    ["MessageIn", "eventType", ["order.paid", "a-b_c.1"], ["order paid", "", "a/b", "größe"]],
    ["MessageIn", "eventId", ["evt_1", "A-1.b"], ["evt:1", "a b"]],
    ["ApplicationIn", "uid", ["tenant-1"], ["tenant 1", "tenant@1"]],
    ["AppPortalAccessIn", "sessionId", ["user@example-1_a"], ["a.b", "a b"]],
    [
      "EndpointSecretRotateIn",
      "key",
      [`whsec_${"a".repeat(32)}`, "A".repeat(100)],
      ["whsec_short", "a".repeat(101), `secret_${"a".repeat(32)}`],
    ],
  ] as const)("%s.%s tells good from bad", (type, property, good, bad) => {
    const pattern = constraintsOf(type)?.[property]?.pattern;
    for (const text of good) expect(text).toMatch(pattern ?? /(?!)/);
    for (const text of bad) expect(text).not.toMatch(pattern ?? /.*/);
  });

  it("on channels, tags and their lists differ from names", () => {
    const { channels, tags } = inputConstraints.MessageIn;
    expect("team:blue+1").toMatch(channels.items.pattern);
    expect("team/blue").not.toMatch(channels.items.pattern);
    expect("team/blue#1\\").toMatch(tags.items.pattern);
    expect([channels.maxItems, tags.maxItems]).toEqual([10, 5]);
  });
});
