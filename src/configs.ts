import type { Severity } from "./contract/types.js";
import type { SvixRuleDocs } from "./host/create-rule.js";
import type { SvixPlugin } from "./index.js";
import type { RuleName } from "./rules/index.js";

export type ConfigName = "recommended" | "strict" | "all";

type RuleEntry = Severity | [Severity, ...Readonly<Record<string, unknown>>[]];

/** A flat config of this plugin. */
export interface SvixConfig {
  readonly name: `svix/${ConfigName}`;
  readonly plugins: { readonly svix: SvixPlugin };
  readonly rules: Readonly<Partial<Record<`svix/${RuleName}`, RuleEntry>>>;
}

type Registry = Readonly<Record<string, { readonly meta: { readonly docs?: SvixRuleDocs } }>>;

/** What a config says about a rule, from the rule's own documentation block. */
const ENTRY: Readonly<Record<ConfigName, (docs: SvixRuleDocs) => RuleEntry | undefined>> = {
  recommended: (docs) => docs.recommended,
  strict: (docs) => docs.recommended && (docs.strict ? ["error", ...docs.strict] : "error"),
  all: () => "error",
};

/**
 * The flat configs, derived from each rule's `meta.docs`.
 *
 * - `recommended`: the severities of the Svix contract
 * - `strict`: the same rules, every one an error, with their strict options
 * - `all`: every rule there is as an error, with its default options
 *
 * @param pluginOf gives the plugin that the configs refer to; asked when a config is read
 */
export function configsOf(
  rules: Registry,
  pluginOf: () => SvixPlugin,
): Readonly<Record<ConfigName, SvixConfig>> {
  const config = (name: ConfigName): SvixConfig => ({
    name: `svix/${name}`,
    plugins: {
      get svix() {
        return pluginOf();
      },
    },
    rules: Object.fromEntries(
      Object.entries(rules).flatMap(([rule, { meta }]) => {
        const entry = meta.docs && ENTRY[name](meta.docs);
        return entry === undefined ? [] : [[`svix/${rule}`, entry] as const];
      }),
    ),
  });
  return { recommended: config("recommended"), strict: config("strict"), all: config("all") };
}
