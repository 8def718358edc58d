import ts from "typescript";
import { packageNameOf, type DirectoryPackages } from "../sdk/packages.js";
import { innermost, outermost, resolved } from "./declarations.js";
import { isProjectFile } from "./project-files.js";
import { missingName, missingType, type ImportedName } from "./missing-packages.js";

/** Where something is declared: the package or module, its name there, and what it is a member of. */
export interface Origin {
  readonly package: string;
  readonly name: string;
  /** The class, interface or namespace around it. */
  readonly container: string | undefined;
}

const directories: DirectoryPackages = new Map();

/** Names of packages by file, for the files of folders that are no `node_modules`. */
const INSTALLED = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//u;

/**
 * The package that declares this: the module of a `declare module "…"`, the folder in node_modules
 * (`@types/koa` stands for koa), or the name in the nearest package.json.
 */
export function packageOf(declaration: ts.Node): string | undefined {
  const ambient = ambientModuleOf(declaration);
  if (ambient !== undefined) return normalised(ambient);
  const file = declaration.getSourceFile();
  const installed = INSTALLED.exec(file.fileName)?.[1];
  if (installed !== undefined) return normalised(installed);
  return file.isDeclarationFile ? packageNameOf(file.fileName, directories) : undefined;
}

/** The name in the `declare module "…"` around a declaration. */
function ambientModuleOf(declaration: ts.Node): string | undefined {
  const module = ts.findAncestor(
    declaration,
    (node): node is ts.ModuleDeclaration =>
      ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name),
  );
  return module && SUBPATH.exec(module.name.text)?.[0];
}

/** `next` of "next/server", `@trigger.dev/sdk` of "@trigger.dev/sdk/v3"; "node:fs/promises" as a whole. */
const SUBPATH = /^(?:@[^/]+\/[^/]+|[^/:]+:.*|[^/]+)/u;

/** Built-in modules with their prefix, `@types/foo__bar` as `@foo/bar`. */
function normalised(name: string): string {
  if (name.startsWith("@types/")) {
    const typed = name.slice("@types/".length);
    return typed.includes("__") ? `@${typed.replace("__", "/")}` : typed;
  }
  return name === "assert" || name === "http" || name === "https" || name === "test"
    ? `node:${name}`
    : name;
}

/** The origin of a declaration; undefined for one that no package has. */
export function originOf(declaration: ts.Node): Origin | undefined {
  const from = packageOf(declaration);
  if (from === undefined) return undefined;
  const holder = ts.findAncestor(declaration.parent, (node) => nameOf(node) !== undefined);
  const container = holder === undefined || ts.isSourceFile(holder) ? undefined : nameOf(holder);
  const name =
    ts.isConstructorDeclaration(declaration) || ts.isConstructSignatureDeclaration(declaration)
      ? container
      : nameOf(declaration);
  return { package: from, name: name ?? container ?? "", container };
}

function nameOf(node: ts.Node): string | undefined {
  if (ts.isSourceFile(node)) return node.fileName;
  const name = ts.getNameOfDeclaration(node as ts.Declaration);
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteralLike(name))
    ? name.text
    : undefined;
}

/** The origins of what a mention or member access stands for, if need be by its import alone. */
export function originsOf(expression: ts.Expression, checker: ts.TypeChecker): readonly Origin[] {
  const declared = declaredOrigins(expression, checker);
  return declared.length > 0 ? declared : fromImport(missingName(expression, checker));
}

function fromImport(found: ImportedName | undefined): readonly Origin[] {
  return found === undefined
    ? []
    : [{ package: normalised(found.package), name: found.name, container: undefined }];
}

function declaredOrigins(expression: ts.Expression, checker: ts.TypeChecker): readonly Origin[] {
  const node = innermost(expression);
  const symbol = checker.getSymbolAtLocation(nameNode(node));
  if (symbol === undefined) return [];
  const target = resolved(symbol, checker);
  return (target.declarations ?? []).flatMap((declaration) => {
    const origin = originOf(declaration);
    // An import's own name says less than the name in the package: `export { try_ as try }`.
    return origin === undefined
      ? []
      : symbol.name === origin.name || symbol.name === "default"
        ? [origin]
        : [origin, { ...origin, name: symbol.name }];
  });
}

/** The part of a member access that has the member's symbol; a computed key has its own only. */
function nameNode(node: ts.Expression): ts.Node {
  if (ts.isPropertyAccessExpression(node)) return node.name;
  const isLiteral =
    ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression);
  return isLiteral ? node.argumentExpression : node;
}

