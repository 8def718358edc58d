import ts from "typescript";
import { outermost } from "../callers/declarations.js";
import { mentionsOf } from "../callers/mentions.js";
import { isAssignment, isUpdate } from "./assigned.js";
import { literalOf } from "./literals.js";
import type { World } from "./machine.js";
import { isPure, isStoring } from "./purity.js";
import { bare } from "./syntax.js";

/** Names that stand for other names: longer chains are given up. */
const MAX_DEPTH = 4;

/**
 * Whether all that comes of a value ends in a log: `const sent = results.filter(isFulfilled).length;
 * console.info(sent)`. A callback that the value's parts are given to is not looked into. False for a
 * value of which nothing is made.
 */
export function isOnlyLogged(value: ts.Expression, world: World): boolean {
  return endsInLog(value, world, 0);
}

function endsInLog(value: ts.Expression, world: World, depth: number): boolean {
  const node = outermost(value);
  const { parent } = node;
  const goesOn = (whole: ts.Expression): boolean => endsInLog(whole, world, depth);
  if (ts.isVariableDeclaration(parent)) return isVariableOnlyLogged(parent, world, depth);
  if (ts.isForOfStatement(parent))
    return parent.expression === node && isOnlyCounted(parent.statement, world);
  if (ts.isCallExpression(parent)) {
    if (world.isLogger(parent.expression)) return true;
    return isPure(world.checker, parent.expression) && goesOn(parent);
  }
  if (ts.isTemplateSpan(parent)) return goesOn(parent.parent);
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
    return goesOn(parent.parent);
  if (ts.isPropertyAccessExpression(parent)) {
    const given = givenTo(parent);
    if (given !== undefined) return isGivenOnlyLogged(given, world);
  }
  if (isCounting(parent)) return parent.right === node && isCounterOnlyLogged(parent.left, world);
  return isPartOfValue(node, parent) && goesOn(parent);
}

/** The callback that is given the value, or its elements one by one: `results.forEach(…)`, `settled.then(…)`. */
function givenTo(access: ts.PropertyAccessExpression): ts.ArrowFunction | undefined {
  const call = access.parent;
  if (!ts.isCallExpression(call) || call.expression !== access) return undefined;
  const [callback] = call.arguments;
  if (access.name.text !== "forEach" && access.name.text !== "then") return undefined;
  return callback !== undefined && ts.isArrowFunction(callback) ? callback : undefined;
}

function isGivenOnlyLogged({ body }: ts.ArrowFunction, world: World): boolean {
  return ts.isBlock(body) ? isOnlyCounted(body, world) : countsOrLogs(bare(body), world);
}

/** Whether statements do nothing but to log, or to count what is only logged. */
function isOnlyCounted(node: ts.Statement, world: World): boolean {
  return doesOnly(node, (done) => countsOrLogs(done, world));
}

/** Whether all that a statement does, on whatever condition and however often, passes a test. */
function doesOnly(node: ts.Statement, passes: (done: ts.Expression) => boolean): boolean {
  if (ts.isBlock(node)) return node.statements.every((each) => doesOnly(each, passes));
  if (ts.isForOfStatement(node)) return doesOnly(node.statement, passes);
  if (ts.isIfStatement(node))
    return (
      doesOnly(node.thenStatement, passes) &&
      (node.elseStatement === undefined || doesOnly(node.elseStatement, passes))
    );
  return ts.isExpressionStatement(node) && passes(bare(node.expression));
}

function countsOrLogs(node: ts.Expression, world: World): boolean {
  if (ts.isConditionalExpression(node))
    return countsOrLogs(bare(node.whenTrue), world) && countsOrLogs(bare(node.whenFalse), world);
  if (isUpdate(node)) return isCounterOnlyLogged(node.operand, world);
  if (isCounting(node)) return isCounterOnlyLogged(node.left, world);
  return isLogLine(node, world);
}

function isLogLine(node: ts.Expression, world: World): boolean {
  return ts.isCallExpression(node) && world.isLogger(node.expression);
}

/** `failed += 1` */
function isCounting(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken;
}

function isCounterOnlyLogged(counter: ts.Expression, world: World): boolean {
  const name = bare(counter);
  const declaration = ts.isIdentifier(name)
    ? symbolAt(name, world.checker)?.valueDeclaration
    : undefined;
  return declaration !== undefined && useOf(declaration, world) !== undefined;
}

function isPartOfValue(node: ts.Expression, parent: ts.Node): parent is ts.Expression {
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return (
    ts.isAwaitExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    (ts.isElementAccessExpression(parent) && parent.expression === node) ||
    (ts.isConditionalExpression(parent) && parent.condition === node) ||
    (ts.isBinaryExpression(parent) &&
      (ARITHMETIC.has(parent.operatorToken.kind) || EQUALITY.has(parent.operatorToken.kind)))
  );
}

const EQUALITY: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

const ARITHMETIC: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.SlashToken,
]);

function isVariableOnlyLogged(
  { name }: ts.VariableDeclaration,
  world: World,
  depth: number,
): boolean {
  if (!ts.isIdentifier(name) || depth >= MAX_DEPTH) return false;
  const { checker, program } = world;
  const symbol = checker.getSymbolAtLocation(name);
  const uses = mentionsOf(program)
    .inFile(name.getSourceFile(), name.text)
    .filter((use) => use !== name && symbolAt(use, checker) === symbol);
  return (
    uses.length > 0 && uses.every((use) => ts.isExpression(use) && endsInLog(use, world, depth + 1))
  );
}

/**
 * What becomes of what is put into a list, a set or a map: `errors.push(message)`, and at the end of the
 * script `console.log(errors)`.
 *
 * @returns "logged", "unread" where nobody so much as logs it, or undefined where somebody reads it, or may:
 *   lists of a module that exports them, of a class that shows them, and of a caller
 */
