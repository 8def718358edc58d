import { ResultsOf } from "../host/broken-results.js";
import { createRule } from "../host/create-rule.js";
import { insteadOf } from "../obligations/wording.js";

const NAME = "no-unconfirmed-send-example";

const INSTEAD = {
  confirmed: "its attempts are listed, but neither their status nor their response code is read",
  logged: "it is only logged",
  detail: "only what it was sent with is read",
  tested: "only its presence is tested",
} as const;

export default createRule({
  name: NAME,
  meta: {
    type: "problem",
    docs: {
      description: "require that the delivery of example messages is looked at",
      recommended: "warn",
      requiresTypeChecking: true,
    },
    messages: {
      dropped:
        "{{operation}} answers when the message is queued, and nobody looks whether it arrived{{instead}}: a broken endpoint passes for a working one. Ask messageAttempt.listByMsg for the message's id and require an attempt with status Success.{{ids}}",
      neverConfirmed:
        "The message of {{operation}} is {{how}}, but nothing in this program lists message attempts: a broken endpoint passes for a working one. Ask messageAttempt.listByMsg for its id and require an attempt with status Success.{{ids}}",
    },
    schema: [],
  },
  defaultOptions: [],
  create(context, _options, svix) {
    const messages = new ResultsOf(NAME, "message", context, svix);
    return {
      CallExpression(node) {
        const call = messages.callAt(node);
        if (call === undefined) return;
        for (const { outcome, loc, operation, ids } of messages.broken(call, "dropped")) {
          const instead = insteadOf(outcome.reasons, INSTEAD);
          context.report({ loc, messageId: "dropped", data: { operation, instead, ids } });
        }
        for (const { outcome, loc, operation, ids } of messages.broken(call, "handedOn")) {
          if (messages.obligations.listsAttempts()) continue;
          const { how } = outcome;
          context.report({ loc, messageId: "neverConfirmed", data: { operation, how, ids } });
        }
      },
    };
  },
});
