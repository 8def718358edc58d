import { describe, expect, it } from "vitest";
import { expectAgreement, TIME } from "./agreeing.js";
import { api, verification } from "./differential.js";

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