/** The origins of what is called: its symbol, its type, and its signatures. */
export function originsOfCallee(
  call: ts.CallExpression | ts.NewExpression,
  checker: ts.TypeChecker,
): readonly Origin[] {
  if (ownFunctions(call.expression, checker).length > 0) return [];
  const type = checker.getTypeAtLocation(call.expression);
  const signatures = ts.isNewExpression(call)
    ? type.getConstructSignatures()
    : type.getCallSignatures();
  return [
    ...originsOf(call.expression, checker),
    ...originsOfType(type),
    // The parameters of a class that is made without a constructor of its own are declared nowhere.
    ...signatures.flatMap(({ declaration }) => (declaration && originOf(declaration)) ?? []),
  ];
}

/**
 * The functions that a name or a member stands for, where the project writes them all: no package
 * declares what those are. Empty for anything else.
 */
function ownFunctions(
  callee: ts.Expression,
  checker: ts.TypeChecker,
): readonly (ts.FunctionDeclaration | ts.MethodDeclaration)[] {
  const symbol = checker.getSymbolAtLocation(nameNode(innermost(callee)));
  const declarations = (symbol && resolved(symbol, checker).declarations) ?? [];
  const own = declarations.filter(
    (declaration): declaration is ts.FunctionDeclaration | ts.MethodDeclaration =>
      (ts.isFunctionDeclaration(declaration) || ts.isMethodDeclaration(declaration)) &&
      isProjectFile(declaration.getSourceFile()) &&
      ambientModuleOf(declaration) === undefined,
  );
  return own.length === declarations.length ? own : [];
}

/** The origins of a type's names: its alias, its symbol, and those of its parts. */
export function originsOfType(type: ts.Type): readonly Origin[] {
  const parts = type.isUnionOrIntersection() ? type.types : [];
  return [
    type.aliasSymbol,
    type.symbol as ts.Symbol | undefined,
    ...parts.flatMap((part) => [part.aliasSymbol, part.symbol as ts.Symbol | undefined]),
  ].flatMap((symbol) =>
    (symbol?.declarations ?? []).flatMap((declaration) => originOf(declaration) ?? []),
  );
}

/** The types that a function has been given or is asked to have: `const run: Task = …`. */
export function originsOfAskedType(fn: ts.Node, checker: ts.TypeChecker): readonly Origin[] {
  if (!ts.isExpression(fn)) return [];
  const asked = typeOfOwnParameter(fn, checker) ?? checker.getContextualType(fn);
  const declared = asked === undefined ? [] : originsOfType(asked);
  if (declared.length > 0) return declared;
  const { parent } = outermost(fn);
  return ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)
    ? fromImport(missingType(parent.type, checker))
    : [];
}

/**
 * What a function of the project asks for at the argument that an expression is, as it is written.
 * The type in the call's own terms would cost the inference of all that the function is generic in.
 */
function typeOfOwnParameter(argument: ts.Expression, checker: ts.TypeChecker): ts.Type | undefined {
  const whole = outermost(argument);
  const call = whole.parent;
  if (!ts.isCallExpression(call) || call.expression === whole) return undefined;
  const [fn, other] = ownFunctions(call.expression, checker);
  const parameter = other === undefined ? fn?.parameters[call.arguments.indexOf(whole)] : undefined;
  if (parameter?.type === undefined || parameter.dotDotDotToken !== undefined) return undefined;
  const type = checker.getTypeFromTypeNode(parameter.type);
  return (type.flags & ts.TypeFlags.TypeParameter) === 0
    ? type
    : checker.getBaseConstraintOfType(type);
}

/**
 * The origins of a parameter's type: its own, those of the name in its annotation (an alias of a
 * package may be made of another alias: Elysia's `Context`), if need be by the import alone.
 */
export function originsOfParameter(
  parameter: ts.ParameterDeclaration,
  checker: ts.TypeChecker,
): readonly Origin[] {
  const { type } = parameter;
  const named = type && ts.isTypeReferenceNode(type) ? originsOfName(type.typeName, checker) : [];
  const declared = [...originsOfType(checker.getTypeAtLocation(parameter)), ...named];
  return declared.length > 0 ? declared : fromImport(missingType(type, checker));
}

function originsOfName(name: ts.EntityName, checker: ts.TypeChecker): readonly Origin[] {
  const symbol = checker.getSymbolAtLocation(name);
  const declarations = (symbol && resolved(symbol, checker).declarations) ?? [];
  return declarations.flatMap((declaration) => originOf(declaration) ?? []);
}
