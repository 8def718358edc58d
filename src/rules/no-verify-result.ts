import type ts from "typescript";
import { createRule } from "../host/create-rule.js";
import { loggersOf } from "../host/loggers.js";
import { tryAround } from "../host/layout.js";
import { suggestedEdits, type TextEdit } from "../host/suggested-edits.js";
import { bodyFault } from "../requests/body-origin.js";
import { parseAfterEdits } from "../requests/parse-after-edits.js";
import { answersUndefined, useOfResult } from "../requests/verify-result.js";
import { verifySitesOf } from "../requests/verify-sites.js";
import { checkerOf } from "../sdk/checker.js";

const ALWAYS_UNDEFINED =
  "returns undefined for a good one, so this condition treats every genuine message like a forged one";
const NEVER_FALSE =
  "never answers false, so this condition does not tell genuine messages from forged ones";

const ADD_TRY = "Reject the request in the catch of a try around the call instead.";
const USE_TRY = "Call it for its exception only: the catch around it meets what is refused.";

export default createRule({
  name: "no-verify-result",
  meta: {
    type: "problem",
    docs: {
      description:
        "disallow using the value of webhook verification where it is always undefined, or as a condition",
      recommended: "error",
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      alwaysUndefined:
        "The installed SDK's {{operation}} returns undefined, so what reads this value as the event fails or sees nothing. Call it for its exception only, and parse the same raw body afterwards. [verify-result-undefined]",
      usedAsBoolean:
        "{{operation}} throws on a bad signature and {{answers}}. {{remedy}} [verify-result-undefined, signature-mismatch]",
      parseAfter: "Verify first, then parse the same body.",
    },
    schema: [],
  },
  defaultOptions: [],
  create(context, _options, { services, sdk, settings }) {
    const { program, tsNodeToESTreeNodeMap } = services;
    const checker = checkerOf(program);
    return {
      Program(root) {
        const file = services.esTreeNodeToTSNodeMap.get(root);
        for (const { call } of verifySitesOf(program, sdk).direct(file)) {
          const use = useOfResult(call, program, loggersOf(settings, program));
          if (use === undefined) continue;
          const isUndefined = answersUndefined(call, checker);
          if (use !== "condition" && !isUndefined) continue;
          context.report({
            node: tsNodeToESTreeNodeMap.get(call),
            messageId: use === "condition" ? "usedAsBoolean" : "alwaysUndefined",
            data: {
              operation: sdk.callOf(call)?.operation ?? "Webhook.verify",
              answers: isUndefined ? ALWAYS_UNDEFINED : NEVER_FALSE,
              remedy: tryAround(call) === undefined ? ADD_TRY : USE_TRY,
            },
            suggest:
              use === "condition" ? [] : suggestedEdits("parseAfter", parsing(call, program)),
          });
        }
      },
    };
  },
});

/** The edits that parse the body behind the call; none for a body that was parsed already. */
function parsing(call: ts.CallExpression, program: ts.Program): readonly TextEdit[] | undefined {
  const checker = checkerOf(program);
  const [body] = call.arguments;
  if (body === undefined || bodyFault(body, program) !== undefined) return undefined;
  return parseAfterEdits(call, checker);
}
