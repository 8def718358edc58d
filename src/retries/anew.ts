import ts from "typescript";
import { calledName, contains, isWithin, namesRead, symbolOf } from "./syntax.js";

/** Methods that give something else each time, by their names: they take from what they are called on. */
const TAKING =
  /^(?:shift|pop|splice|next|read|take|receive|recv|dequeue|poll|claim|lease|reserve|pull|consume)/iu;
/** Makers of new identities: with another `uid` it is another thing that is created. */
const RANDOM =
  /^(?:randomUUID|random|randomBytes|randomInt|uuid|uuidv\d|v1|v4|v7|nanoid|ulid|cuid|createId)$/u;

/**
 * Whether an expression means something else each time the region runs: it reads a variable that the
 * region declares and fills from outside (the item of a loop, a counter, `queue.shift()`, an awaited
 * answer) or a parameter of the region's own function. Clocks do not count: the same thing, sent a
 * second later, is the same thing.
 *
 * @param skip parts of the expression that do not matter (an idempotency key)
 */
export function isAnew(
  node: ts.Node,
  region: ts.Node,
  checker: ts.TypeChecker,
  skip: (node: ts.Node) => boolean = () => false,
  seen = new Set<ts.Node>(),
): boolean {
  if (makesAnew(node, skip)) return true;
  return namesRead(node, skip).some((name) => {
    const declaration = symbolOf(name, checker)?.valueDeclaration;
    if (
      !declaration ||
      !isWithin(declaration, region) ||
      isWithin(declaration, node) ||
      seen.has(declaration)
    )
      return false;
    seen.add(declaration);
    return declaresAnew(declaration, region, checker, skip, seen);
  });
}

function declaresAnew(
  declaration: ts.Node,
  region: ts.Node,
  checker: ts.TypeChecker,
  skip: (node: ts.Node) => boolean,
  seen: Set<ts.Node>,
): boolean {
  if (ts.isParameter(declaration)) {
    const fn = declaration.parent;
    // The callback of `items.map(…)` gets what `items` holds.
    const receiver = receiverOfCallback(fn);
    return receiver === undefined || isAnew(receiver, region, checker, skip, seen);
  }
  if (ts.isBindingElement(declaration))
    return declaresAnew(declaration.parent.parent, region, checker, skip, seen);
  if (!ts.isVariableDeclaration(declaration))
    return !ts.isFunctionDeclaration(declaration) && !ts.isClassDeclaration(declaration);
  const list = declaration.parent.parent;
  if (ts.isForOfStatement(list) || ts.isForInStatement(list)) {
    // A loop inside of the region goes over the same things each time; the region's own does not.
    return list === region || isAnew(list.expression, region, checker, skip, seen);
  }
  if (ts.isForStatement(list)) return list === region;
  if (ts.isCatchClause(list)) return true;
  return (
    declaration.initializer === undefined ||
    isAnew(declaration.initializer, region, checker, skip, seen)
  );
}

function receiverOfCallback(fn: ts.SignatureDeclaration): ts.Expression | undefined {
  const { parent } = fn;
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression))
    return undefined;
  return ["map", "flatMap", "forEach", "filter"].includes(parent.expression.name.text)
    ? parent.expression.expression
    : undefined;
}

function makesAnew(node: ts.Node, skip: (node: ts.Node) => boolean): boolean {
  return contains(node, (part) => {
    if (skip(part)) return false;
    if (ts.isAwaitExpression(part) || ts.isYieldExpression(part)) return !skipsAll(part, skip);
    if (!ts.isCallExpression(part) || skipsAll(part, skip)) return false;
    return TAKING.test(calledName(part)) || RANDOM.test(calledName(part));
  });
}

/** Whether a node stands inside of a part that is skipped. */
function skipsAll(node: ts.Node, skip: (node: ts.Node) => boolean): boolean {
  for (let at = node; !ts.isStatement(at) && !ts.isSourceFile(at); at = at.parent)
    if (skip(at)) return true;
  return false;
}
