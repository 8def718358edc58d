import { describe, expect, it } from "vitest";
import { inputType, inputTypeOf } from "../../src/arguments/input-types.js";
import { fileOf, programOf, type SdkVersion } from "../harness/program.js";
import { argumentOf } from "../values/shown.js";

/** The constrained input type of the first argument of `call(…)`. */
function typeIn(source: string, sdk: SdkVersion): string | undefined {
  const program = programOf(`import { Svix } from "svix"; declare const svix: Svix;\n${source}`, {
    sdk,
  });
  return inputTypeOf(argumentOf(fileOf(program), "call"), program.getTypeChecker())?.name;
}

describe.each(["2.5.0", "1.99.1", "1.45.1", "1.4.12"] as const)("in svix %s", (sdk) => {
  it.each([
    [
      "a literal",
      `const call = svix.application.create.bind(svix.application); call({ name: "a" });`,
      "ApplicationIn",
    ],
    [
      "a variable",
      `declare const call: typeof svix.application.create; const a = { name: "a" }; call(a);`,
      "ApplicationIn",
    ],
    [
      "a cast",
      `declare const call: typeof svix.application.create; call({ name: "a" } as any);`,
      "ApplicationIn",
    ],
    [
      "an interface of the program",
      `declare const call: (data: import("svix").MessageIn) => void; call({} as never);`,
      "MessageIn",
    ],
    ["a text", `declare const call: typeof svix.application.get; call("app");`, undefined],
    ["nothing known", `declare const call: any; call({ name: "a" });`, undefined],
  ])("reads the type of %s", (_name, source, expected) => {
    expect(typeIn(source, sdk)).toBe(expected);
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
