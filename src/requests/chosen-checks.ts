import ts from "typescript";
import { callersOf, type Callers } from "../callers/index.js";
import type { Decision } from "./path-values.js";
import { enclosingFunction, isFunction, unwrapped, visit, wrapping } from "./syntax.js";
import type { FunctionWithBody } from "./syntax.js";

/**
 * The choices by which a function that lets everything pass takes the place of one that verifies, or by
 * which the latter is not registered at all:
 *
 * - `if (!secret) return (req, res, next) => next(); return (req, res, next) => { … verify … }`
 * - `process.env.NODE_ENV === "test" ? skip : strict`
 * - `if (process.env.NODE_ENV === "production") app.use(strict);`, or `handlers.push(strict)`
 * - `production ? [raw, strict] : [raw]`, `...(production ? [strict] : [])`
 *
 * @param call where verification happens
 */
export function choicesAround(call: ts.CallExpression, program: ts.Program): readonly Decision[] {
  const callers = callersOf(program);
  const found: Decision[] = [];
  for (let fn = enclosingFunction(call); fn; fn = enclosingFunction(fn.parent)) {
    if (!isFunction(fn)) continue;
    const places = [fn, ...callers.callSitesOf(fn).handedOn.map(({ node }) => node)];
    found.push(
      ...insteadOfReturned(fn),
      ...conditionalsIn(call.getSourceFile()).flatMap((each) => insteadOfChosen(each, fn, callers)),
      ...(handsOn(fn)
        ? places.flatMap((place) => [...unregistered(place, callers), ...leftOut(place)])
        : []),
    );
  }
  return found;
}

/** The ways on which the function that returns this one returns one that lets everything pass. */
function insteadOfReturned(fn: FunctionWithBody): readonly Decision[] {
  const { parent } = ts.isExpression(fn) ? wrapping(fn) : fn;
  const maker = ts.isReturnStatement(parent) ? enclosingFunction(parent) : undefined;
  if (maker === undefined || !isFunction(maker)) return [];
  const found: Decision[] = [];
  visit(maker.body, (node) => {
    if (ts.isReturnStatement(node) && node.expression && passesAll(unwrapped(node.expression)))
      found.push(...conditionAround(node, maker));
    return !isFunction(node);
  });
  return found;
}

function conditionAround(node: ts.Node, fn: ts.Node): readonly Decision[] {
  for (let at = node; at !== fn && !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    if (ts.isIfStatement(parent) && parent.expression !== at)
      return [decisionOf(parent.expression, parent.thenStatement === at)];
  }
  return [];
}

const conditionals = new WeakMap<ts.SourceFile, readonly ts.ConditionalExpression[]>();

/** The conditional expressions of a file both of whose branches may be functions. */
function conditionalsIn(file: ts.SourceFile): readonly ts.ConditionalExpression[] {
  let found = conditionals.get(file);
  if (found === undefined) {
    const collected: ts.ConditionalExpression[] = [];
    const mayBeFunction = (branch: ts.Expression): boolean => {
      const node = unwrapped(branch);
      return isFunction(node) || ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
    };
    visit(file, (node) => {
      if (ts.isConditionalExpression(node) && [node.whenTrue, node.whenFalse].every(mayBeFunction))
        collected.push(node);
      return true;
    });
    conditionals.set(file, (found = collected));
  }
  return found;
}

/** `test ? skip : strict` */
function insteadOfChosen(
  choice: ts.ConditionalExpression,
  fn: FunctionWithBody,
  callers: Callers,
): readonly Decision[] {
  const isFn = (branch: ts.Expression): boolean =>
    unwrapped(branch) === fn || callers.functionsBehind(branch).some((each) => each === fn);
  const lets = (branch: ts.Expression): boolean => {
    const own = unwrapped(branch);
    const functions = isFunction(own) ? [own] : callers.functionsBehind(branch);
    return functions.length > 0 && functions.every((each) => passesAll(each));
  };
  const { condition, whenTrue, whenFalse } = choice;
  if (isFn(whenFalse) && lets(whenTrue)) return [decisionOf(condition, true)];
  return isFn(whenTrue) && lets(whenFalse) ? [decisionOf(condition, false)] : [];
}

