import ts from "typescript";
import type { EnvironmentValue } from "./static-value.js";
import { access, bare, importedAs } from "./syntax.js";

/**
 * Prefixes whose variables bundlers write into code for browsers.
 * Sources: the environment variable pages of Next.js, Vite, SvelteKit and Astro (PUBLIC_), Create
 * React App, Expo, Nuxt and Gatsby.
 */
const PUBLISHED = /^(?:NEXT_PUBLIC|VITE|PUBLIC|REACT_APP|EXPO_PUBLIC|NUXT_PUBLIC|GATSBY)_/u;

/** Prefixes that say all by themselves, on whatever object they stand (`env.NEXT_PUBLIC_TOKEN`). */
const UNMISTAKABLE = /^(?:NEXT_PUBLIC|VITE|REACT_APP|EXPO_PUBLIC|NUXT_PUBLIC|GATSBY)_/u;

/** Modules whose every export is published: SvelteKit's and Astro's. */
const PUBLIC_MODULES = new Set(["$env/static/public", "$env/dynamic/public", "astro:env/client"]);
const PRIVATE_MODULES = new Set([
  "$env/static/private",
  "$env/dynamic/private",
  "astro:env/server",
]);

/** `process.env`, `import.meta.env`, `Bun.env`, `globalThis.process.env` */
export function isEnvironment(node: ts.Expression): boolean {
  const whole = bare(node);
  const found = access(whole);
  if (found?.name !== "env") return false;
  const object = bare(found.object);
  if (ts.isMetaProperty(object)) return true;
  if (ts.isIdentifier(object)) return object.text === "process" || object.text === "Bun";
  return access(object)?.name === "process";
}

/** `Deno.env.get("NAME")` */
export function environmentCall(node: ts.CallExpression): EnvironmentValue | undefined {
  const [name] = node.arguments;
  const method = access(bare(node.expression));
  const env = method && access(bare(method.object));
  const isDeno =
    method?.name === "get" && env?.name === "env" && bare(env.object).getText() === "Deno";
  return isDeno && name && ts.isStringLiteralLike(name) ? variable(name.text, node) : undefined;
}

/** The environment variable that `object.name` reads. */
export function environmentAccess(
  object: ts.Expression,
  name: string,
  node: ts.Node,
  checker: ts.TypeChecker,
): EnvironmentValue | undefined {
  if (isEnvironment(object) || UNMISTAKABLE.test(name)) return variable(name, node);
  const imported = importedAs(object, checker);
  // import { env } from "$env/dynamic/public"
  if (imported && PUBLIC_MODULES.has(imported.module))
    return { ...variable(name, node), published: true };
  if (imported && PRIVATE_MODULES.has(imported.module)) return variable(name, node);
  return isNuxtPublic(object, checker) ? { ...variable(name, node), published: true } : undefined;
}

/** The environment variable that an imported name stands for. */
export function environmentImport(
  node: ts.Identifier,
  checker: ts.TypeChecker,
): EnvironmentValue | undefined {
  const imported = importedAs(node, checker);
  if (!imported) return undefined;
  if (PUBLIC_MODULES.has(imported.module))
    return { ...variable(imported.name, node), published: true };
  return PRIVATE_MODULES.has(imported.module) ? variable(imported.name, node) : undefined;
}

export function variable(name: string, node: ts.Node): EnvironmentValue {
  return { kind: "environment", name, published: PUBLISHED.test(name), node };
}

/** Nuxt: `useRuntimeConfig().public.name`, also by way of a variable. */
function isNuxtPublic(object: ts.Expression, checker: ts.TypeChecker): boolean {
  const whole = access(bare(object));
  if (whole?.name !== "public") return false;
  const source = bare(whole.object);
  if (isRuntimeConfig(source)) return true;
  if (!ts.isIdentifier(source)) return false;
  const declaration = checker.getSymbolAtLocation(source)?.valueDeclaration;
  const initializer =
    declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return initializer !== undefined && isRuntimeConfig(bare(initializer));
}

function isRuntimeConfig(node: ts.Expression): boolean {
  return (
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "useRuntimeConfig"
  );
}
