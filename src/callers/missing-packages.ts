import ts from "typescript";
import { innermost } from "./declarations.js";
import { isRequire } from "./mentions.js";

/** A name of a package, as the code that imports it says. */
export interface ImportedName {
  /** The package (or module with a scheme, such as "node:test") without the path inside it. */
  readonly package: string;
  /** What is called or named there: the export, or the member that is read last; "" where nothing says. */
  readonly name: string;
}

/** `const app = express(); const router = app.route(…)`: longer chains are given up. */
const MAX_STEPS = 8;

/**
 * What an expression names of a package whose declarations are missing: the module is not installed
 * where ESLint runs, or has no types, so that the checker knows nothing. Read off the import (or
 * `require`) that the expression starts from, by way of members, calls, constants, fields and
 * annotated parameters, in other files of the project too: `inngest.createFunction`, with
 * `export const inngest = new Inngest(…)`, is `createFunction` of "inngest".
 *
 * Undefined for what the checker can resolve, for relative imports, and for values that come from
 * anything else, such as an unannotated parameter.
 */
export function missingName(
  expression: ts.Expression,
  checker: ts.TypeChecker,
): ImportedName | undefined {
  return named(expression, checker, 0);
}

/** The same for a type: `Job` of "bullmq" in `(job: Job<Data>) => …`. */
export function missingType(
  node: ts.TypeNode | undefined,
  checker: ts.TypeChecker,
  steps = MAX_STEPS,
): ImportedName | undefined {
  if (node === undefined) return undefined;
  if (!ts.isTypeReferenceNode(node)) return undefined;
  const { typeName } = node;
  if (ts.isIdentifier(typeName))
    return ofSymbol(checker.getSymbolAtLocation(typeName), checker, steps);
  const from = ofSymbol(checker.getSymbolAtLocation(leftmost(typeName)), checker, steps);
  return from && { ...from, name: typeName.right.text };
}

function named(
  expression: ts.Expression,
  checker: ts.TypeChecker,
  steps: number,
): ImportedName | undefined {
  if (steps > MAX_STEPS) return undefined;
  const node = innermost(expression);
  if (ts.isIdentifier(node)) {
    const symbol = checker.getSymbolAtLocation(node);
    return isUnknown(symbol) ? autoImported(node.text) : ofSymbol(symbol, checker, steps);
  }
  if (ts.isPropertyAccessExpression(node)) {
    // `this.queue`: a field; `clients.queue`: a member of an object of the project.
    const own = ofSymbol(checker.getSymbolAtLocation(node.name), checker, steps + 1);
    if (own !== undefined) return own;
    const whole = named(node.expression, checker, steps + 1);
    return whole && { ...whole, name: node.name.text };
  }
  if (ts.isAwaitExpression(node)) return named(node.expression, checker, steps + 1);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    if (isRequire(node)) return imported(node.arguments[0], "");
    return named(node.expression, checker, steps + 1);
  }
  return undefined;
}

/** What Nitro and Nuxt put into every file of the server, which nothing declares until they have run. */
const AUTO_IMPORTS: Readonly<Record<string, string>> = {
  defineEventHandler: "h3",
  defineLazyEventHandler: "h3",
  eventHandler: "h3",
};

function autoImported(name: string): ImportedName | undefined {
  const from = Object.hasOwn(AUTO_IMPORTS, name) ? AUTO_IMPORTS[name] : undefined;
  return from === undefined ? undefined : { package: from, name };
}

