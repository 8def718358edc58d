import type ts from "typescript";
import { citation, idsOf } from "../contract/postconditions.js";
import { createRule } from "../host/create-rule.js";
import { locOf, place } from "../host/locations.js";
import { locOfCall, retryContextOf } from "../host/retry-context.js";
import { suggestedEdits } from "../host/suggested-edits.js";
import { hoistedKeyEdits, movedKeyEdits } from "../retries/key-edits.js";
import type { Retry } from "../retries/attempts.js";
import { keyFaultsOf } from "../retries/key-faults.js";
import { repeaterOf } from "../retries/wording.js";

export default createRule({
  name: "require-idempotency-key",
  meta: {
    type: "problem",
    docs: {
      description:
        "require that POST requests which can be attempted again are recognised by Svix as the same request",
      recommended: "warn",
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      missing:
        "{{operation}} has no idempotency key{{hint}}, and {{repeater}} can send it again after Svix has done it and only the answer was lost: then it is done twice. Give it an idempotencyKey{{alternative}} that comes from the event and is the same in each attempt.{{ids}}",
      constant:
        "{{field}} of {{operation}} is the same for every request, so Svix takes the next one for a repetition{{refused}} and it is lost. Make it from what the request is about, such as an order's id.{{ids}}",
      freshEachAttempt:
        "{{field}} of {{operation}} is made anew in each attempt, so Svix takes every attempt of {{repeater}} for another request and does it twice. {{remedy}}{{ids}}",
      hoist: "Make the key once, before the attempts.",
      move: "Move the key to the options.",
    },
    schema: [],
  },
  defaultOptions: [],
  create(context, _options, svix) {
    const retries = retryContextOf(svix);
    const { checker } = retries;
    return {
      CallExpression(node) {
        const call = svix.sdk.callOf(svix.services.esTreeNodeToTSNodeMap.get<typeof node>(node));
        if (!call) return;
        const { operation } = call;
        const ids = citation(idsOf("require-idempotency-key", operation));
        const alternative = operation === "message.create" ? " (or an eventId)" : "";
        const placeOf = (other: ts.Node): string => place(other, context.cwd);
        for (const fault of keyFaultsOf(call, retries)) {
          if (fault.kind === "missing") {
            const { retry, misplaced } = fault;
            const hint = misplaced
              ? " (the one in its input is ignored: it belongs in the options)"
              : "";
            const repeater = retry
              ? lowered(repeaterOf(retry, call.call, placeOf))
              : "whoever calls this";
            const suggest = suggestedEdits("move", misplaced && movedKeyEdits(call, misplaced));
            const loc =
              misplaced?.getSourceFile() === call.call.getSourceFile()
                ? locOf(misplaced)
                : locOfCall(fault.node, context.sourceCode);
            context.report({
              loc,
              messageId: "missing",
              data: { operation, hint, repeater, alternative, ids },
              suggest,
            });
          } else if (fault.kind === "constant") {
            const refused = fault.field === "eventId" ? ", refuses it with 409," : "";
            context.report({
              loc: locOf(fault.node),
              messageId: "constant",
              data: { operation, field: fault.field, refused, ids },
            });
          } else {
            const repeater = lowered(repeaterOf(fault.retry, call.call, placeOf));
            const suggest = suggestedEdits(
              "hoist",
              hoistedKeyEdits(fault.node, fault.born, fault.field, fault.retry, checker),
            );
            context.report({
              loc: locOf(fault.node),
              messageId: "freshEachAttempt",
              data: { operation, field: fault.field, repeater, remedy: remedyOf(fault.retry), ids },
              suggest,
            });
          }
        }
      },
    };
  },
});

/** A key that is made outside of a job is the same for all jobs. */
function remedyOf({ kind }: Retry): string {
  return kind === "job"
    ? "Make it from the job's id or data, which each attempt has in common."
    : "Make it once, outside of what is repeated.";
}

/** As the subject of a clause: "this loop". */
function lowered(text: string): string {
  return text.replace(/^T(?=his |he )/u, "t");
}
