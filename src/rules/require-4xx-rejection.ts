import { createRule } from "../host/create-rule.js";
import { dataOf, locOfVerdict } from "../host/failure-report.js";
import { verdictsIn } from "../host/failures.js";
import { statusSuggestions } from "../host/status-suggestions.js";

export interface Options {
  readonly statuses?: readonly number[];
}

export default createRule<"wrongStatus" | "answer401", [Options]>({
  name: "require-4xx-rejection",
  meta: {
    type: "problem",
    docs: {
      description: "require a webhook whose verification failed to be answered with a 4xx status",
      recommended: "error",
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      wrongStatus:
        "When {{operation}} refuses a message{{through}}, the answer is {{status}}: {{consequence}}. Answer 400 or 401.{{ids}}",
      answer401: "Answer 401.",
    },
    schema: [
      {
        type: "object",
        properties: {
          statuses: {
            type: "array",
            items: { type: "integer", minimum: 100, maximum: 599 },
            uniqueItems: true,
            description: "Further statuses that count as a refusal.",
          },
        },
        additionalProperties: false,
      },
    ],
  },
  defaultOptions: [{}],
  create(context, [{ statuses = [] }], svix) {
    return {
      Program(root) {
        const file = svix.services.esTreeNodeToTSNodeMap.get(root);
        for (const verdict of verdictsIn(svix, file, "verification")) {
          const { judgement, status } = verdict;
          if (judgement !== "wrongStatus" || status === undefined || statuses.includes(status))
            continue;
          context.report({
            loc: locOfVerdict(verdict, context.sourceCode),
            messageId: "wrongStatus",
            data: {
              ...dataOf("require-4xx-rejection", verdict, context.cwd),
              status: String(status),
              consequence:
                status < 500
                  ? "the sender keeps trying"
                  : "the sender keeps trying, and a forgery looks like an outage",
            },
            suggest: statusSuggestions(verdict, "answer401", svix),
          });
        }
      },
    };
  },
});
