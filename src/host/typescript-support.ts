import type ts from "typescript";
import { docsUrl } from "./docs-url.js";

/** What is asked of the installed `typescript` package; TypeScript 7 gives only its version. */
export interface TypeScriptPackage {
  readonly version?: string;
  readonly SyntaxKind?: Readonly<Record<"SourceFile", number>>;
}

/**
 * What to tell a user whose `typescript` package has no compiler API, or undefined where it has.
 *
 * TypeScript 7 is the native compiler: its package exports `version` and nothing that a linter can
 * work with. It is what `npm install typescript` gives, so this is met by people who did nothing
 * unusual. The way out is TypeScript 6 under the name "typescript", with 7 beside it.
 */
export function compilerApiProblem({
  version = "(unknown version)",
  SyntaxKind,
}: TypeScriptPackage): string | undefined {
  if (SyntaxKind !== undefined) return undefined;
  return (
    `eslint-plugin-svix works with TypeScript 5.0 to 6.0, but the installed typescript ${version} ` +
    `has no compiler API. Set "typescript": "npm:@typescript/typescript6@6" in package.json and ` +
    `keep the new compiler as "@typescript/native": "npm:typescript@7" (${docsUrl("setup")}).`
  );
}

/**
 * What to tell a user whose TypeScript the rules cannot work with, or undefined.
 *
 * @param file a source file as the parser made it
 * @param own this plugin's `typescript`
 */
export function typeScriptProblem(file: ts.Node, own: TypeScriptPackage): string | undefined {
  const { version = "", SyntaxKind } = own;
  if (Number.parseInt(version, 10) < 5) {
    return (
      `eslint-plugin-svix checked nothing: it works with TypeScript 5.0 to 6.0, and ${version} is ` +
      `installed. Update typescript (${docsUrl("setup")}).`
    );
  }
  // Kinds are numbered anew in most releases, so another copy of TypeScript shows.
  if (file.kind === SyntaxKind?.SourceFile) return undefined;
  return (
    `eslint-plugin-svix checked nothing: @typescript-eslint/parser works with another version of ` +
    `typescript than this plugin (${version}). Install a single one (${docsUrl("setup")}).`
  );
}
