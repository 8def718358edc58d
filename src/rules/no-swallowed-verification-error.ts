import type { Judgement } from "../failure/verdict.js";
import { createRule } from "../host/create-rule.js";
import { dataOf, locOfVerdict } from "../host/failure-report.js";
import { verdictsIn } from "../host/failures.js";
import { resultSuggestions } from "../host/result-suggestions.js";
import { refuseSuggestions } from "../host/refuse-suggestions.js";

const JUDGEMENTS = ["payloadUsed", "successResponse", "resultIgnored"] as const;

type MessageId = (typeof JUDGEMENTS)[number];

const RESULT_IDS = { check: "check", awaitIt: "awaitIt" } as const;

export default createRule<MessageId | "refuse" | "check" | "awaitIt", []>({
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
        "When {{operation}} refuses a message{{through}}, its payload is used all the same: anybody can forge one. Answer 400 or 401 and stop.{{ids}}",
      successResponse:
        "When {{operation}} refuses a message{{through}}, the request is not refused here: a forger sees success, or no answer at all. Answer 400 or 401.{{ids}}",
      resultIgnored:
        "The result of {{called}}() says whether {{operation}} refused the message{{through}}, and nobody checks it here: forged messages pass. Check it (await it if it is a promise), and answer 400 or 401.{{ids}}",
      refuse: "Answer 401 here.",
      check: "Look at the result, and answer 401 where it says no.",
      awaitIt: "Await the result: a promise always counts as true.",
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
                ? resultSuggestions(verdict, RESULT_IDS, svix)
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
