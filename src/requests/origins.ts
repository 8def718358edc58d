import ts from "typescript";
import { calledFunction, symbolOf, writesTo } from "./declarations.js";
import {
  enclosingFunction,
  isFunction,
  isLoop,
  isWithin,
  memberName,
  memberObject,
  propertyName,
  settled,
  unwrapped,
  visit,
  withAncestors,
  type FunctionWithBody,
} from "./syntax.js";

const MAX_DEPTH = 16;
const MAX_ORIGINS = 24;

/** Arguments that the parameters of the functions on the way stand for. */
interface Frame {
  readonly callee: FunctionWithBody;
  readonly call: ts.CallExpression;
  readonly outer: Frame | undefined;
}

/**
 * The expressions that an expression's value may come from.
 *
 * Looked through: parentheses, casts, `await`, both branches of conditionals and of `??`, `||`,
 * `&&`, comma, assignments, variables (initializer and the assignments that can have run), object
 * literals' properties, destructuring, imported constants, and functions of the program that are
 * called (what they return). What is left is an origin: a literal, a call of code outside the
 * program, a parameter, a property of something unknown.
 *
 * Not seen: writes through aliases, `+=` (the assignment itself is the origin), properties written
 * after the literal. Bounded in depth and number; the rest is dropped.
 */
export function originsOf(
  expression: ts.Expression,
  checker: ts.TypeChecker,
): readonly ts.Expression[] {
  const tracer = new Tracer(checker);
  tracer.trace(expression, undefined, 0);
  return [...tracer.found];
}

class Tracer {
  readonly found = new Set<ts.Expression>();
  private readonly seen = new Set<ts.Node>();
  constructor(private readonly checker: ts.TypeChecker) {}

  trace(expression: ts.Expression, frame: Frame | undefined, depth: number): void {
    const node = settled(expression);
    if (depth > MAX_DEPTH || this.found.size >= MAX_ORIGINS) return;
    if (this.seen.has(node)) return;
    this.seen.add(node);
    const branches = branchesOf(node) ?? this.stepInto(node, frame);
    if (branches === undefined) this.found.add(node);
    else for (const branch of branches) this.trace(branch.node, branch.frame ?? frame, depth + 1);
  }

  private stepInto(node: ts.Expression, frame: Frame | undefined): readonly Step[] | undefined {
    if (ts.isIdentifier(node)) return this.stepIntoVariable(node, frame);
    if (ts.isCallExpression(node)) return this.stepIntoCall(node, frame);
    return this.stepIntoMember(node, frame);
  }

  private stepIntoVariable(
    node: ts.Identifier,
    frame: Frame | undefined,
  ): readonly Step[] | undefined {
    const symbol = symbolOf(node, this.checker);
    const declaration = symbol?.valueDeclaration;
    if (!symbol || !declaration) return undefined;
    if (ts.isParameter(declaration)) return argumentFor(declaration, frame);
    const steps: Step[] = [];
    if (ts.isVariableDeclaration(declaration)) {
      if (declaration.initializer) steps.push({ node: declaration.initializer });
      else if (!isPlainVariable(declaration)) return undefined;
    } else if (ts.isBindingElement(declaration)) {
      const source = this.destructuredSource(declaration, frame);
      if (source === undefined) return undefined;
      steps.push(...source);
    } else return undefined;
    for (const write of writesTo(symbol, this.checker)) {
      if (!canHaveRun(write, node)) continue;
      steps.push({
        node: write.operatorToken.kind === ts.SyntaxKind.EqualsToken ? write.right : write,
      });
    }
    return steps.length > 0 ? steps : undefined;
  }

  /** The property of the literal that `const { name } = literal` takes. */
  private destructuredSource(
    element: ts.BindingElement,
    frame: Frame | undefined,
  ): readonly Step[] | undefined {
    const pattern = element.parent;
    const holder = pattern.parent;
    if (!ts.isObjectBindingPattern(pattern) || element.dotDotDotToken) return undefined;
    const name = propertyName(element.propertyName ?? element.name);
    if (name === undefined) return undefined;
    let sources: readonly Step[] = [];
    if (ts.isVariableDeclaration(holder) && holder.initializer)
      sources = [{ node: holder.initializer }];
    else if (ts.isParameter(holder)) sources = argumentFor(holder, frame) ?? [];
    const found = sources.flatMap((source) => this.property(source, name, frame) ?? []);
    return found.length > 0 ? found : undefined;
  }

