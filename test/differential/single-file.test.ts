import { describe, expect, it } from "vitest";
import { expectAgreement } from "./agreeing.js";
import { api, verification } from "./differential.js";

const TIME = 300_000;

describe("programs in one file do what the engine says", () => {
  it("when an API call fails", { timeout: TIME }, async () => {
    const { programs, agreed } = await expectAgreement(api);
    expect(agreed).toBeGreaterThan(programs);
  });

  it("when a verification fails", { timeout: TIME }, async () => {
    const { programs, agreed } = await expectAgreement(verification);
    expect(agreed).toBeGreaterThan(programs / 2);
  });
});
