import { ESLintUtils } from "@typescript-eslint/utils";
import { expect, it } from "vitest";
import { svixRuleTester } from "./rule-tester.js";

/** Reports the type of every call, to show what the tester's programs know. */
const callTypes = ESLintUtils.RuleCreator.withoutDocs({
  meta: { type: "problem", messages: { type: "{{type}}" }, schema: [], defaultOptions: [] },
  create(context) {
    const services = ESLintUtils.getParserServices(context);
    const checker = services.program.getTypeChecker();
    return {
      CallExpression(node) {
        const type = checker.typeToString(services.getTypeAtLocation(node));
        context.report({ node, messageId: "type", data: { type } });
      },
    };
  },
});

const RECOVER = `
  import { Svix } from "svix";
  new Svix("token").endpoint.recover("app", "ep", { since: new Date(0) });
`;

for (const [sdk, type] of [
  ["2.5.0", "Promise<RecoverOut>"],
  ["1.99.1", "Promise<RecoverOut>"],
  ["1.45.1", "Promise<RecoverOut>"],
  ["1.4.12", "Promise<void>"],
] as const) {
  svixRuleTester({ sdk }).run(`call types of svix ${sdk}`, callTypes, {
    valid: [{ name: "no call, no report", code: "export const x = 1;" }],
    invalid: [
      {
        name: "TypeScript",
        code: RECOVER,
        errors: [{ messageId: "type", data: { type } }],
      },
      {
        name: "JavaScript",
        filename: "file.js",
        code: RECOVER,
        errors: [{ messageId: "type", data: { type } }],
      },
    ],
  });
}

svixRuleTester({ jsx: true }).run("call types in TSX", callTypes, {
  valid: [{ name: "an element is no call", code: `export const x = <a href="/" />;` }],
  invalid: [
    {
      name: "DOM and Node types are there",
      code: `export const f = () => <a onClick={() => fetch(Buffer.from("a").toString())} />;`,
      errors: [
        { messageId: "type", data: { type: "Promise<Response>" } },
        { messageId: "type", data: { type: "string" } },
        { messageId: "type", data: { type: "Buffer<ArrayBuffer>" } },
      ],
    },
  ],
});

it("refuses a case without a name", () => {
  expect(() => {
    svixRuleTester().run("nameless", callTypes, {
      valid: [{ code: "export {};" } as never],
      invalid: [],
    });
  }).toThrow("A case of nameless has no name: export {};");
});
