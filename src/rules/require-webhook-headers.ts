import type ts from "typescript";
import { callersOf } from "../callers/index.js";
import { isTestedOnPurpose } from "../callers/tested.js";
import { createRule } from "../host/create-rule.js";
import { suggestedEdits } from "../host/suggested-edits.js";
import { headersFault } from "../requests/headers-argument.js";
import { fromEntriesEdits, missingHeaderEdits } from "../requests/headers-edits.js";
import { placeOf } from "../requests/places.js";
import { verifySitesOf } from "../requests/verify-sites.js";
import { checkerOf } from "../sdk/checker.js";

export default createRule({
  name: "require-webhook-headers",
  meta: {
    type: "problem",
    docs: {
      description: "require that webhook verification gets the id, timestamp and signature headers",
      recommended: "error",
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      missing:
        "The headers given to Webhook.verify lack {{names}}{{place}}{{written}}, so every message is refused with “Missing required headers”. Pass the three headers of the request under their own names. [missing-required-headers]",
      headersInstance:
        "Webhook.verify gets a Fetch Headers instance{{place}}, which has no header as a property, so every message is refused with “Missing required headers”. Pass Object.fromEntries(headers). [missing-required-headers]",
      useFromEntries: "Pass a plain object made with Object.fromEntries.",
      addHeader: "Pass {{names}}.",
    },
    schema: [],
  },
  defaultOptions: [],
  create(context, _options, { services, sdk }) {
    const { program, tsNodeToESTreeNodeMap } = services;
    const checker = checkerOf(program);
    const callers = callersOf(program);
    return {
      Program(root) {
        const file = services.esTreeNodeToTSNodeMap.get(root);
        const reported = new Set<ts.Node>();
        for (const { headers, package: library } of verifySitesOf(program, sdk).in(file)) {
          const fault = headers && headersFault(headers, library, checker);
          if (!fault || isTestedOnPurpose(headers, callers)) continue;
          const cause =
            fault.kind === "missing" ? (fault.misspelled?.name ?? fault.literal) : fault.node;
          const isHere = cause.getSourceFile() === file;
          const at = isHere && fault.kind === "missing" ? cause : headers;
          if (reported.has(at)) continue;
          reported.add(at);
          const node = tsNodeToESTreeNodeMap.get(at);
          const place = isHere ? "" : ` (${placeOf(cause)})`;
          if (fault.kind === "instance") {
            const edits = fromEntriesEdits(headers, checker);
            context.report({
              node,
              messageId: "headersInstance",
              data: { place },
              suggest: suggestedEdits("useFromEntries", edits),
            });
          } else {
            const names = fault.missing.join(", ");
            const edits = isHere ? missingHeaderEdits(fault) : undefined;
            context.report({
              node,
              messageId: "missing",
              data: { names, place, written: writtenInstead(fault.literal, fault.missing) },
              suggest: suggestedEdits("addHeader", edits, { names }),
            });
          }
        }
      },
    };
  },
});

/** ` (they have svix_id, svix_timestamp)`: the keys that stand for what is missing under other names. */
function writtenInstead(literal: ts.ObjectLiteralExpression, missing: readonly string[]): string {
  const lettersOf = (name: string): string => name.toLowerCase().replace(/[^a-z]/gu, "");
  const wanted = missing
    .flatMap((name) => [name, name.slice(name.indexOf("-") + 1)])
    .map(lettersOf);
  const written = literal.properties
    .flatMap(({ name }) =>
      name === undefined ? [] : [name.getText().replace(/^["']|["']$/gu, "")],
    )
    .filter((name) => wanted.includes(lettersOf(name)));
  return written.length === 0 ? "" : ` (they have ${written.join(", ")})`;
}
