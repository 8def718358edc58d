import {
  ESLintUtils,
  type ParserServicesWithTypeInformation,
  type TSESLint,
} from "@typescript-eslint/utils";
import type { Severity } from "../contract/types.js";
import { recogniserOf, type Recogniser } from "../sdk/recogniser.js";
import { typedServicesOf } from "./typed-services.js";

/** What a rule's documentation block says beyond ESLint's own fields; configs are derived from it. */
export interface SvixRuleDocs {
  readonly description: string;
  /** Severity in the `recommended` config; absent: only in `all`. */
  readonly recommended?: Severity;
  /** Options that the `strict` config sets for this rule. */
  readonly strict?: readonly Readonly<Record<string, unknown>>[];
  readonly requiresTypeChecking: true;
}

/** What a rule works with when it runs: only given where the program really contains the SDK. */
export interface SvixServices {
  readonly services: ParserServicesWithTypeInformation;
  readonly sdk: Recogniser;
}

type Meta<MessageIds extends string, Options extends readonly unknown[]> = Omit<
  ESLintUtils.NamedCreateRuleMeta<MessageIds, SvixRuleDocs, Options>,
  "docs" | "defaultOptions"
> & { readonly docs: SvixRuleDocs };

export interface RuleDefinition<MessageIds extends string, Options extends readonly unknown[]> {
  readonly name: string;
  readonly meta: Meta<MessageIds, Options>;
  readonly defaultOptions: Options;
  readonly create: (
    context: Readonly<TSESLint.RuleContext<MessageIds, Options>>,
    options: Options,
    svix: SvixServices,
  ) => TSESLint.RuleListener;
}

const DOCS_URL = "https://github.com/svix/eslint-plugin-svix/blob/main/rules-docs";

/**
 * A rule of this plugin. `create` is called only for files of a program that loads the SDK;
 * elsewhere, and where there is no type information, the rule has no listeners.
 */
export function createRule<MessageIds extends string, Options extends readonly unknown[]>({
  create,
  defaultOptions,
  ...rule
}: RuleDefinition<MessageIds, Options>): ESLintUtils.RuleModule<MessageIds, Options, SvixRuleDocs> {
  return ESLintUtils.RuleCreator<SvixRuleDocs>((name) => `${DOCS_URL}/${name}.md`)<
    Options,
    MessageIds
  >({
    ...rule,
    meta: { ...rule.meta, defaultOptions: [...defaultOptions] as never },
    create(context) {
      const services = typedServicesOf(context);
      const sdk = services && recogniserOf(services.program);
      if (!services || !sdk) return {};
      const options = defaultOptions.map((value, index) => ({
        ...(value as object),
        ...(context.options[index] as object | undefined),
      })) as unknown as Options;
      return create(context, options, { services, sdk });
    },
  });
}