/** Settings of the deployment, and no choice of a route. */
const SETTING = /\benv\b|NODE_ENV|\bproduction\b|\bis_?(?:prod|dev|test|local)/iu;

/** Whether a function goes on with the request by calling what it was given: `next()`. A route that is not there serves nobody. */
function handsOn({ body, parameters }: FunctionWithBody): boolean {
  let found = false;
  visit(body, (node) => {
    found ||=
      ts.isCallExpression(node) &&
      parameters.some(({ name }) => name.getText() === node.expression.getText());
    return !found;
  });
  return found;
}

/** `if (isProduction) app.use(strict);`, with nothing in its place otherwise. */
function unregistered(place: ts.Node, callers: Callers): readonly Decision[] {
  const framework = callers.frameworkOf(place);
  const isRegistered = framework?.registered === true && framework.role === "middleware";
  if (!isRegistered && !isAddedToList(place)) return [];
  const call = ts.findAncestor(place, ts.isExpressionStatement);
  const block = call && (ts.isBlock(call.parent) ? call.parent : call);
  const choice = block?.parent;
  if (choice === undefined || !ts.isIfStatement(choice)) return [];
  if (choice.thenStatement !== block || choice.elseStatement !== undefined) return [];
  return SETTING.test(choice.expression.getText()) ? [decisionOf(choice.expression, false)] : [];
}

/** `handlers.push(strict)` */
function isAddedToList({ parent }: ts.Node): boolean {
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression))
    return false;
  return /^(?:push|unshift)$/u.test(parent.expression.name.text);
}

/** `production ? [raw, strict] : [raw]`: the list of handlers has the check on one condition only. */
function leftOut(place: ts.Node): readonly Decision[] {
  const list = place.parent;
  if (!ts.isArrayLiteralExpression(list)) return [];
  const branch = wrapping(list);
  const { parent: choice } = branch;
  if (!ts.isConditionalExpression(choice) || choice.condition === branch) return [];
  const isTrue = choice.whenTrue === branch;
  const other = unwrapped(isTrue ? choice.whenFalse : choice.whenTrue);
  if (!ts.isArrayLiteralExpression(other) || other.elements.length >= list.elements.length)
    return [];
  return SETTING.test(choice.condition.getText()) ? [decisionOf(choice.condition, !isTrue)] : [];
}

/** `(req, res, next) => next()`, `() => true`, `() => {}` */
function passesAll(node: ts.Node): boolean {
  if (!isFunction(node)) return false;
  const { body, parameters } = node;
  const [only, another] = ts.isBlock(body) ? body.statements : [];
  if (another !== undefined) return false;
  if (ts.isBlock(body) && only === undefined) return true;
  const isStatement = only && (ts.isReturnStatement(only) || ts.isExpressionStatement(only));
  const given = ts.isBlock(body) ? (isStatement ? only.expression : undefined) : body;
  if (given === undefined) return only !== undefined && ts.isReturnStatement(only);
  const value = unwrapped(given);
  if (value.kind === ts.SyntaxKind.TrueKeyword) return true;
  const call = ts.isAwaitExpression(value) ? unwrapped(value.expression) : value;
  return (
    ts.isCallExpression(call) &&
    call.arguments.length === 0 &&
    parameters.some(({ name }) => name.getText() === call.expression.getText())
  );
}

function decisionOf(test: ts.Expression, taken: boolean): Decision {
  let leaf = unwrapped(test);
  let holds = taken;
  while (ts.isPrefixUnaryExpression(leaf) && leaf.operator === ts.SyntaxKind.ExclamationToken) {
    leaf = unwrapped(leaf.operand);
    holds = !holds;
  }
  return { test, leaf, taken: holds };
}
