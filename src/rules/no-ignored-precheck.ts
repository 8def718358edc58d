import ts from "typescript";
import { createRule } from "../host/create-rule.js";
import { locOf, place } from "../host/locations.js";
import { loggersOf } from "../host/loggers.js";
import { obligationsOf } from "../obligations/index.js";
import { insteadOf, wordsFor } from "../obligations/wording.js";

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
          if (subject !== "precheck" || outcome.kind !== "dropped" || reported.has(at)) continue;
          reported.add(at);
          const { operation, ids } = wordsFor(NAME, obligation, named);
          const instead = insteadOf(outcome.reasons, INSTEAD);
          context.report({
            loc: locOf(at),
            messageId: "ignored",
            data: { operation, instead, ids },
          });
        }
      },
    };
  },
});
