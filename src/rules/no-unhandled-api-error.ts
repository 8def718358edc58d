import { createRule } from "../host/create-rule.js";
import { dataOf, locOfVerdict } from "../host/failure-report.js";
import { verdictsIn } from "../host/failures.js";
import { handleSuggestions } from "../host/handle-suggestions.js";
import { operationsSchema, type OperationsOption } from "../host/operations-option.js";

const IDS = {
  handle: "handle",
  awaitAndHandle: "awaitAndHandle",
  awaitInTry: "awaitInTry",
} as const;

export default createRule<
  "unhandled" | "unhandledFromWrapper" | "floating" | keyof typeof IDS,
  [OperationsOption]
>({
  name: "no-unhandled-api-error",
  meta: {
    type: "problem",
    docs: {
      description:
        "require the failure of a Svix API call to be handled by somebody before it leaves the program",
      recommended: "error",
      strict: [{ operations: "all" }],
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      unhandled:
        "When {{operation}} fails{{through}}, nothing here or in a caller handles it: {{consequence}}. Catch the error and act on it.{{ids}}",
      unhandledFromWrapper:
        "{{called}}() throws when {{operation}} fails{{through}}, and nothing handles it here: {{consequence}}. Catch the error and act on it.{{ids}}",
      floating:
        "Nobody waits for {{promise}}, so a failure of {{operation}}{{through}} is never seen: {{consequence}}. Await it where the error is handled, or give it a .catch() that acts.{{ids}}",
      handle: "Catch the error and {{how}}.",
      awaitAndHandle: "Await it, catch the error and {{how}}.",
      awaitInTry: "Await it, so that the catch clause around it meets the error.",
    },
    schema: [operationsSchema],
  },
  defaultOptions: [{ operations: "contracted" }],
  create(context, [{ operations }], svix) {
    return {
      Program(root) {
        const file = svix.services.esTreeNodeToTSNodeMap.get(root);
        for (const verdict of verdictsIn(svix, file, "api")) {
          const { judgement, origin, site } = verdict;
          if (judgement !== "unhandled" && judgement !== "floating") continue;
          if (operations === "contracted" && !origin.contracted) continue;
          const wrapped = site !== origin.call;
          context.report({
            loc: locOfVerdict(verdict, context.sourceCode),
            messageId: judgement === "unhandled" && wrapped ? "unhandledFromWrapper" : judgement,
            data: dataOf("no-unhandled-api-error", verdict, context.cwd),
            suggest: handleSuggestions(verdict, IDS, svix),
          });
        }
      },
    };
  },
});
