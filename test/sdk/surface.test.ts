import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { surfaceOf, type SdkMethod } from "../../src/sdk/surface.js";
import { postconditions } from "../../src/contract/postconditions.js";
import { programOf, type SdkVersion } from "../harness/program.js";

const ALL: readonly SdkVersion[] = ["2.5.0", "1.99.1", "1.45.1", "1.4.12"];

function methodsOf(sdk: SdkVersion): ReadonlyMap<string, SdkMethod> {
  const surface = surfaceOf(programOf(`import "svix"; export {};`, { sdk }));
  return new Map(
    [...(surface?.methods.values() ?? [])].map((method) => [method.operation, method]),
  );
}

const surfaces = new Map(ALL.map((sdk) => [sdk, methodsOf(sdk)]));
const of = (sdk: SdkVersion): ReadonlyMap<string, SdkMethod> => surfaces.get(sdk) ?? new Map();
const operations = (sdk: SdkVersion, like: RegExp): readonly string[] =>
  [...of(sdk).keys()].filter((operation) => like.test(operation)).sort();

function declarationsOf(folder: string, files: RegExp): readonly string[] {
  const root = path.resolve(import.meta.dirname, "../../node_modules", folder, "dist");
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((file) => path.join(root, file))
    .filter((file) => /\.d\.m?ts$/.test(file) && files.test(file))
    .map((file) => readFileSync(file, "utf8"));
}

describe("the SDK's surface", () => {
  // Counted in the published text, for comparison: `name(…): Promise<…>`, and verify and sign.
  it.each([
    ["2.5.0", "svix", /index\.d\.mts$/, 3],
    ["1.99.1", "svix-v1", /dist\/(api\/|autoconfig)/, 3],
    ["1.45.1", "svix-v1-45", /dist\/api\//, 2],
    ["1.4.12", "svix-v1-4", /dist\/index\.d\.ts$/, 2],
  ] as const)("of %s has every method that the declarations have", (sdk, folder, files, others) => {
    const promising = declarationsOf(folder, files).flatMap((text) => [
      ...text.matchAll(/^\s+[a-zA-Z]+\(.*\): Promise</gm),
    ]);
    expect(of(sdk).size).toBe(promising.length + others);
  });

  it("has the nested resources of 2.x", () => {
    expect(operations("2.5.0", /\.create$/)).toEqual([
      "application.create",
      "autoconfigSubscription.create",
      "connector.create",
      "destination.create",
      "endpoint.create",
      "eventType.create",
      "ingest.endpoint.create",
      "ingest.source.create",
      "integration.create",
      "message.create",
      "operationalWebhook.endpoint.create",
      "streaming.eventType.create",
      "streaming.events.create",
      "streaming.sink.create",
      "streaming.stream.create",
    ]);
    expect(operations("2.5.0", /transformation/)).toContain("ingest.endpoint.transformation.patch");
    expect(operations("2.5.0", /poller/)).toContain("message.poller.poll");
    expect(operations("2.5.0", /^environment/)).toEqual([
      "environment.export",
      "environment.import",
    ]);
  });

  it("calls a class with two places by the nested one", () => {
    expect(operations("1.45.1", /operationalWebhook.*create/)).toEqual([
      "operationalWebhookEndpoint.create",
    ]);
    expect(operations("1.99.1", /operationalWebhook.*create/)).toEqual([
      "operationalWebhook.endpoint.create",
    ]);
  });

  it("has neither private members nor what returns no promise", () => {
    expect(operations("2.5.0", /^AutoConfig/)).toEqual([
      "AutoConfig.subscribe",
      "AutoConfig.verify",
      "AutoConfigConsumer.commit",
      "AutoConfigConsumer.receive",
      "AutoConfigConsumer.subscribe",
    ]);
    expect(operations("1.45.1", /verifyTimestamp|_configuration|requestCtx/)).toEqual([]);
  });

  it("tells the kinds apart", () => {
    const others = [...of("2.5.0").values()].filter(({ kind }) => kind !== "api");
    expect(others.map(({ operation, kind }) => `${operation}: ${kind}`).sort()).toEqual([
      "AutoConfig.verify: verify",
      "Webhook.sign: sign",
      "Webhook.verify: verify",
    ]);
  });

  it.each([
    [
      "2.5.0",
      "endpoint.bulkReplay endpoint.recover endpoint.replayMissing message.expungeAllContents statistics.aggregateAppStats statistics.aggregateEventTypes",
    ],
    [
      "1.99.1",
      "endpoint.bulkReplay endpoint.recover endpoint.replayMissing message.expungeAllContents statistics.aggregateAppStats statistics.aggregateEventTypes",
    ],
    [
      "1.45.1",
      "endpoint.recover endpoint.replayMissing statistics.aggregateAppStats statistics.aggregateEventTypes",
    ],
    // They resolve with nothing there: no task can be followed.
    ["1.4.12", ""],
  ] as const)("knows what starts a background task in %s", (sdk, started) => {
    const tasks = [...of(sdk).values()].filter(({ signature }) => signature.returnsTask);
    expect(
      tasks
        .map(({ operation }) => operation)
        .sort()
        .join(" "),
    ).toBe(started);
  });

  it("has every operation of the contract in 2.5.0, and what the older ones lacked not there", () => {
    const contracted = new Set(
      postconditions
        .filter(({ hazard }) => hazard === "rejects" || hazard === "throws")
        .map(({ operation }) => operation),
    );
    const missing = (sdk: SdkVersion): readonly string[] =>
      [...contracted].filter((operation) => !of(sdk).has(operation));
    expect(missing("2.5.0")).toEqual([]);
    expect(missing("1.99.1")).toEqual([]);
    expect(missing("1.45.1")).toEqual(["message.precheck", "endpoint.bulkReplay"]);
    expect(missing("1.4.12")).toEqual([
      "message.precheck",
      "authentication.expireAll",
      "endpoint.bulkReplay",
    ]);
    for (const operation of contracted) expect(of("2.5.0").get(operation)?.contracted).toBe(true);
  });

  it("knows where an idempotency key goes", () => {
    const parameter = (sdk: SdkVersion, operation: string): number | undefined =>
      of(sdk).get(operation)?.signature.idempotencyParameter;
    expect(ALL.map((sdk) => parameter(sdk, "message.create"))).toEqual([2, 2, 2, 2]);
    expect(ALL.map((sdk) => parameter(sdk, "endpoint.recover"))).toEqual([3, 3, 3, 3]);
    expect(ALL.map((sdk) => parameter(sdk, "application.get"))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("leaves out what a program merges into the SDK's classes", () => {
    const program = programOf(
      `
      import "svix";
      declare class Extra { work(): Promise<void> }
      declare module "svix" { interface Svix { extra: Extra; direct(): Promise<void> } }
    `,
      { sdk: "1.99.1" },
    );
    const names = [...(surfaceOf(program)?.methods.values() ?? [])].map(
      ({ operation }) => operation,
    );
    expect(names).toContain("message.create");
    expect(names.filter((operation) => /extra|direct/.test(operation))).toEqual([]);
  });
});
