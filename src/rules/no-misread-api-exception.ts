import ts from "typescript";
import { citation, idsOf } from "../contract/postconditions.js";
import { createRule } from "../host/create-rule.js";
import { locOf, place } from "../host/locations.js";
import { retryContextOf } from "../host/retry-context.js";
import { suggestedEdits } from "../host/suggested-edits.js";
import { misreadEdits } from "../retries/misread-edits.js";
import { misreadsIn } from "../retries/misreads.js";

/** What an ApiException has in place of what other clients' errors have. */
const INSTEAD: Readonly<Record<string, string>> = {
  status: "`code`, the HTTP status as a number",
  statusCode: "`code`, the HTTP status as a number",
  response: "`code`, `body` or `headers`",
};

export default createRule({
  name: "no-misread-api-exception",
  meta: {
    type: "problem",
    docs: {
      description:
        "disallow asking the error of a Svix API call for what an ApiException does not have",
      recommended: "error",
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      noSuchProperty:
        "When {{operation}} fails, `{{property}}` of its error is undefined{{through}}, since an ApiException has none: {{consequence}}. Read {{instead}}.{{ids}}",
      codeIsNumber:
        "When {{operation}} fails, `code` of its error is the HTTP status as a number{{through}} and never equals {{value}}: every refusal is taken for something else. Compare with the number.{{ids}}",
      readCode: "Read `code`.",
      compareNumber: "Compare with {{number}}.",
    },
    schema: [],
  },
  defaultOptions: [],
  create(context, _options, svix) {
    const retries = retryContextOf(svix);
    return {
      Program(root) {
        const file = svix.services.esTreeNodeToTSNodeMap.get(root);
        for (const misread of misreadsIn(file, retries)) {
          const { kind, call, node, property, value = "", through } = misread;
          const { operation } = call;
          const data = {
            operation,
            property,
            value: JSON.stringify(value),
            consequence: consequenceOf(node),
            instead: INSTEAD[property] ?? "",
            through: through ? ` (${place(node, context.cwd)})` : "",
            ids: citation(idsOf("no-misread-api-exception", operation)),
          };
          const edits = through ? undefined : misreadEdits(misread, retries.checker);
          const suggest = suggestedEdits(
            kind === "noSuchProperty" ? "readCode" : "compareNumber",
            edits,
            { number: value },
          );
          context.report({ loc: locOf(through ?? node), messageId: kind, data, suggest });
        }
      },
    };
  },
});

/** What comes of a property that is undefined where it is read. */
function consequenceOf(node: ts.Node): string {
  const { parent } = node;
  const isReadFrom =
    (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
    parent.expression === node &&
    parent.questionDotToken === undefined;
  if (isReadFrom) return "reading on from it throws a TypeError, which hides the failure";
  if (ts.isTemplateSpan(parent) || ts.isPropertyAssignment(parent))
    return "what is told of the failure is undefined";
  const isDefaulted =
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    (parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
      parent.operatorToken.kind === ts.SyntaxKind.BarBarToken);
  return isDefaulted
    ? "the value in its stead is always taken"
    : "every refusal is taken for something else";
}
