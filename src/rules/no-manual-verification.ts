import type { TSESTree } from "@typescript-eslint/utils";
import type ts from "typescript";
import { createRule } from "../host/create-rule.js";
import { loggersOf } from "../host/loggers.js";
import { placeOf } from "../requests/places.js";
import { signatureComparison } from "../requests/signature-comparison.js";
import { replacedTimestampCheck } from "../requests/tolerance-patch.js";
import { callsNamed } from "../requests/calls-named.js";
import { checkerOf } from "../sdk/checker.js";

export default createRule({
  name: "no-manual-verification",
  meta: {
    type: "problem",
    docs: {
      description: "disallow comparing signatures by hand and replacing the timestamp check",
      recommended: "error",
      requiresTypeChecking: true,
    },
    messages: {
      comparedSignature:
        "The output of Webhook.sign is compared with a received signature{{place}}: the timestamp is not checked, so a recorded message can be replayed for ever, and a second signature in the header is missed. Call Webhook.verify. [timestamp-expired, signature-mismatch]",
      patchedTolerance:
        "This replaces the timestamp check of Webhook.verify, so an old message that somebody recorded passes again. Leave the tolerance alone, and set the clock or the time of the test instead. [timestamp-expired]",
    },
    schema: [],
  },
  defaultOptions: [],
  // Who checks signatures by hand imports no SDK.
  isEverywhere: true,
  create(context, _options, { services, sdk, settings }) {
    const { program, tsNodeToESTreeNodeMap, esTreeNodeToTSNodeMap } = services;
    const checker = checkerOf(program);
    const checkPatch = (node: TSESTree.Node): void => {
      const replaced = replacedTimestampCheck(esTreeNodeToTSNodeMap.get(node), checker);
      if (replaced)
        context.report({
          node: tsNodeToESTreeNodeMap.get(replaced),
          messageId: "patchedTolerance",
        });
    };
    const signed = (file: ts.SourceFile): void => {
      const reported = new Set<ts.Node>();
      for (const call of callsNamed(file, "sign")) {
        if (sdk.callOf(call)?.kind !== "sign") continue;
        const comparison = signatureComparison(call, program, sdk, loggersOf(settings, program));
        if (!comparison || reported.has(comparison)) continue;
        reported.add(comparison);
        const isHere = comparison.getSourceFile() === file;
        context.report({
          node: tsNodeToESTreeNodeMap.get(isHere ? comparison : call),
          messageId: "comparedSignature",
          data: { place: isHere ? "" : ` (${placeOf(comparison)})` },
        });
      }
    };
    const listeners = {
      Program: (root: TSESTree.Program) => {
        signed(esTreeNodeToTSNodeMap.get(root));
      },
    };
    if (!context.sourceCode.text.includes("verifyTimestamp")) return listeners;
    return {
      ...listeners,
      AssignmentExpression: checkPatch,
      CallExpression: checkPatch,
      ClassDeclaration: checkPatch,
      ClassExpression: checkPatch,
    };
  },
});
