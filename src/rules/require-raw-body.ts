import type ts from "typescript";
import { callersOf } from "../callers/index.js";
import { isTestedOnPurpose } from "../callers/tested.js";
import { createRule } from "../host/create-rule.js";
import { suggestedEdits } from "../host/suggested-edits.js";
import { bodyFault, type BodyFault } from "../requests/body-origin.js";
import { placeOf } from "../requests/places.js";
import { rawTextEdits } from "../requests/raw-text-edits.js";
import { swappedArguments } from "../requests/swapped-arguments.js";
import { verifySitesOf } from "../requests/verify-sites.js";
import { checkerOf } from "../sdk/checker.js";

const MESSAGE = {
  restringified: "restringified",
  parsed: "parsedBody",
  headers: "headersAsBody",
} as const satisfies Record<BodyFault["kind"], string>;

export default createRule({
  name: "require-raw-body",
  meta: {
    type: "problem",
    docs: {
      description: "require that a webhook is verified with the raw body of its request",
      recommended: "error",
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      restringified:
        "Webhook.verify gets a body that was parsed and made into JSON again{{place}}: its bytes differ from the signed ones, so genuine messages are refused. Verify the raw body and parse it afterwards. [signature-mismatch]",
      parsedBody:
        "Webhook.verify gets a body that was parsed{{place}}, but the signature is over the raw text or Buffer, so every message is refused. Verify the raw body and parse it afterwards. [signature-mismatch]",
      headersAsBody:
        "Webhook.verify gets the headers of the request in the place of its body, so every message is refused. Give it the raw body first and the headers second. [signature-mismatch]",
      useText: "Read the raw body with text(), and parse it after verification.",
      swap: "Give the raw body first and the headers second.",
    },
    schema: [],
  },
  defaultOptions: [],
  create(context, _options, { services, sdk }) {
    return {
      Program(program) {
        const { program: typed } = services;
        const file = services.esTreeNodeToTSNodeMap.get(program);
        const reported = new Set<ts.Node>();
        for (const site of verifySitesOf(typed, sdk).in(file)) {
          const { payload } = site;
          const fault = payload && bodyFault(payload, typed);
          if (!fault || isTestedOnPurpose(payload, callersOf(typed))) continue;
          const isHere = fault.kind === "restringified" && fault.node.getSourceFile() === file;
          const at = isHere ? fault.node : payload;
          if (reported.has(at)) continue;
          reported.add(at);
          context.report({
            node: services.tsNodeToESTreeNodeMap.get(at),
            messageId: MESSAGE[fault.kind],
            data: { place: fault.node.getSourceFile() === file ? "" : ` (${placeOf(fault.node)})` },
            suggest:
              fault.kind === "headers"
                ? suggestedEdits("swap", swappedArguments(site, typed))
                : suggestedEdits("useText", rawTextEdits(site, fault, checkerOf(typed))),
          });
        }
      },
    };
  },
});
