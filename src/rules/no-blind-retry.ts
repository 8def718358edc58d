import { citation, idsOf } from "../contract/postconditions.js";
import { createRule } from "../host/create-rule.js";
import { place } from "../host/locations.js";
import { locOfCall, retryContextOf } from "../host/retry-context.js";
import { retriesOf } from "../retries/attempts.js";
import { apiCallBehind } from "../retries/behind.js";
import { mayRepeat } from "../retries/candidates.js";
import { keyPartsOf } from "../retries/keys.js";
import { repeaterOf } from "../retries/wording.js";

export default createRule({
  name: "no-blind-retry",
  meta: {
    type: "suggestion",
    docs: {
      description: "disallow retries of Svix API calls that neither look at what failed nor wait",
      recommended: "warn",
      requiresTypeChecking: true,
    },
    messages: {
      undiscriminated:
        "{{repeater}} runs {{operation}} again whatever failed: a request that Svix refuses (4xx) is refused every time, while the real error is hidden. Rethrow an ApiException whose code is below 500 and not 429.{{ids}}",
      noBackoff:
        "{{repeater}} runs {{operation}} again without waiting, so all attempts fall into the same outage or rate limit and the work is lost. Await a growing delay between attempts.{{ids}}",
    },
    schema: [],
  },
  defaultOptions: [],
  create(context, _options, svix) {
    const retries = retryContextOf(svix);
    return {
      CallExpression(node) {
        const call = svix.services.esTreeNodeToTSNodeMap.get<typeof node>(node);
        const own = svix.sdk.callOf(call);
        const api = own ?? (mayRepeat(call) ? apiCallBehind(call, retries) : undefined);
        if (api?.kind !== "api") return;
        const seen = new Set<string>();
        for (const retry of retriesOf(call, retries, own ? { skip: keyPartsOf(own) } : {})) {
          if (retry.isFetched === true) continue;
          const problems = [
            ...(retry.discriminates === false ? (["undiscriminated"] as const) : []),
            ...(retry.waits === false ? (["noBackoff"] as const) : []),
          ];
          for (const messageId of problems.filter((problem) => !seen.has(problem))) {
            seen.add(messageId);
            const repeater = repeaterOf(retry, call, (other) => place(other, context.cwd));
            const ids = citation(idsOf("no-blind-retry", api.operation));
            context.report({
              loc: locOfCall(call, context.sourceCode),
              messageId,
              data: { operation: api.operation, repeater, ids },
            });
          }
        }
      },
    };
  },
});
