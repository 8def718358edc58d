import ts from "typescript";
import { describe, expect, it } from "vitest";
import { loggersOf } from "../../src/host/loggers.js";
import { settingsOf } from "../../src/host/settings.js";
import { fileOf, programOf } from "../harness/program.js";

const program = programOf({
  "node_modules/pino/index.d.ts": `
    export interface Logger { info(text: string): void }
    export default function pino(): Logger;
  `,
  "node_modules/@nestjs/common/index.d.ts": `
    export declare class Logger { warn(text: string): void }
    export declare class HttpException { warn(text: string): void }
  `,
  "audit.ts": `export function audit(text: string): void { void text; }`,
  "calls.ts": `
    import pino from "pino";
    import { HttpException, Logger } from "@nestjs/common";
    import { audit } from "./audit";
    declare const request: { log: { warn(text: string): void }; catalog: { add(text: string): void } };
    declare const logger: { child(fields: object): { error(text: string): void } };
    declare const toast: { error(text: string): void };
    declare const authLogger: { error(text: string): void };
    declare function alarm(text: string): void;
    const p = pino();
    const nest = new Logger();
    const exception = new HttpException();
    class Service { private readonly logger = nest; run() { this.logger.warn(""); } }
    console.error("");
    (console)!["warn"]("");
    request.log.warn("");
    logger.child({}).error("");
    authLogger.error("");
    p.info("");
    nest.warn("");
    exception.warn("");
    request.catalog.add("");
    toast.error("");
    audit("");
    alarm("");
  `,
});

/** The callees of calls.ts, as written, that count as loggers. */
function loggersIn(svix: object): readonly string[] {
  const isLogger = loggersOf(settingsOf({ svix }), program);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isLogger(node.expression))
      found.push(node.expression.getText());
    ts.forEachChild(node, visit);
  };
  visit(fileOf(program, "calls.ts"));
  return found.filter((text) => text !== "logger.child");
}

const ALWAYS = [
  "this.logger.warn",
  "console.error",
  `(console)!["warn"]`,
  "request.log.warn",
  "logger.child({}).error",
  "authLogger.error",
  "p.info",
  "nest.warn",
];

describe("what only writes a log", () => {
  it("is told by name, and by declaration where a package is known for it", () => {
    expect(loggersIn({})).toEqual(ALWAYS);
  });

  it("is what the settings name", () => {
    expect(loggersIn({ loggers: ["alarm"] })).toEqual([...ALWAYS, "alarm"]);
  });

  it("is what the settings point at", () => {
    expect(loggersIn({ loggers: [{ from: "file", name: "audit" }] })).toEqual([...ALWAYS, "audit"]);
  });

  it("is asked for once by program and settings", () => {
    const settings = settingsOf({});
    expect(loggersOf(settings, program)).toBe(loggersOf(settings, program));
  });
});