  private stepIntoMember(
    node: ts.Expression,
    frame: Frame | undefined,
  ): readonly Step[] | undefined {
    const name = memberName(node);
    const object = memberObject(node);
    if (name === undefined || object === undefined) return undefined;
    return this.property({ node: object }, name, frame);
  }

  private property(
    source: Step,
    name: string,
    frame: Frame | undefined,
  ): readonly Step[] | undefined {
    const inner = new Tracer(this.checker);
    for (const node of this.seen) inner.seen.add(node);
    inner.trace(source.node, source.frame ?? frame, MAX_DEPTH / 2);
    const values: Step[] = [];
    for (const origin of inner.found) {
      if (!ts.isObjectLiteralExpression(origin)) return undefined;
      const value = literalProperty(origin, name);
      if (value === undefined) return undefined;
      values.push({ node: value, ...(source.frame && { frame: source.frame }) });
    }
    return values.length > 0 ? values : undefined;
  }

  private stepIntoCall(
    call: ts.CallExpression,
    frame: Frame | undefined,
  ): readonly Step[] | undefined {
    const callee = calledFunction(call, this.checker);
    if (!callee || callee.asteriskToken) return undefined;
    for (let current = frame; current; current = current.outer)
      if (current.callee === callee) return undefined;
    const inner: Frame = { callee, call, outer: frame };
    const returned = returnedBy(callee);
    return returned.length > 0 ? returned.map((node) => ({ node, frame: inner })) : undefined;
  }
}

interface Step {
  readonly node: ts.Expression;
  readonly frame?: Frame;
}

function branchesOf(node: ts.Expression): readonly Step[] | undefined {
  if (ts.isConditionalExpression(node)) return [{ node: node.whenTrue }, { node: node.whenFalse }];
  if (!ts.isBinaryExpression(node)) return undefined;
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.BarBarToken:
      return [{ node: node.left }, { node: node.right }];
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.CommaToken:
    case ts.SyntaxKind.EqualsToken:
      return [{ node: node.right }];
    default:
      return undefined;
  }
}

/** `for (const x of …)` and `catch (e)` declare variables without an initializer to look at. */
function isPlainVariable(declaration: ts.VariableDeclaration): boolean {
  return (
    ts.isVariableDeclarationList(declaration.parent) &&
    ts.isVariableStatement(declaration.parent.parent)
  );
}

function argumentFor(
  parameter: ts.ParameterDeclaration,
  frame: Frame | undefined,
): readonly Step[] | undefined {
  for (let current = frame; current; current = current.outer) {
    if (current.callee !== parameter.parent) continue;
    const index = current.callee.parameters.indexOf(parameter);
    const argument = current.call.arguments[index];
    if (!argument || ts.isSpreadElement(argument) || parameter.dotDotDotToken) return undefined;
    const outer = current.outer;
    return [outer ? { node: argument, frame: outer } : { node: argument }];
  }
  return undefined;
}

/** Whether an assignment may have run before a read: it stands earlier, in the same loop, or in another function. */
export function canHaveRun(write: ts.Node, read: ts.Node): boolean {
  if (write.getEnd() <= read.getStart()) return true;
  if (isWithin(read, write)) return false;
  if (enclosingFunction(write) !== enclosingFunction(read)) return true;
  for (const around of withAncestors(write)) {
    if (isFunction(around)) return false;
    if (isLoop(around) && isWithin(read, around)) return true;
  }
  return false;
}

/** The value that an object literal gives a property, where that is plain to see (no spread after it). */
export function literalProperty(
  literal: ts.ObjectLiteralExpression,
  name: string,
): ts.Expression | undefined {
  for (const property of [...literal.properties].reverse()) {
    if (ts.isSpreadAssignment(property)) return undefined;
    const key = propertyName(property.name);
    if (key === undefined) return undefined;
    if (key !== name) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    return ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
  }
  return undefined;
}

/** The expressions that a function returns. */
export function returnedBy(callee: FunctionWithBody): readonly ts.Expression[] {
  if (!ts.isBlock(callee.body)) return [callee.body];
  const found: ts.Expression[] = [];
  visit(callee.body, (node) => {
    if (isFunction(node) || ts.isClassLike(node)) return false;
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    return true;
  });
  return found;
}

/** Whether an expression is written out on the spot: literals, and objects and arrays of anything named. */
export function isLiteral(expression: ts.Expression): boolean {
  const node = unwrapped(expression);
  return (
    ts.isLiteralExpression(node) ||
    ts.isTemplateExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword
  );
}
