import type { Judgement } from "../failure/verdict.js";
import { createRule } from "../host/create-rule.js";
import { dataOf, locOfVerdict } from "../host/failure-report.js";
import { verdictsIn } from "../host/failures.js";
import { resultSuggestions } from "../host/result-suggestions.js";
import { refuseSuggestions } from "../host/refuse-suggestions.js";

const JUDGEMENTS = ["payloadUsed", "successResponse", "resultIgnored"] as const;

type MessageId = (typeof JUDGEMENTS)[number];

export default createRule<MessageId | "refuse" | "check", []>({
  name: "no-swallowed-verification-error",
  meta: {
    type: "problem",
    docs: {
      description: "disallow going on with a webhook whose verification has failed",
      recommended: "error",
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      payloadUsed:
        "After {{operation}}{{through}} has failed the payload is used all the same, so anybody can forge a message. Answer 400 or 401 and stop.{{ids}}",
      successResponse:
        "A message that {{operation}}{{through}} refused is not refused here: its sender sees success, or no answer at all. Answer 400 or 401.{{ids}}",
      resultIgnored:
        "{{called}}(){{through}} tells by its result that {{operation}} failed, and nobody looks at that here, so forged messages pass. Check the result (and await it), and answer 400 or 401.{{ids}}",
      refuse: "Answer 401 here.",
      check: "Look at the result, and answer 401 where it says no.",
    },
    schema: [],
  },
  defaultOptions: [],
  create(context, _options, svix) {
    return {
      Program(root) {
        const file = svix.services.esTreeNodeToTSNodeMap.get(root);
        for (const verdict of verdictsIn(svix, file, "verification")) {
          const { judgement } = verdict;
          if (!isSwallowed(judgement)) continue;
          context.report({
            loc: locOfVerdict(verdict, context.sourceCode),
            messageId: judgement,
            data: dataOf("no-swallowed-verification-error", verdict, context.cwd),
            suggest:
              judgement === "resultIgnored"
                ? resultSuggestions(verdict, "check", svix)
                : refuseSuggestions(verdict, "refuse", svix),
          });
        }
      },
    };
  },
});

function isSwallowed(judgement: Judgement): judgement is MessageId {
  return (JUDGEMENTS as readonly string[]).includes(judgement);
}
