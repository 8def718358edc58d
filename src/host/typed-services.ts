import type { ParserServicesWithTypeInformation, TSESLint } from "@typescript-eslint/utils";

/** The parser's type information for the linted file, or undefined where there is none. */
export function typedServicesOf(
  context: Readonly<TSESLint.RuleContext<string, readonly unknown[]>>,
): ParserServicesWithTypeInformation | undefined {
  const services = context.sourceCode.parserServices;
  return services?.program ? (services as ParserServicesWithTypeInformation) : undefined;
}
