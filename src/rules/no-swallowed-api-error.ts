import { NEVER_BEST_EFFORT } from "../contract/sdk-facts.js";
import type { Judgement, Verdict } from "../failure/verdict.js";
import { answerAt } from "../host/answer-style.js";
import { checkerOf } from "../sdk/checker.js";
import { createRule, type SvixServices } from "../host/create-rule.js";
import { dataOf, locOfVerdict } from "../host/failure-report.js";
import { verdictsIn } from "../host/failures.js";
import { operationsProperty, type OperationsOption } from "../host/operations-option.js";
import { resultSuggestions } from "../host/result-suggestions.js";
import { rethrowSuggestions } from "../host/rethrow-suggestions.js";
import { retryContextOf } from "../host/retry-context.js";
import { isKept } from "../retries/kept.js";

export interface Options extends OperationsOption {
  readonly allowLogging: boolean;
}

const JUDGEMENTS = [
  "emptyHandler",
  "onlyLogged",
  "successReturned",
  "networkErrorIgnored",
  "settledIgnored",
  "resultIgnored",
] as const;

/** What does no harm where the work is kept for another run. */
const WITHOUT_HANDLING: readonly Judgement[] = [
  "emptyHandler",
  "onlyLogged",
  "networkErrorIgnored",
  "settledIgnored",
  "resultIgnored",
];

type MessageId = (typeof JUDGEMENTS)[number];

const IDS = {
  rethrow: "rethrow",
  throwOn: "throwOn",
  answer: "answer",
  exit: "exit",
  collect: "collect",
  check: "check",
  awaitIt: "awaitIt",
} as const;

export default createRule<MessageId | keyof typeof IDS, [Options]>({
  name: "no-swallowed-api-error",
  meta: {
    type: "problem",
    docs: {
      description:
        "disallow catching the failure of a Svix API call and going on as if it had succeeded",
      recommended: "error",
      strict: [{ operations: "all" }],
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      emptyHandler:
        "When {{operation}} fails{{through}}, the error is dropped here: {{consequence}}, and nobody learns of it. Rethrow, retry, store it for later, or tell the caller.{{ids}}",
      onlyLogged:
        "When {{operation}} fails{{through}}, the error is only logged here, and the program goes on as if all were well: {{consequence}}. Rethrow, retry, store it for later, or tell the caller.{{ids}}",
      successReturned:
        "When {{operation}} fails{{through}}, this answers as if it had succeeded: {{consequence}}. {{remedy}}{{ids}}",
      networkErrorIgnored:
        "Only ApiException is handled here, so a network error of {{operation}}{{through}} is dropped: {{consequence}}. Handle every other error too, or rethrow it.{{ids}}",
      settledIgnored:
        'Nobody reads these results, so a failure of {{operation}}{{through}} goes unseen: {{consequence}}. Look for results with status "rejected" and act on them.{{ids}}',
      resultIgnored:
        "The result of {{called}}() says whether {{operation}} failed{{through}}, and nobody checks it here: {{consequence}}. Check it and act on the failure.{{ids}}",
      rethrow: "Throw on, with the error as the cause.",
      throwOn: "Throw the error on.",
      answer: "Answer 502 here.",
      exit: "Set the exit code.",
      collect: "Collect the errors of the loop, and act on them behind it.",
      check: "Look at the result, and act on a failure.",
      awaitIt: "Await the result: a promise always counts as true.",
    },
    schema: [
      {
        type: "object",
        properties: {
          operations: operationsProperty,
          allowLogging: {
            type: "boolean",
            description:
              "Whether logging the error is enough. It never is for authentication.expireAll.",
          },
        },
        additionalProperties: false,
      },
    ],
  },
  defaultOptions: [{ operations: "contracted", allowLogging: false }],
  create(context, [{ operations, allowLogging }], svix) {
    return {
      Program(root) {
        const file = svix.services.esTreeNodeToTSNodeMap.get(root);
        for (const verdict of verdictsIn(svix, file, "api")) {
          const { judgement, origin } = verdict;
          if (!isSwallowed(judgement)) continue;
          if (operations === "contracted" && !origin.contracted) continue;
          if (
            judgement === "onlyLogged" &&
            allowLogging &&
            !NEVER_BEST_EFFORT.includes(origin.operation)
          )
            continue;
          if (WITHOUT_HANDLING.includes(judgement) && isWorkKept(verdict, svix)) continue;
          context.report({
            loc: locOfVerdict(verdict, context.sourceCode),
            messageId: judgement,
            data: {
              ...dataOf("no-swallowed-api-error", verdict, context.cwd),
              remedy: answersRequest(verdict, svix) ? ANSWER : RETHROW,
            },
            suggest: isResult(judgement)
              ? resultSuggestions(verdict, IDS, svix)
              : rethrowSuggestions(verdict, IDS, svix),
          });
        }
      },
    };
  },
});

const ANSWER = "Answer with a status that says so, such as 502.";
const RETHROW = "Rethrow, or return what callers can tell from success.";

/** Whether what meets the error answers a request, so that nobody is there to rethrow to. */
function answersRequest({ place }: Verdict, { services }: SvixServices): boolean {
  const reason = { status: 502, text: "" } as const;
  return answerAt(place, reason, checkerOf(services.program)) !== undefined;
}

/** Whether the work is found again where the failure is met, or where it arises. */
function isWorkKept({ judgement, site, origin }: Verdict, svix: SvixServices): boolean {
  const context = retryContextOf(svix);
  if (isKept(origin.call, context)) return true;
  const isTold = judgement === "resultIgnored";
  return site !== origin.call && isKept(site, { ...context, isTold });
}

function isSwallowed(judgement: Judgement): judgement is MessageId {
  return (JUDGEMENTS as readonly string[]).includes(judgement);
}

function isResult(judgement: MessageId): boolean {
  return judgement === "resultIgnored" || judgement === "settledIgnored";
}
