import { expect, it } from "vitest";
import ts from "typescript";
import { callersOf } from "../../src/callers/index.js";
import { fileOf, programOf } from "../harness/program.js";

/** What the first function-like node with a JSDoc declares. */
function declared(text: string, name = "main.ts"): string[] {
  const program = programOf({ [name]: text });
  let found: ts.SignatureDeclaration | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && ts.getJSDocTags(node).length > 0) found ??= node;
    ts.forEachChild(node, visit);
  };
  visit(fileOf(program, name));
  return found === undefined ? ["no function"] : [...callersOf(program).declaredThrows(found)];
}

it.each<[name: string, text: string, expected: readonly string[]]>([
  [
    "a type in braces",
    "/** @throws {ApiException} on 4xx */\nexport async function send() {}",
    ["ApiException"],
  ],
  [
    "the name in the text",
    "/** Sends.\n * @throws ApiException when the request is refused */\nexport async function send() {}",
    ["ApiException"],
  ],
  [
    "a union in braces",
    "/** @throws {ApiException | Error} */\nexport async function send() {}",
    ["ApiException", "Error"],
  ],
  [
    "two tags",
    "/** @throws {ApiException}\n * @throws {WebhookVerificationError} */\nexport async function send() {}",
    ["ApiException", "WebhookVerificationError"],
  ],
  [
    "a link",
    "/** @throws {@link ApiException} if refused */\nexport async function send() {}",
    ["ApiException"],
  ],
  [
    "a qualified name",
    "/** @throws {svix.ApiException} */\nexport async function send() {}",
    ["ApiException"],
  ],
  [
    "@exception",
    "/** @exception {ApiException} */\nexport async function send() {}",
    ["ApiException"],
  ],
  [
    "Error as the first word",
    "/** @throws Error when it fails */\nexport async function send() {}",
    ["Error"],
  ],
  [
    "an error in prose",
    "/** @throws an Error of the network */\nexport async function send() {}",
    [],
  ],
  [
    "another class with a similar name",
    "/** @throws {MyApiException} */\nexport async function send() {}",
    [],
  ],
  ["another class", "/** @throws {TypeError} */\nexport async function send() {}", []],
  [
    "not exported",
    "/** @throws {ApiException} */\nasync function send() {}\nvoid send();\nexport {};",
    [],
  ],
  [
    "exported below",
    "/** @throws {ApiException} */\nasync function send() {}\nexport { send as deliver };",
    ["ApiException"],
  ],
  [
    "a default export",
    "/** @throws {ApiException} */\nexport default async function () {}",
    ["ApiException"],
  ],
  [
    "an exported const arrow",
    "/** @throws {ApiException} */\nexport const send = async () => {};",
    ["ApiException"],
  ],
  [
    "a public method of an exported class",
    "export class A {\n/** @throws {ApiException} */\nasync send() {} }",
    ["ApiException"],
  ],
  [
    "a private method",
    "export class A {\n/** @throws {ApiException} */\nprivate async send() {} }",
    [],
  ],
  [
    "a protected method",
    "export class A {\n/** @throws {ApiException} */\nprotected async send() {} }",
    [],
  ],
  [
    "a # method",
    "export class A {\n/** @throws {ApiException} */\nasync #send() { void this.#send; } }",
    [],
  ],
  [
    "a class that is not exported",
    "class A {\n/** @throws {ApiException} */\nasync send() {} }\nexport const a = new A();",
    [],
  ],
  [
    "a property of an exported class that holds an arrow",
    "export class A {\n/** @throws {ApiException} */\nsend = async () => {}; }",
    ["ApiException"],
  ],
  [
    "a private property that holds an arrow",
    "export class A {\n/** @throws {ApiException} */\nprivate send = async () => {}; }",
    [],
  ],
  [
    "a member of an exported interface",
    "export interface A {\n/** @throws {ApiException} */\nsend(): Promise<void> }",
    ["ApiException"],
  ],
  [
    "a method of an exported object",
    "export const a = {\n/** @throws {ApiException} */\nasync send() {} };",
    ["ApiException"],
  ],
  [
    "a method of a default-exported object",
    "export default {\n/** @throws {ApiException} */\nasync send() {} };",
    ["ApiException"],
  ],
  [
    "an inner function",
    "export function outer() {\n/** @throws {ApiException} */\nfunction send() {} send(); }",
    [],
  ],
])("%s", (_name, text, expected) => {
  expect(declared(text)).toEqual(expected);
});

it.each<[name: string, text: string, expected: readonly string[]]>([
  [
    "a module",
    "/** @throws {ApiException} */\nexport declare function send(): Promise<void>;",
    ["ApiException"],
  ],
  [
    "an ambient module",
    `declare module "notify" {\n/** @throws {ApiException} */\nexport function send(): Promise<void>; }`,
    ["ApiException"],
  ],
  [
    "a global",
    "/** @throws {ApiException} */\ndeclare function send(): Promise<void>;",
    ["ApiException"],
  ],
  [
    "a class",
    "export declare class A {\n/** @throws {ApiException} */\nsend(): Promise<void>; }",
    ["ApiException"],
  ],
])("in a declaration file: %s", (_name, text, expected) => {
  expect(declared(text, "notify.d.ts")).toEqual(expected);
});

it("in JavaScript", () => {
  expect(
    declared("/** @throws {ApiException} */\nexport async function send() {}", "main.js"),
  ).toEqual(["ApiException"]);
});
