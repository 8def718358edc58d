import type { TSESLint } from "@typescript-eslint/utils";

type Descriptor<MessageIds extends string> = TSESLint.ReportDescriptor<MessageIds>;

/**
 * A rule's context whose suggestions end the lines that they insert as the file ends its own: the
 * suggestions of this plugin are made with `\n`.
 */
export function keepingLineEnds<MessageIds extends string, Options extends readonly unknown[]>(
  context: Readonly<TSESLint.RuleContext<MessageIds, Options>>,
): Readonly<TSESLint.RuleContext<MessageIds, Options>> {
  if (!context.sourceCode.text.includes("\r\n")) return context;
  const report = (descriptor: Descriptor<MessageIds>): void => {
    const suggest = descriptor.suggest?.map(({ fix, ...suggestion }) => ({
      ...suggestion,
      fix: withCarriageReturns(fix),
    }));
    context.report(suggest === undefined ? descriptor : { ...descriptor, suggest });
  };
  // The context is frozen, and its members stand on its prototype.
  return Object.create(context, { report: { value: report } }) as typeof context;
}

function withCarriageReturns(fix: TSESLint.ReportFixFunction): TSESLint.ReportFixFunction {
  return (fixer) => {
    const fixes = fix(fixer) ?? [];
    const all = Symbol.iterator in fixes ? [...fixes] : [fixes];
    return all.map((one) => ({ ...one, text: one.text.replace(/\r?\n/gu, "\r\n") }));
  };
}
