import ts from "typescript";
import { mentionsOf } from "../callers/mentions.js";
import { anyPartOf } from "./containers.js";
import type { Evaluation, Frame } from "./evaluator.js";
import { unknown, type StaticValue } from "./static-value.js";
import { bare, methodCall, wrapped } from "./syntax.js";
import { refersTo, symbolAt } from "./writes.js";

type Entered = ts.FunctionLikeDeclaration & { readonly body: ts.Node };

/** The program's own function that a call runs, when its body can be read. */
export function calledFunction(
  node: ts.CallExpression,
  evaluation: Evaluation,
): Entered | undefined {
  const callee = bare(node.expression);
  if (ts.isFunctionExpression(callee) || ts.isArrowFunction(callee)) return callee;
  const place = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  let declaration: ts.Node | undefined = symbolAt(place, evaluation.checker)?.valueDeclaration;
  if (
    declaration &&
    (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration))
  ) {
    declaration = declaration.initializer && bare(declaration.initializer);
  } else if (declaration && ts.isPropertyAssignment(declaration))
    declaration = bare(declaration.initializer);
  if (!declaration || !ts.isFunctionLike(declaration)) return undefined;
  return "body" in declaration && declaration.body ? (declaration as Entered) : undefined;
}

/** What a function of the program answers when it is called with these arguments. */
export function valuesOfFunction(
  node: ts.FunctionLikeDeclaration,
  frame: Frame,
  evaluation: Evaluation,
): readonly StaticValue[] {
  const { body } = node;
  if (!body || node.asteriskToken) return [unknown(node)];
  const inside = evaluation.within(frame);
  return evaluation.once(body, () => {
    if (!ts.isBlock(body)) return inside.of(body);
    return returnsOf(body).flatMap(({ expression }): readonly StaticValue[] =>
      expression ? inside.of(expression) : [{ kind: "absent", node: body }],
    );
  });
}

/** What the parameters are for one call; a missing argument leaves the default. */
export function frameOf(
  node: ts.FunctionLikeDeclaration,
  args: readonly ts.Expression[],
  evaluation: Evaluation,
): Frame {
  const frame = new Map<ts.Symbol, readonly StaticValue[]>();
  if (args.some(ts.isSpreadElement)) return frame;
  node.parameters.forEach((parameter, index) => {
    const symbol = evaluation.checker.getSymbolAtLocation(parameter.name);
    const argument = args[index];
    if (!symbol || parameter.dotDotDotToken) return;
    if (argument) frame.set(symbol, evaluation.of(argument));
    else if (parameter.initializer) frame.set(symbol, evaluation.of(parameter.initializer));
    else frame.set(symbol, [{ kind: "absent", node: parameter }]);
  });
  return frame;
}

function returnsOf(body: ts.Block): ts.ReturnStatement[] {
  const found: ts.ReturnStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) found.push(node);
    else if (!ts.isFunctionLike(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/**
 * What a parameter can be: its default, what the calls in its own file give it, the items of the
 * array whose `map` or `forEach` calls it; and something unknown.
 */
export function valuesOfParameter(
  node: ts.ParameterDeclaration,
  symbol: ts.Symbol | undefined,
  evaluation: Evaluation,
): readonly StaticValue[] {
  const given = symbol && evaluation.frame?.get(symbol);
  if (given) return given;
  const defaults = node.initializer ? evaluation.of(node.initializer) : [];
  const items = itemsGiven(node, evaluation);
  if (items) return items;
  const index = node.parent.parameters.indexOf(node);
  const passed = node.dotDotDotToken
    ? []
    : argumentsGiven(node.parent, index, evaluation).flatMap((argument) =>
        evaluation.once(argument, () => evaluation.of(argument)),
      );
  return [...defaults, ...passed.filter(({ kind }) => kind !== "absent"), unknown(node)];
}

const VISITING = new Set(["map", "forEach", "flatMap", "filter", "some", "every"]);

/** `["a", "b"].map((item) => …)` */
function itemsGiven(
  node: ts.ParameterDeclaration,
  evaluation: Evaluation,
): readonly StaticValue[] | undefined {
  const call = wrapped(node.parent).parent;
  if (!ts.isCallExpression(call) || node.parent.parameters[0] !== node) return undefined;
  const method = call.arguments[0] === wrapped(node.parent) ? methodCall(call) : undefined;
  if (!method || !VISITING.has(method.name)) return undefined;
  const arrays = evaluation.of(method.object);
  return arrays.some(({ kind }) => kind === "array") ? anyPartOf(arrays, node) : undefined;
}

const MOST_CALLS = 12;

/** The arguments that the calls in a function's own file pass at a position. */
function argumentsGiven(
  node: ts.SignatureDeclaration,
  index: number,
  evaluation: Evaluation,
): readonly ts.Expression[] {
  const name = nameOf(node);
  const symbol = name && evaluation.checker.getSymbolAtLocation(name);
  if (!name || !symbol) return [];
  const found: ts.Expression[] = [];
  for (const mention of mentionsOf(evaluation.program).inFile(node.getSourceFile(), name.text)) {
    const argument = argumentAt(mention, index);
    if (argument && refersTo(mention, symbol, evaluation.checker)) found.push(argument);
    if (found.length >= MOST_CALLS) break;
  }
  return found;
}

/** The name under which a function is called: its own, its variable's, its class's. */
function nameOf(node: ts.SignatureDeclaration): ts.Identifier | undefined {
  if (ts.isConstructorDeclaration(node)) return node.parent.name;
  if (node.name && ts.isIdentifier(node.name)) return node.name;
  const holder = wrapped(node).parent;
  const isHeld =
    ts.isVariableDeclaration(holder) ||
    ts.isPropertyDeclaration(holder) ||
    ts.isPropertyAssignment(holder);
  return isHeld && ts.isIdentifier(holder.name) ? holder.name : undefined;
}

function argumentAt(mention: ts.Node, index: number): ts.Expression | undefined {
  const { parent } = mention;
  const callee =
    ts.isPropertyAccessExpression(parent) && parent.name === mention ? parent : mention;
  const call = wrapped(callee).parent;
  if (!ts.isCallExpression(call) && !ts.isNewExpression(call)) return undefined;
  if (bare(call.expression) !== callee || call.arguments?.some(ts.isSpreadElement))
    return undefined;
  return call.arguments?.[index];
}