function ofSymbol(
  symbol: ts.Symbol | undefined,
  checker: ts.TypeChecker,
  steps: number,
): ImportedName | undefined {
  // Files may export each other's names on in circles, and `Math` is a variable of the type `Math`.
  if (symbol === undefined || steps > 2 * MAX_STEPS) return undefined;
  if ((symbol.flags & ts.SymbolFlags.Alias) !== 0) {
    const target = checker.getAliasedSymbol(symbol);
    if (!isUnknown(target)) return ofSymbol(target, checker, steps + 1);
    return symbol.declarations
      ?.map((node) => importOf(node) ?? exportedOn(node, checker, steps))
      .find((found) => found !== undefined);
  }
  for (const declaration of symbol.declarations ?? []) {
    const found = ofDeclaration(declaration, checker, steps);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a file of the project has exported on: `export { Worker } from "bullmq"`, imported from that file. */
function exportedOn(
  node: ts.Declaration,
  checker: ts.TypeChecker,
  steps: number,
): ImportedName | undefined {
  if (ts.isExportSpecifier(node))
    return ofSymbol(checker.getExportSpecifierLocalTargetSymbol(node), checker, steps + 1);
  if (!ts.isImportSpecifier(node)) return undefined;
  const file = checker.getSymbolAtLocation(node.parent.parent.parent.moduleSpecifier);
  const name = (node.propertyName ?? node.name).text;
  return ofSymbol(file && checker.tryGetMemberInModuleExports(name, file), checker, steps + 1);
}

function ofDeclaration(
  declaration: ts.Declaration,
  checker: ts.TypeChecker,
  steps: number,
): ImportedName | undefined {
  if (ts.isBindingElement(declaration)) {
    const { parent: variable } = declaration.parent;
    const name = declaration.propertyName ?? declaration.name;
    if (!ts.isVariableDeclaration(variable) || variable.initializer === undefined) return undefined;
    const whole = named(variable.initializer, checker, steps + 1);
    return whole && ts.isIdentifier(name) ? { ...whole, name: name.text } : whole;
  }
  if (ts.isClassLike(declaration)) {
    const [base] =
      declaration.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
        ?.types ?? [];
    return base && named(base.expression, checker, steps + 1);
  }
  const isHolder =
    ts.isVariableDeclaration(declaration) ||
    ts.isPropertyDeclaration(declaration) ||
    ts.isParameter(declaration) ||
    ts.isPropertyAssignment(declaration);
  if (!isHolder) return undefined;
  const byType = ts.isPropertyAssignment(declaration)
    ? undefined
    : missingType(declaration.type, checker, Math.max(steps, MAX_STEPS) + 1);
  if (byType !== undefined || declaration.initializer === undefined) return byType;
  return named(declaration.initializer, checker, steps + 1);
}

/** The checker's own symbol for what it does not know has no declaration. */
function isUnknown(symbol: ts.Symbol | undefined): boolean {
  return symbol?.declarations === undefined;
}

/** The package of an import that the checker could not resolve: then the import is all it knows. */
export function missingImport(declaration: ts.Declaration): string | undefined {
  return importOf(declaration)?.package;
}

function importOf(node: ts.Declaration): ImportedName | undefined {
  if (ts.isImportSpecifier(node)) {
    return imported(
      node.parent.parent.parent.moduleSpecifier,
      (node.propertyName ?? node.name).text,
    );
  }
  if (ts.isExportSpecifier(node))
    return imported(node.parent.parent.moduleSpecifier, (node.propertyName ?? node.name).text);
  if (ts.isNamespaceImport(node)) return imported(node.parent.parent.moduleSpecifier, "");
  // A default export is known to everybody by the name that it is given.
  if (ts.isImportClause(node)) return imported(node.parent.moduleSpecifier, node.name?.text ?? "");
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
    return imported(node.moduleReference.expression, node.name.text);
  // JavaScript: `const { Worker } = require("bullmq")` is an alias to the checker, too.
  if (ts.isVariableDeclaration(node) && isRequire(node.initializer))
    return imported(
      node.initializer.arguments[0],
      ts.isIdentifier(node.name) ? node.name.text : "",
    );
  if (ts.isBindingElement(node) && ts.isVariableDeclaration(node.parent.parent)) {
    const { initializer } = node.parent.parent;
    const name = node.propertyName ?? node.name;
    if (isRequire(initializer))
      return imported(initializer.arguments[0], ts.isIdentifier(name) ? name.text : "");
  }
  return undefined;
}

/** `@trigger.dev/sdk/v3` is `@trigger.dev/sdk`; relative paths are no packages. */
function imported(specifier: ts.Expression | undefined, name: string): ImportedName | undefined {
  if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return undefined;
  const { text } = specifier;
  if (/^[./#~]/u.test(text) || text.startsWith("@/")) return undefined;
  const from = /^(?:@[^/]+\/)?[^/]+/u.exec(text)?.[0];
  return from === undefined ? undefined : { package: from, name };
}

function leftmost(name: ts.EntityName): ts.Identifier {
  return ts.isIdentifier(name) ? name : leftmost(name.left);
}
