import {
  ESLintUtils,
  type ParserServicesWithTypeInformation,
  type TSESLint,
} from "@typescript-eslint/utils";
import ts from "typescript";
import { reachOf } from "../callers/reach.js";
import type { Severity } from "../contract/types.js";
import { recogniserOf, type Recogniser } from "../sdk/recogniser.js";
import { docsUrl } from "./docs-url.js";
import { extraVerifierOf } from "./extra-verifiers.js";
import { survive, surviving } from "./internal-error.js";
import { keepingLineEnds } from "./line-ends.js";
import { settingsOf, type ResolvedSettings } from "./settings.js";
import { SetupNotice } from "./setup-notice.js";
import { typedServicesOf } from "./typed-services.js";
import { typeScriptProblem } from "./typescript-support.js";

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
  /** The checked `settings.svix`, with defaults. */
  readonly settings: ResolvedSettings;
  /** Whether anything in the file can lead to the SDK. */
  readonly isReached: boolean;
}

type Meta<MessageIds extends string, Options extends readonly unknown[]> = Omit<
  ESLintUtils.NamedCreateRuleMeta<MessageIds, SvixRuleDocs, Options>,
  "docs" | "defaultOptions"
> & { readonly docs: SvixRuleDocs };

export interface RuleDefinition<MessageIds extends string, Options extends readonly unknown[]> {
  readonly name: string;
  readonly meta: Meta<MessageIds, Options>;
  readonly defaultOptions: Options;
  /** Also looks at files from which nothing leads to the SDK. */
  readonly isEverywhere?: boolean;
  readonly create: (
    context: Readonly<TSESLint.RuleContext<MessageIds, Options>>,
    options: Options,
    svix: SvixServices,
  ) => TSESLint.RuleListener;
}

type Writable<List extends readonly unknown[]> = { -readonly [Index in keyof List]: List[Index] };

type Module<MessageIds extends string, Options extends readonly unknown[]> = ESLintUtils.RuleModule<
  MessageIds,
  Options,
  SvixRuleDocs
>;

/**
 * A rule as the types of typescript-eslint and of ESLint 9 and 10 all take it. They agree neither on
 * the context nor on whether the list of defaults is writable.
 */
export type SvixRule<MessageIds extends string, Options extends readonly unknown[]> = Omit<
  Module<MessageIds, Options>,
  "create" | "meta" | "defaultOptions"
> & {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what ESLint's own type says
  create(context: never): Record<string, (node: any) => void>;
  readonly name: string;
  readonly meta: Omit<Module<MessageIds, Options>["meta"], "defaultOptions" | "docs"> & {
    readonly defaultOptions: Writable<Options>;
    readonly docs: SvixRuleDocs & { readonly url: string };
  };
};

const notice = new SetupNotice();

/**
 * A rule of this plugin. `create` is called only for files of a program that loads the SDK;
 * elsewhere the rule has no listeners and costs nothing. Where the rules cannot work for want of
 * type information, one notice a run says so (SetupNotice).
 */
export function createRule<MessageIds extends string, Options extends readonly unknown[]>({
  create,
  defaultOptions,
  isEverywhere = false,
  ...rule
}: RuleDefinition<MessageIds, Options>): SvixRule<MessageIds, Options> {
  const module = ESLintUtils.RuleCreator<SvixRuleDocs>(docsUrl)<Options, MessageIds>({
    ...rule,
    meta: { ...rule.meta, defaultOptions: [...defaultOptions] as never },
    create(context) {
      const listeners = survive(context, () => {
        const svix = svixServicesOf(context);
        if (!svix) return notice.listenersFor(context, rule.meta.docs.recommended);
        notice.settle(context.filename);
        if (!isEverywhere && !svix.isReached) return {};
        return create(keepingLineEnds(context), optionsOf(context, defaultOptions), svix);
      });
      return surviving(context, listeners ?? {});
    },
  });
  return module as unknown as SvixRule<MessageIds, Options>;
}

interface Known {
  readonly settings: object;
  readonly svix: SvixServices | undefined;
}

/** What the first rule on a file has found out is so for the others, too. */
const knownOf = new WeakMap<object, Known>();

/** Types and SDK of the linted file's program, or undefined where there is nothing to check. */
function svixServicesOf(
  context: Readonly<TSESLint.RuleContext<string, readonly unknown[]>>,
): SvixServices | undefined {
  const { sourceCode, settings } = context;
  const known = knownOf.get(sourceCode);
  if (known?.settings === settings) return known.svix;
  const svix = foundServicesOf(context);
  knownOf.set(sourceCode, { settings, svix });
  return svix;
}

function foundServicesOf(
  context: Readonly<TSESLint.RuleContext<string, readonly unknown[]>>,
): SvixServices | undefined {
  const services = typedServicesOf(context);
  if (!services) return undefined;
  const file = services.esTreeNodeToTSNodeMap.get(context.sourceCode.ast);
  if (typeScriptProblem(file, ts) !== undefined) return undefined;
  const settings = settingsOf(context.settings);
  const extraVerifier = extraVerifierOf(settings, services.program);
  const sdk = recogniserOf(services.program, { extraVerifier });
  const source = file.getSourceFile();
  return (
    sdk && { services, sdk, settings, isReached: reachOf(services.program, sdk).includes(source) }
  );
}

/** The user's options over the defaults, field by field: ESLint 8 does not merge them. */
function optionsOf<Options extends readonly unknown[]>(
  { options }: Readonly<TSESLint.RuleContext<string, Options>>,
  defaultOptions: Options,
): Options {
  return defaultOptions.map((value, index) => ({
    ...(value as object),
    ...(options[index] as object | undefined),
  })) as unknown as Options;
}