export function useOfFilled({ expression }: ts.CallExpression, world: World): Use | undefined {
  const callee = bare(expression);
  if (!ts.isPropertyAccessExpression(callee) || !isStoring(world.checker, callee)) return undefined;
  const name = holderOf(callee.expression);
  const declaration = name && symbolAt(name, world.checker)?.valueDeclaration;
  return declaration && useOf(declaration, world);
}

type Use = "logged" | "unread";

/** What is being asked for: two counts may be read to raise each other. */
const asking = new Set<ts.Declaration>();

/** The same of what a variable or a private field holds. */
export function useOf(declaration: ts.Declaration, world: World): Use | undefined {
  const name = ts.getNameOfDeclaration(declaration);
  if (name === undefined || !isOwn(declaration) || asking.has(declaration)) return undefined;
  asking.add(declaration);
  const uses = mentionsOf(world.program)
    .inFile(name.getSourceFile(), name.getText())
    .filter((use) => use !== name && isUseOf(declaration, use, world.checker))
    .map((use) => roleOf(use, world));
  asking.delete(declaration);
  if (uses.includes("read")) return undefined;
  return uses.includes("logged") ? "logged" : "unread";
}

/** `errors`, `this.#errors`, and `stats` of `stats.errors`, `report` of `this.report.failed` */
function holderOf(list: ts.Expression): ts.Identifier | ts.PrivateIdentifier | undefined {
  const node = bare(list);
  if (ts.isIdentifier(node)) return node;
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  return node.expression.kind === ts.SyntaxKind.ThisKeyword ? node.name : holderOf(node.expression);
}

/** A plain list, object or literal that no other file sees, and no template: of Vue's refs and components those do. */
function isOwn(declaration: ts.Declaration): boolean {
  const isField = ts.isPropertyDeclaration(declaration);
  if (!isField && !ts.isVariableDeclaration(declaration)) return false;
  if (!isPlain(declaration.initializer) || !SCRIPT.test(declaration.getSourceFile().fileName))
    return false;
  const flags = ts.getCombinedModifierFlags(declaration);
  if (!isField) return (flags & ts.ModifierFlags.Export) === 0;
  return ts.isPrivateIdentifier(declaration.name) || (flags & ts.ModifierFlags.Private) !== 0;
}

const SCRIPT = /\.[cm]?[jt]sx?$/u;

function isPlain(initializer: ts.Expression | undefined): boolean {
  const value = initializer && bare(initializer);
  if (value === undefined) return false;
  if (ts.isNewExpression(value)) return /^(?:Array|Map|Set)$/u.test(value.expression.getText());
  return (
    ts.isArrayLiteralExpression(value) ||
    ts.isObjectLiteralExpression(value) ||
    literalOf(value) !== undefined
  );
}

function isUseOf(declaration: ts.Declaration, use: ts.Node, checker: ts.TypeChecker): boolean {
  // `const { failed } = this;`
  if (ts.isPropertyDeclaration(declaration) && ts.isBindingElement(use.parent)) return true;
  return symbolAt(use, checker)?.valueDeclaration === declaration;
}

function roleOf(use: ts.Node, world: World): "filled" | "logged" | "read" {
  let node = use;
  while (ts.isPropertyAccessExpression(node.parent)) {
    const { parent } = node;
    const call = parent.parent;
    if (ts.isCallExpression(call) && call.expression === parent) {
      if (isStoring(world.checker, parent) && (FILLS.has(parent.name.text) || isStatement(call)))
        return "filled";
      if (parent.name.text === "forEach" && logsEach(call, world)) return "logged";
      break;
    }
    node = parent;
  }
  const { parent } = node;
  if (isUpdate(parent) && (isStatement(parent) || isChosen(parent))) return "filled";
  if (ts.isBinaryExpression(parent) && isAssignment(parent.operatorToken.kind))
    return parent.left === node && isStatement(parent) ? "filled" : "read";
  if (ts.isForOfStatement(parent) && parent.expression === node)
    return logs(parent.statement, world) ? "logged" : "read";
  const test = ts.findAncestor(
    node,
    (each) => !ts.isSourceFile(each) && ts.isIfStatement(each.parent),
  );
  if (test !== undefined && ts.isIfStatement(test.parent) && test.parent.expression === test)
    return logs(test.parent, world) ? "logged" : "read";
  return ts.isExpression(node) && endsInLog(node, world, 0) ? "logged" : "read";
}

const FILLS: ReadonlySet<string> = new Set(["push", "unshift", "add", "set", "append"]);

function isStatement({ parent }: ts.Expression): boolean {
  return ts.isExpressionStatement(parent);
}

/** `r.ok ? sent++ : failed++` */
function isChosen({ parent }: ts.Expression): boolean {
  return ts.isConditionalExpression(parent);
}

/** `failed.forEach((error, id) => console.error(id, error))` */
function logsEach({ arguments: [callback] }: ts.CallExpression, world: World): boolean {
  if (callback === undefined || !ts.isArrowFunction(callback)) return false;
  const { body } = callback;
  return ts.isBlock(body) ? logs(body, world) : isLogLine(bare(body), world);
}

/** Whether a statement does nothing but to write to the log, or to ask whether it should. */
function logs(node: ts.Statement, world: World): boolean {
  return doesOnly(node, (done) => isLogLine(done, world));
}

function symbolAt(node: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent))
    return checker.getShorthandAssignmentValueSymbol(parent);
  return ts.isExportSpecifier(parent)
    ? checker.getExportSpecifierLocalTargetSymbol(parent)
    : checker.getSymbolAtLocation(node);
}
