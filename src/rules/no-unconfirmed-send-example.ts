import ts from "typescript";
import { createRule } from "../host/create-rule.js";
import { locOf, place } from "../host/locations.js";
import { loggersOf } from "../host/loggers.js";
import { obligationsOf } from "../obligations/index.js";
import { insteadOf, wordsFor } from "../obligations/wording.js";

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
  create(context, _options, { services, sdk, settings }) {
    const { program } = services;
    const isLogger = loggersOf(settings, program);
    const obligations = obligationsOf(program, sdk, { callers: settings.callers, isLogger });
    const named = (target: ts.Node): string => place(target, context.cwd);
    const reported = new Set<ts.Node>();
    return {
      CallExpression(node) {
        const call = services.esTreeNodeToTSNodeMap.get(node);
        if (!ts.isCallExpression(call)) return;
        for (const obligation of obligations.at(call)) {
          const { subject, outcome, node: at } = obligation;
          if (subject !== "message" || reported.has(at)) continue;
          const isLost = outcome.kind === "handedOn" && !obligations.listsAttempts();
          if (outcome.kind !== "dropped" && !isLost) continue;
          reported.add(at);
          const { operation, ids } = wordsFor(NAME, obligation, named);
          if (outcome.kind === "handedOn") {
            context.report({
              loc: locOf(at),
              messageId: "neverConfirmed",
              data: { operation, how: outcome.how, ids },
            });
          } else {
            const instead = insteadOf(outcome.reasons, INSTEAD);
            context.report({
              loc: locOf(at),
              messageId: "dropped",
              data: { operation, instead, ids },
            });
          }
        }
      },
    };
  },
});
