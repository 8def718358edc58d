import { ResultsOf } from "../host/broken-results.js";
import { createRule } from "../host/create-rule.js";
import { insteadOf } from "../obligations/wording.js";

const NAME = "no-ignored-precheck";

const INSTEAD = {
  confirmed: "",
  logged: "it is only logged",
  detail: "another property is read",
  tested: "an answer is always there, whatever its `active` says",
} as const;

export default createRule({
  name: NAME,
  meta: {
    type: "problem",
    docs: {
      description: "require that the answer of a message precheck decides something",
      recommended: "warn",
      requiresTypeChecking: true,
    },
    messages: {
      ignored:
        "Nothing depends on the `active` that {{operation}} answers{{instead}}, so the request is made for nothing and the message is built and sent although no endpoint wants it. Branch on `active`, or leave the precheck out.{{ids}}",
    },
    schema: [],
  },
  defaultOptions: [],
  create(context, _options, svix) {
    const prechecks = new ResultsOf(NAME, "precheck", context, svix);
    return {
      CallExpression(node) {
        const call = prechecks.callAt(node);
        if (call === undefined) return;
        for (const { outcome, loc, operation, ids } of prechecks.broken(call, "dropped")) {
          const instead = insteadOf(outcome.reasons, INSTEAD);
          context.report({ loc, messageId: "ignored", data: { operation, instead, ids } });
        }
      },
    };
  },
});
