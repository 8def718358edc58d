import { citation, idsOf, postconditions } from "../contract/postconditions.js";
import { ResultsOf } from "../host/broken-results.js";
import { createRule } from "../host/create-rule.js";
import { locOf } from "../host/locations.js";
import { insteadOf } from "../obligations/wording.js";
import type { SvixCall } from "../sdk/recogniser.js";

const NAME = "no-unpolled-background-task";

const INSTEAD = {
  confirmed: "the status that backgroundTask.get answers is never read",
  logged: "it is only logged",
  detail: "only what the call itself returned is read, which is as good as always “running”",
  tested: "only its presence is tested",
} as const;

const PROBLEM = {
  endless: "waits for “finished” only, so a background task that failed is polled forever",
  ignored:
    "tells only by its answer whether the background task failed, and nobody looks at it here, so the failure passes for success",
  unread:
    "ends alike for a background task that finished and one that failed, so the failure passes for success",
} as const;

const ALL = postconditions.map(({ operation }) => operation);

/** The ids at a poll of the tasks of these operations; where they are not known it may be any. */
function idsAtPoll(operations: readonly string[]): string {
  const possible = operations.length > 0 ? operations : ALL;
  return citation([...new Set(possible.flatMap((operation) => idsOf(NAME, operation)))]);
}

/** What stays undone when the task fails. */
function lossOf({ operation, resource }: SvixCall): string {
  if (operation === "message.expungeAllContents") return "the contents are still stored";
  return resource === "endpoint" ? "the messages stay undelivered" : "the work is not done";
}

export default createRule({
  name: NAME,
  meta: {
    type: "problem",
    docs: {
      description: "require that background tasks are polled until they have finished or failed",
      recommended: "warn",
      requiresTypeChecking: true,
    },
    messages: {
      dropped:
        "{{operation}} only queues a background task and nobody asks how it ends{{instead}}: when it fails, {{loss}} and nothing says so. Poll backgroundTask.get with the task's id until its status is “finished” or “failed”.{{ids}}",
      neverPolled:
        "The background task of {{operation}} is {{how}}, but nothing in this program calls backgroundTask.get or list: when it fails, {{loss}} and nothing says so. Poll it until its status is “finished” or “failed”.{{ids}}",
      failedIgnored:
        "This poll {{problem}}. Stop at “failed” too, and treat it as an error.{{ids}}",
    },
    schema: [],
  },
  defaultOptions: [],
  create(context, _options, svix) {
    const tasks = new ResultsOf(NAME, "task", context, svix);
    return {
      CallExpression(node) {
        const call = tasks.callAt(node);
        if (call === undefined) return;
        for (const { outcome, origin, loc, operation, ids } of tasks.broken(call, "dropped")) {
          const data = { instead: insteadOf(outcome.reasons, INSTEAD), loss: lossOf(origin) };
          context.report({ loc, messageId: "dropped", data: { operation, ...data, ids } });
        }
        for (const { outcome, origin, loc, operation, ids } of tasks.broken(call, "handedOn")) {
          if (tasks.obligations.pollsTasks()) continue;
          const data = { how: outcome.how, loss: lossOf(origin) };
          context.report({ loc, messageId: "neverPolled", data: { operation, ...data, ids } });
        }
        const ignored = tasks.obligations.ignoredAnswerAt(call);
        if (ignored !== undefined && tasks.isNew(call)) {
          const data = { problem: PROBLEM.ignored, ids: idsAtPoll(ignored) };
          context.report({ loc: locOf(call), messageId: "failedIgnored", data });
        }
        for (const { at, kind, operations } of tasks.obligations.pollsAt(call)) {
          if (at.getSourceFile() !== call.getSourceFile() || !tasks.isNew(at)) continue;
          const data = { problem: PROBLEM[kind], ids: idsAtPoll(operations) };
          context.report({ loc: locOf(at), messageId: "failedIgnored", data });
        }
      },
    };
  },
});
