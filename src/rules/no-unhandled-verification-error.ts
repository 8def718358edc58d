import { createRule } from "../host/create-rule.js";
import { dataOf, locOfVerdict } from "../host/failure-report.js";
import { verdictsIn } from "../host/failures.js";
import { handleSuggestions } from "../host/handle-suggestions.js";
import { isTooLate } from "../host/sent-answers.js";
import { isSignedHere } from "../requests/request-origin.js";
import { checkerOf } from "../sdk/checker.js";

const IDS = { handle: "handle", awaitInTry: "awaitInTry", awaitAndHandle: "handle" } as const;

/** What comes of the error, and what to do about it, where the request is not answered yet. */
const UNANSWERED = {
  consequence: "the sender gets a 500 and tries again",
  remedy: "Catch it and answer 400 or 401.",
} as const;

/** The same where it has been answered: no status can be sent any more. */
const ANSWERED = {
  consequence: "the sender has had its answer already and takes the message for accepted",
  remedy: "Verify before you answer, and answer 400 or 401 where that fails.",
} as const;

export default createRule<"unhandled" | "unhandledFromWrapper" | "handle" | "awaitInTry", []>({
  name: "no-unhandled-verification-error",
  meta: {
    type: "problem",
    docs: {
      description:
        "require a failed webhook verification to be answered instead of thrown out of the handler",
      recommended: "error",
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      unhandled:
        "When {{operation}} refuses a message{{through}}, nothing here or in a caller catches its error: {{consequence}}. {{remedy}}{{ids}}",
      unhandledFromWrapper:
        "{{called}}() throws when {{operation}} refuses a message{{through}}, and nothing catches that here: {{consequence}}. {{remedy}}{{ids}}",
      handle: "Catch the error and answer 401.",
      awaitInTry: "Await it, so that the catch clause around it meets the error.",
    },
    schema: [],
  },
  defaultOptions: [],
  create(context, _options, svix) {
    return {
      Program(root) {
        const file = svix.services.esTreeNodeToTSNodeMap.get(root);
        const checker = checkerOf(svix.services.program);
        for (const verdict of verdictsIn(svix, file, "verification")) {
          if (verdict.judgement !== "unhandled") continue;
          // A program that checks its own signature has no sender to answer.
          const [payload] = verdict.origin.call.arguments;
          if (payload && isSignedHere(payload, checker)) continue;
          context.report({
            loc: locOfVerdict(verdict, context.sourceCode),
            messageId: verdict.site === verdict.origin.call ? "unhandled" : "unhandledFromWrapper",
            data: {
              ...dataOf("no-unhandled-verification-error", verdict, context.cwd),
              ...(isTooLate(verdict, checker) ? ANSWERED : UNANSWERED),
            },
            suggest: handleSuggestions(verdict, IDS, svix),
          });
        }
      },
    };
  },
});
