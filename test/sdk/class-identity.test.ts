import { describe, expect, it } from "vitest";
import ts from "typescript";
import { fileOf, programOf, type SdkVersion } from "../harness/program.js";
import { nodesIn, recogniserIn } from "./readings.js";

const ALL: readonly SdkVersion[] = ["2.5.0", "1.99.1", "1.45.1", "1.4.12"];

const FILES = {
  "main.ts": `
    import { Svix, Webhook, Svix as Renamed } from "svix";
    import * as sdk from "svix";
    import { Webhook as Standard } from "standardwebhooks";
    class Ours extends Svix {}
    class Deeper extends Ours {}
    class Generic<T> extends Svix { extra?: T }
    type Constructor<T> = new (token: string) => T;
    declare function mixin<Base extends new (...given: any[]) => object>(base: Base): Base & Constructor<{ mixed: 1 }>;
    class Mixed extends mixin(Svix) {}
    const Held = Svix;
    declare const Factory: new () => Svix;
    declare const Both: new () => Svix & { extra: 1 };
    class Own { verify() {} }
    declare const anything: any;
    new Svix("t"); new Webhook("s"); new Renamed("t"); new sdk.Svix("t"); new Standard("s");
    new Ours("t"); new Deeper("t"); new Generic<string>("t"); new Mixed("t"); new Held("t"); new Factory(); new Both();
    new Own(); new Map<string, Svix>(); new anything(); new Promise<Svix>(() => {}); new (class {})();
  `,
  "errors.ts": `
    import { ApiException, WebhookVerificationError, ApiException as Renamed } from "svix";
    import * as sdk from "svix";
    import { WebhookVerificationError as Standard } from "standardwebhooks";
    export { ApiException as Exported } from "svix";
    const Held = ApiException;
    class OwnError extends ApiException<string> {}
    class PlainError extends Error {}
    declare const instance: ApiException<unknown>;
    declare const e: any;
    namespace Shadow { class Error {} ; e instanceof Error; }
    e instanceof ApiException; e instanceof WebhookVerificationError; e instanceof Renamed; e instanceof sdk.ApiException;
    e instanceof sdk.WebhookVerificationError; e instanceof Standard; e instanceof Held; e instanceof (ApiException as never as typeof ApiException);
    e instanceof Error; e instanceof globalThis.Error;
    e instanceof OwnError; e instanceof PlainError; e instanceof TypeError; e instanceof instance; e instanceof e; e instanceof Object;
  `,
  "old.js": `
    const { ApiException, Webhook, Svix } = require("svix");
    const sdk = require("svix");
    new Svix("t"); new sdk.Webhook("s");
    /** @type {any} */ var e;
    e instanceof ApiException; e instanceof sdk.WebhookVerificationError; e instanceof Error;
  `,
};

describe.each(ALL)("svix %s", (sdk) => {
  const program = programOf(FILES, { sdk });
  const recogniser = recogniserIn(program);
  const made = (name: string): readonly string[] =>
    nodesIn(fileOf(program, name), ts.isNewExpression).map((node) => {
      const found = recogniser.constructionOf(node);
      expect(found?.node ?? node).toBe(node);
      return `${node.expression.getText()}: ${found ? `${found.className} of ${found.package}` : "-"}`;
    });
  const errors = (name: string): readonly string[] =>
    nodesIn(fileOf(program, name), ts.isBinaryExpression)
      .filter(({ operatorToken }) => operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword)
      .map(({ right }) => `${right.getText()}: ${recogniser.errorClassOf(right) ?? "-"}`);

  it("knows clients and receivers that are made", () => {
    expect(made("main.ts")).toEqual([
      "Svix: Svix of svix",
      "Webhook: Webhook of svix",
      "Renamed: Svix of svix",
      "sdk.Svix: Svix of svix",
      "Standard: Webhook of standardwebhooks",
      "Ours: Svix of svix",
      "Deeper: Svix of svix",
      "Generic: Svix of svix",
      "Mixed: Svix of svix",
      "Held: Svix of svix",
      "Factory: Svix of svix",
      "Both: Svix of svix",
      "Own: -",
      "Map: -",
      "anything: -",
      "Promise: -",
      "(class {}): -",
    ]);
  });

  it("knows the error classes by declaration", () => {
    expect(errors("errors.ts")).toEqual([
      "Error: -",
      "ApiException: ApiException",
      "WebhookVerificationError: WebhookVerificationError",
      "Renamed: ApiException",
      "sdk.ApiException: ApiException",
      "sdk.WebhookVerificationError: WebhookVerificationError",
      "Standard: WebhookVerificationError",
      "Held: ApiException",
      "(ApiException as never as typeof ApiException): ApiException",
      "Error: Error",
      "globalThis.Error: Error",
      "OwnError: -",
      "PlainError: -",
      "TypeError: -",
      "instance: -",
      "e: -",
      "Object: -",
    ]);
  });

  it("knows both in JavaScript", () => {
    expect(made("old.js")).toEqual(["Svix: Svix of svix", "sdk.Webhook: Webhook of svix"]);
    expect(errors("old.js")).toEqual([
      "ApiException: ApiException",
      "sdk.WebhookVerificationError: WebhookVerificationError",
      "Error: Error",
    ]);
  });
});
