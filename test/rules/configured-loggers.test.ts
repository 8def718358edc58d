import { expect, it } from "vitest";
import noConditionalVerification from "../../src/rules/no-conditional-verification.js";
import noManualVerification from "../../src/rules/no-manual-verification.js";
import noVerifyResult from "../../src/rules/no-verify-result.js";
import { lintProgram } from "../requests/lint-program.js";

const head = `import { Webhook } from "svix";
declare const inspect: { equals(...given: unknown[]): boolean };
declare const env: { SECRET: string };
declare function apply(event: unknown): Promise<void>;
`;

/** What a receiver does, with and without \`inspect\` among the loggers of the settings. */
function reports(rule: object, code: string): readonly (readonly string[])[] {
  return [[], ["inspect"]].map((loggers) =>
    lintProgram(rule as never, head + code, {
      sdk: "1.99.1",
      settings: { svix: { loggers } },
    }).reports.map((one) => one.split(" ")[1] ?? ""),
  );
}

it("a value that is asked, and else only logged, is asked", () => {
  const code = `export function receive(raw: string, headers: Record<string, string>) {
  const genuine = new Webhook(env.SECRET).verify(raw, headers);
  inspect.equals(genuine);
  if (!genuine) throw new Error("forged");
}`;
  expect(reports(noVerifyResult, code)).toEqual([[], ["usedAsBoolean"]]);
});

it("a Webhook that is only logged is not used", () => {
  const code = `export async function receive(request: Request) {
  const webhook = new Webhook(env.SECRET);
  inspect.equals(webhook);
  await apply(await request.json());
}`;
  expect(reports(noConditionalVerification, code)).toEqual([[], ["neverVerified"]]);
});

it("a log compares no signatures, whatever its method is called", () => {
  const code = `export function receive(raw: string, headers: Record<string, string>) {
  const expected = new Webhook(env.SECRET).sign("id", new Date(), raw);
  inspect.equals(expected, headers["svix-signature"]);
}`;
  expect(reports(noManualVerification, code)).toEqual([["comparedSignature"], []]);
});
