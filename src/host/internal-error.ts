import { createRequire } from "node:module";
import type { TSESLint } from "@typescript-eslint/utils";
import ts from "typescript";
import { ISSUES_URL } from "./docs-url.js";
import { SettingsError } from "./settings.js";

type Context = Readonly<TSESLint.RuleContext<string, readonly unknown[]>>;

/** With this variable set, as in this plugin's own tests, an internal error is thrown on. */
const THROW_ON = "ESLINT_PLUGIN_SVIX_THROW";

let announced = false;

/**
 * Runs a rule's code so that an error in it costs the rule's verdict on the file and nothing else:
 * ESLint itself would end with all other findings lost.
 *
 * @returns what `work` returns, or undefined when it threw
 * @throws {SettingsError} since a user's mistake is theirs to see
 */
export function survive<Result>(context: Context, work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof SettingsError || process.env[THROW_ON]) throw error;
    announceOnce(context, error);
    return undefined;
  }
}

/** The rule's listeners; after the first error none of them runs again for this file. */
export function surviving(
  context: Context,
  listeners: TSESLint.RuleListener,
): TSESLint.RuleListener {
  let failed = false;
  const guarded = Object.entries(listeners).map(([selector, listener]) => [
    selector,
    (...nodes: unknown[]) => {
      if (failed) return;
      const done = survive(context, () => {
        (listener as (...nodes: unknown[]) => void)(...nodes);
        return true;
      });
      failed = done === undefined;
    },
  ]);
  return Object.fromEntries(guarded) as TSESLint.RuleListener;
}

function announceOnce({ id, filename }: Context, error: unknown): void {
  if (announced) return;
  announced = true;
  const stack = error instanceof Error ? error.stack : String(error);
  console.error(
    [
      `eslint-plugin-svix ${version()}: internal error in ${id}; the rule reports nothing in ${filename}.`,
      `Other findings are not affected. Please send this text and the code it is about to ${ISSUES_URL}`,
      `TypeScript ${ts.version}, Node ${process.version}`,
      stack,
    ].join("\n"),
  );
}

function version(): string {
  const manifest = createRequire(import.meta.url)("../../package.json") as { version: string };
  return manifest.version;
}
