import ts from "typescript";
import { describe, expect, it } from "vitest";
import { constrainedArguments, inputType } from "../../src/arguments/input-types.js";
import { recogniserOf, type SvixCall } from "../../src/sdk/recogniser.js";
import { fileOf, programOf, type SdkVersion } from "../harness/program.js";

const HEAD = `import { Svix } from "svix"; declare const svix: Svix;`;

/** The constrained arguments of the SDK calls in a source, as `text: type`. */
function constrainedIn(source: string, sdk: SdkVersion): readonly string[] {
  const program = programOf(`${HEAD}\n${source}`, { sdk });
  const recogniser = recogniserOf(program)!;
  const calls: SvixCall[] = [];
  const visit = (node: ts.Node): void => {
    const call = ts.isCallExpression(node) ? recogniser.callOf(node) : undefined;
    if (call !== undefined) calls.push(call);
    ts.forEachChild(node, visit);
  };
  visit(fileOf(program));
  return calls
    .flatMap(constrainedArguments)
    .map(({ argument, type }) => `${argument.getText()}: ${type.name}`);
}

describe.each(["2.5.0", "1.99.1", "1.45.1", "1.4.12"] as const)("in svix %s", (sdk) => {
  it.each([
    ["a literal", `svix.application.create({ name: "a" });`, [`{ name: "a" }: ApplicationIn`]],
    ["a variable", `const a = { name: "a" }; svix.application.create(a);`, ["a: ApplicationIn"]],
    [
      "a later argument",
      `declare const message: import("svix").MessageIn; svix.message.create("app", message);`,
      ["message: MessageIn"],
    ],
    [
      "a bound method's",
      `const create = svix.message.create.bind(svix.message, "app"); declare const message: import("svix").MessageIn; create(message);`,
      ["message: MessageIn"],
    ],
    [
      "a method's that is called through call",
      `svix.application.create.call(svix.application, { name: "a" });`,
      [`{ name: "a" }: ApplicationIn`],
    ],
    ["a text", `svix.application.get("app");`, []],
    [
      "nothing after a spread",
      `declare const rest: [string]; declare const message: import("svix").MessageIn; svix.message.create(...rest, message);`,
      [],
    ],
    ["nothing of other functions", `declare const call: any; call({ name: "a" });`, []],
  ])("knows the type of %s", (_name, source, expected) => {
    expect(constrainedIn(source, sdk)).toEqual(expected);
  });
});

it("knows the names of updates and patches, and those of svix 1.x", () => {
  expect(inputType("EndpointUpdate")?.constraintOf("filterTypes")?.minItems).toBe(1);
  expect(inputType("EndpointPatch")?.constraintOf("filterTypes")?.minItems).toBeUndefined();
  expect(inputType("EndpointPatch")?.constraintOf("filterTypes")?.uniqueItems).toBe(true);
  expect(inputType("EndpointIn")?.constraintOf("rateLimit")?.minimum).toBe(1);
  expect(inputType("EventTypeUpdate")?.constraintOf("featureFlag")?.maxLength).toBe(256);
  expect(inputType("EndpointIn")?.constraintOf("description")).toBeUndefined();
  expect(inputType("ReplayIn")?.window?.maxDays).toBe(90);
  expect(inputType("RecoverIn")?.window?.maxDays).toBe(14);
  expect(inputType("Record")).toBeUndefined();
});
