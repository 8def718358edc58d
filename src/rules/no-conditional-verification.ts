import { createRule } from "../host/create-rule.js";
import { loggersOf } from "../host/loggers.js";
import { wordingOf } from "../requests/decision-wording.js";
import { isNeverUsed } from "../requests/unused-webhook.js";
import { unverifiedUses } from "../requests/unverified.js";
import { checkerOf } from "../sdk/checker.js";

export default createRule({
  name: "no-conditional-verification",
  meta: {
    type: "problem",
    docs: {
      description: "disallow processing a webhook on any path that has not verified it",
      recommended: "error",
      requiresTypeChecking: true,
    },
    messages: {
      skippable:
        "{{when}}, the message is processed without Webhook.verify, so whoever gets there can forge messages. Verify on every path, and refuse the request where that is impossible. [signature-mismatch, timestamp-expired, missing-required-headers]",
      usedBefore:
        "The payload is used before Webhook.verify has passed, so a forged message has its effect even if it is refused afterwards. Verify first. [signature-mismatch, timestamp-expired]",
      otherData:
        "This comes from the request but not from the body that Webhook.verify checks, so anybody can change it and keep a valid signature. Take it from the verified body. [signature-mismatch]",
      neverVerified:
        "This Webhook is made but never asked to verify anything, so every message is believed. Call its verify with the raw body and the headers. [signature-mismatch, missing-required-headers]",
    },
    schema: [],
  },
  defaultOptions: [],
  create(context, _options, { services, sdk, settings }) {
    const { program, tsNodeToESTreeNodeMap, esTreeNodeToTSNodeMap } = services;
    const isLogger = loggersOf(settings, program);
    return {
      Program(root) {
        const file = esTreeNodeToTSNodeMap.get(root);
        for (const found of unverifiedUses(file, program, sdk, isLogger)) {
          const { kind, node } = found;
          context.report({
            node: tsNodeToESTreeNodeMap.get(node),
            messageId: kind,
            data: found.kind === "skippable" ? { when: wordingOf(found.decision) } : {},
          });
        }
      },
      NewExpression(node) {
        if (isNeverUsed(esTreeNodeToTSNodeMap.get(node), sdk, checkerOf(program), isLogger)) {
          context.report({ node, messageId: "neverVerified" });
        }
      },
    };
  },
});
