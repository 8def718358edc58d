import { describe, it } from "vitest";
import { expectAgreement, TIME } from "./agreeing.js";
import { apiText } from "./api-text.js";
import { api, spread, verification } from "./differential.js";
import { verifyText } from "./verify-text.js";

describe("programs in two and three files do what the engine says", () => {
  it("when an API call fails", { timeout: TIME }, async () => {
    await expectAgreement(spread(api, apiText), 0.2);
  });

  it("when a verification fails", { timeout: TIME }, async () => {
    await expectAgreement(spread(verification, verifyText), 0.2);
  });
});
