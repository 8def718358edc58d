// Stands first: without TypeScript's compiler API nothing below it can be loaded.
import "./host/compiler-api.js";
import { createRequire } from "node:module";
import { configsOf, type ConfigName, type SvixConfig } from "./configs.js";
import { rules } from "./rules/index.js";

export type { ConfigName, SvixConfig } from "./configs.js";
export type { RuleName, RuleOptions } from "./rules/index.js";
export type { SvixSettings } from "./host/settings.js";

/** The plugin object, as ESLint's flat config takes it under `plugins`. */
export interface SvixPlugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: "svix" };
  readonly rules: typeof rules;
  readonly configs: Readonly<Record<ConfigName, SvixConfig>>;
}

// Read at run time: a JSON import would need an import attribute, which Node 20 warns about.
const manifest = createRequire(import.meta.url)("../package.json") as {
  readonly name: string;
  readonly version: string;
};

const meta = { name: manifest.name, version: manifest.version, namespace: "svix" } as const;

export const plugin: SvixPlugin = {
  meta,
  rules,
  // The configs hold the plugin, and the plugin its configs.
  configs: configsOf(rules, () => plugin),
};

export default plugin;

/**
 * What `require("eslint-plugin-svix")` gives in a CommonJS config (nodejs.org/api/modules.html,
 * "Loading ECMAScript modules using require()"). Left out of the declarations: TypeScript before
 * 5.6 cannot read such a name.
 *
 * @internal
 */
export { plugin as "module.exports" };
