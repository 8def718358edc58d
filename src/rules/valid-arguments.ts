import ts from "typescript";
import { isStandIn } from "../arguments/stand-ins.js";
import { httpsEdit } from "../arguments/https-edit.js";
import { constrainedArguments } from "../arguments/input-types.js";
import { violationsOf } from "../arguments/violations.js";
import { callersOf } from "../callers/index.js";
import { isTestedOnPurpose } from "../callers/tested.js";
import { citation, idsOf } from "../contract/postconditions.js";
import { createRule } from "../host/create-rule.js";
import { locOf } from "../host/locations.js";
import { suggestedEdits } from "../host/suggested-edits.js";
import { possibleValues } from "../values/evaluator.js";

const REFUSED = "Svix answers {{operation}} with 422";

export default createRule({
  name: "valid-arguments",
  meta: {
    type: "problem",
    docs: {
      description: "require that arguments keep to what the Svix API accepts",
      recommended: "error",
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      badCharacters: `${REFUSED}: \`{{property}}\` is {{value}}, which does not match {{limit}}.{{ids}}`,
      tooShort: `${REFUSED}: \`{{property}}\` is {{value}}, but needs a length of at least {{limit}}.{{ids}}`,
      tooLong: `${REFUSED}: \`{{property}}\` is {{value}}, but may have at most {{limit}} characters.{{ids}}`,
      tooFewItems: `${REFUSED}: \`{{property}}\` has {{value}} items, but needs at least {{limit}}. Leave it out to set none.{{ids}}`,
      tooManyItems: `${REFUSED}: \`{{property}}\` has {{value}} items, but may have at most {{limit}}.{{ids}}`,
      duplicateItem: `${REFUSED}: \`{{property}}\` contains {{value}} twice, but takes {{limit}} only.{{ids}}`,
      tooSmall: `${REFUSED}: \`{{property}}\` is {{value}}, but has to be at least {{limit}}.{{ids}}`,
      tooLarge: `${REFUSED}: \`{{property}}\` is {{value}}, but may be at most {{limit}}.{{ids}}`,
      notAnInteger: `${REFUSED}: \`{{property}}\` is {{value}}, but has to be {{limit}}.{{ids}}`,
      malformedUrl: `${REFUSED}: \`{{property}}\` is {{value}}, which is not {{limit}}. No message reaches an endpoint that was never registered.{{ids}}`,
      notHttps: `${REFUSED}: \`{{property}}\` is {{value}}, which is not {{limit}}. No message reaches an endpoint that was never registered.{{ids}}`,
      badSecret: `${REFUSED}: \`{{property}}\` is {{value}} that does not match {{limit}}. Leave it out to let Svix make the secret.{{ids}}`,
      invalidDate: `{{operation}} fails: \`{{property}}\` is {{value}}, which is not {{limit}}.{{ids}}`,
      sinceAfterUntil: `${REFUSED}: \`{{property}}\` ({{value}}) lies after \`{{limit}}\`, so the window is empty and nothing is sent again.{{ids}}`,
      sinceInFuture: `${REFUSED}: \`{{property}}\` ({{value}}) lies after {{limit}}, so there is nothing to send again.{{ids}}`,
      windowTooLong: `${REFUSED}: \`{{property}}\` ({{value}}) lies further back than {{limit}}, so nothing is sent again. Choose a later \`{{property}}\`.{{ids}}`,
      useHttps: "Use https.",
    },
    schema: [],
  },
  defaultOptions: [],
  create(context, _options, { services, sdk }) {
    const { program, esTreeNodeToTSNodeMap } = services;
    const keepsArguments = (call: ts.Node): boolean =>
      ts.isCallExpression(call) && sdk.callOf(call) !== undefined;
    /** One literal may be the argument of many calls. */
    const reported = new Set<string>();
    return {
      CallExpression(node) {
        const call = sdk.callOf(esTreeNodeToTSNodeMap.get(node));
        if (call?.kind !== "api") return;
        const { operation } = call;
        const ids = citation(idsOf("valid-arguments", operation));
        for (const { argument, type } of constrainedArguments(call)) {
          const values = possibleValues(argument, program, { keepsArguments });
          for (const violation of violationsOf(values, type, argument)) {
            if (isStandIn({ ...violation, argument }, program.getTypeChecker())) continue;
            if (isTestedOnPurpose(argument, callersOf(program))) continue;
            const { problem, node: place, ...data } = violation;
            const key = `${problem} ${data.property} ${place.pos} ${data.value}`;
            if (reported.has(key)) continue;
            reported.add(key);
            context.report({
              loc: locOf(place),
              messageId: problem,
              data: { ...data, operation, ids },
              suggest: problem === "notHttps" ? suggestedEdits("useHttps", httpsEdit(place)) : [],
            });
          }
        }
      },
    };
  },
});
