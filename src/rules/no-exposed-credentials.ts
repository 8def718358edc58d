import ts from "typescript";
import { constrainedArguments } from "../arguments/input-types.js";
import { isTestFile } from "../callers/project-files.js";
import { citation, idsOf } from "../contract/postconditions.js";
import { NEW_SVIX, type RuleName } from "../contract/types.js";
import { isAskedFor } from "../credentials/asked-for.js";
import { clientFileOf } from "../credentials/client-files.js";
import { exposuresIn, type Exposure } from "../credentials/exposures.js";
import { secretsGiven } from "../credentials/given-secrets.js";
import { createRule } from "../host/create-rule.js";
import { locOf, place } from "../host/locations.js";
import { possibleValues } from "../values/evaluator.js";

const NAME: RuleName = "no-exposed-credentials";

type Options = readonly [{ readonly allowEmptyFallback: boolean }];

const FROM_SERVER = "Read it from an environment variable of the server or a secret store";

export default createRule({
  name: NAME,
  meta: {
    type: "problem",
    docs: {
      description: "disallow tokens and signing secrets in the source or in code for browsers",
      recommended: "error",
      strict: [{ allowEmptyFallback: false }],
      requiresTypeChecking: true,
    },
    messages: {
      literalToken: `{{operation}} gets a token that stands in the source, so whoever reads the code can act in your name. ${FROM_SERVER}, and revoke this one.{{ids}}`,
      literalSecret: `{{operation}} gets a signing secret that stands in the source, so whoever reads the code can forge messages. ${FROM_SERVER}, and rotate this one.{{ids}}`,
      publishedVariable: `{{operation}} gets {{name}}, which bundlers write into code for browsers, so every visitor has the credential. Give it a name without that prefix, and replace its value.{{ids}}`,
      clientFile: `{{operation}} stands in code that runs in the browser ({{file}} has “use client”), where every visitor can read its token. Make the client on the server.{{ids}}`,
      emptyFallback: `{{operation}} falls back to an empty credential, which fails only when it is used. Throw where the variable is missing.{{ids}}`,
    },
    schema: [
      {
        type: "object",
        description: "What counts as exposed.",
        properties: {
          allowEmptyFallback: {
            type: "boolean",
            description: 'Whether a credential may fall back to `""`, which never works.',
          },
        },
        additionalProperties: false,
      },
    ],
  },
  defaultOptions: [{ allowEmptyFallback: true }] as Options,
  create(context, [{ allowEmptyFallback }], { services, sdk }) {
    const { program, esTreeNodeToTSNodeMap } = services;
    if (isTestFile(esTreeNodeToTSNodeMap.get(context.sourceCode.ast), program)) return {};
    /** One literal may reach several constructors. */
    const reported = new Set<ts.Node>();
    const report = (
      found: readonly Exposure[],
      literal: "literalToken" | "literalSecret",
      operation: string,
      ids: string,
    ): void => {
      for (const exposure of found) {
        if (reported.has(exposure.node)) continue;
        reported.add(exposure.node);
        const messageId =
          exposure.kind === "literal"
            ? literal
            : exposure.kind === "published"
              ? "publishedVariable"
              : exposure.kind;
        const name = exposure.kind === "published" ? exposure.name : "";
        context.report({ loc: locOf(exposure.node), messageId, data: { operation, ids, name } });
      }
    };
    const checkConstruction = (tsNode: ts.NewExpression | ts.CallExpression): void => {
      const construction = sdk.constructionOf(tsNode);
      if (!construction) return;
      const { className } = construction;
      const isClient = className === "Svix";
      const operation = `new ${className}`;
      const ids = citation(idsOf(NAME, isClient ? NEW_SVIX : "Webhook.verify"));
      const [credential] = tsNode.arguments ?? [];
      const values = credential ? possibleValues(credential, program, { reassigned: "any" }) : [];
      report(
        exposuresIn(values, className).filter(
          ({ kind, node: fallback }) =>
            kind !== "emptyFallback" ||
            !(allowEmptyFallback || isAskedFor(fallback, tsNode, program.getTypeChecker())),
        ),
        isClient ? "literalToken" : "literalSecret",
        operation,
        ids,
      );
      const client =
        isClient && ts.isNewExpression(tsNode) ? clientFileOf(tsNode, program) : undefined;
      if (!client) return;
      const file = place(client, context.cwd).replace(/:\d+$/u, "");
      context.report({
        loc: locOf(tsNode),
        messageId: "clientFile",
        data: { operation, ids, file },
      });
    };
    return {
      NewExpression(node) {
        checkConstruction(esTreeNodeToTSNodeMap.get(node));
      },
      CallExpression(node) {
        const tsNode = esTreeNodeToTSNodeMap.get(node);
        checkConstruction(tsNode);
        const call = sdk.callOf(tsNode);
        if (call?.kind !== "api") return;
        const own = idsOf(NAME, call.operation);
        const ids = citation(own.length > 0 ? own : idsOf(NAME, "Webhook.verify"));
        for (const { argument, type } of constrainedArguments(call))
          report(secretsGiven(argument, type, program), "literalSecret", call.operation, ids);
      },
    };
  },
});
