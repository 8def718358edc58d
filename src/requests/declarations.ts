import ts from "typescript";
import { isFunction, unwrapped, type FunctionWithBody } from "./syntax.js";

/** The symbol of an expression, through imports and re-exports. */
export function symbolOf(node: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  let symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  return symbol;
}

/**
 * The function of the program (with a body) that a call enters, or undefined: a package's function,
 * a value that is not known, an overload without implementation.
 */
export function calledFunction(
  call: ts.CallExpression,
  checker: ts.TypeChecker,
): FunctionWithBody | undefined {
  const callee = unwrapped(call.expression);
  if (isFunction(callee)) return callee;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return undefined;
  const symbol = symbolOf(name, checker);
  for (const declaration of symbol?.declarations ?? []) {
    const found = functionOf(declaration);
    if (found) return found;
  }
  return undefined;
}

/** The function that a declaration holds: itself, or the initializer of a const or property. */
export function functionOf(declaration: ts.Declaration): FunctionWithBody | undefined {
  if (isFunction(declaration)) return declaration;
  if (
    (ts.isVariableDeclaration(declaration) ||
      ts.isPropertyAssignment(declaration) ||
      ts.isPropertyDeclaration(declaration)) &&
    declaration.initializer
  ) {
    const value = unwrapped(declaration.initializer);
    if (isFunction(value)) return value;
  }
  return undefined;
}

/** The module that an identifier's symbol is imported from, as written, also when it cannot be resolved. */
export function importedFrom(node: ts.Node, checker: ts.TypeChecker): string | undefined {
  const declaration = checker.getSymbolAtLocation(node)?.declarations?.[0];
  for (let current: ts.Node | undefined = declaration; current; current = current.parent) {
    if (ts.isImportDeclaration(current)) {
      return ts.isStringLiteral(current.moduleSpecifier) ? current.moduleSpecifier.text : undefined;
    }
    if (ts.isVariableDeclaration(current) && current.initializer)
      return requiredModule(current.initializer);
    if (ts.isStatement(current)) return undefined;
  }
  return undefined;
}

/** `"x"` of `require("x")`, also behind `.member`. */
function requiredModule(node: ts.Expression): string | undefined {
  let value = unwrapped(node);
  if (ts.isPropertyAccessExpression(value)) value = value.expression;
  if (!ts.isCallExpression(value) || !ts.isIdentifier(value.expression)) return undefined;
  const [argument] = value.arguments;
  return value.expression.text === "require" && argument && ts.isStringLiteralLike(argument)
    ? argument.text
    : undefined;
}

/** The name of the npm package that a declaration's file lies in, by its path below node_modules. */
export function packageOf(declaration: ts.Node): string | undefined {
  const { fileName } = declaration.getSourceFile();
  const at = fileName.lastIndexOf("/node_modules/");
  if (at < 0) return undefined;
  const [first = "", second = ""] = fileName.slice(at + "/node_modules/".length).split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}

/** Whether `JSON.<method>(…)` of the language itself is called. */
export function isJsonCall(
  node: ts.Node,
  method: "parse" | "stringify",
): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false;
  const callee = unwrapped(node.expression);
  return (
    ts.isPropertyAccessExpression(callee) &&
    callee.name.text === method &&
    ts.isIdentifier(callee.expression) &&
    callee.expression.text === "JSON"
  );
}

interface FileWrites {
  readonly byName: ReadonlyMap<string, readonly ts.Identifier[]>;
}

const writesOfFile = new WeakMap<ts.SourceFile, FileWrites>();

/** The right sides of plain assignments `name = value` to a variable, in the file that declares it. */
export function writesTo(
  symbol: ts.Symbol,
  checker: ts.TypeChecker,
): readonly ts.BinaryExpression[] {
  const file = symbol.valueDeclaration?.getSourceFile();
  if (!file) return [];
  let writes = writesOfFile.get(file);
  if (!writes) {
    writes = { byName: collectWrites(file) };
    writesOfFile.set(file, writes);
  }
  return (writes.byName.get(symbol.name) ?? [])
    .filter((name) => checker.getSymbolAtLocation(name) === symbol)
    .map((name) => assignmentOf(name))
    .filter((assignment) => assignment !== undefined);
}

function assignmentOf(name: ts.Identifier): ts.BinaryExpression | undefined {
  let { parent } = name as { parent: ts.Node };
  while (
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isNonNullExpression(parent)
  ) {
    ({ parent } = parent);
  }
  return ts.isBinaryExpression(parent) ? parent : undefined;
}

function collectWrites(file: ts.SourceFile): Map<string, ts.Identifier[]> {
  const found = new Map<string, ts.Identifier[]>();
  const walk = (node: ts.Node): void => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    ) {
      const target = unwrapped(node.left);
      if (ts.isIdentifier(target)) {
        const list = found.get(target.text);
        if (list) list.push(target);
        else found.set(target.text, [target]);
      }
    }
    ts.forEachChild(node, walk);
  };
  walk(file);
  return found;
}

const namesOfFile = new WeakMap<ts.SourceFile, Map<string, ts.Identifier[]>>();

/** Every identifier of a file that has this text. */
export function identifiersNamed(name: string, file: ts.SourceFile): readonly ts.Identifier[] {
  let names = namesOfFile.get(file);
  if (!names) {
    names = new Map();
    const all = names;
    const walk = (node: ts.Node): void => {
      if (ts.isIdentifier(node)) {
        const list = all.get(node.text);
        if (list) list.push(node);
        else all.set(node.text, [node]);
      }
      ts.forEachChild(node, walk);
    };
    walk(file);
    namesOfFile.set(file, names);
  }
  return names.get(name) ?? [];
}

/** References to a symbol in one file, its declarations aside. */
export function referencesIn(
  file: ts.SourceFile,
  symbol: ts.Symbol,
  checker: ts.TypeChecker,
): readonly ts.Identifier[] {
  return identifiersNamed(symbol.name, file).filter((node) => {
    if (
      symbol.declarations?.some((declaration) => (declaration as ts.NamedDeclaration).name === node)
    )
      return false;
    return symbolOf(node, checker) === symbol;
  });
}
