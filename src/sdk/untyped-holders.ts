import ts from "typescript";
import { namedAccessOf, withoutWrapping } from "./callee.js";

/** `a = b; b = c; …`: longer chains than people write; also the end of circular ones. */
const MAX_STEPS = 5;

const ASSIGNMENTS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

/**
 * The type of what an expression holds, also where the compiler leaves it `any` for want of a type:
 * `public client;`, `let client = null;`, in JavaScript and with `noImplicitAny` off. Then what the
 * class, or the file, assigns to it tells, and a function that gives it back tells the same.
 *
 * Undefined where nothing tells. Not seen: a declared `any`, which its author has asked for, what is
 * destructured from such a holder, and assignments in other files or to another object than `this`.
 */
export function heldType(
  expression: ts.Expression,
  checker: ts.TypeChecker,
  steps = 0,
): ts.Type | undefined {
  const held = withoutWrapping(expression);
  const type = checker.getTypeAtLocation(held);
  if ((type.flags & ts.TypeFlags.Any) === 0) return type;
  if (steps > MAX_STEPS) return undefined;
  if (ts.isAwaitExpression(held)) {
    const inner = withoutWrapping(held.expression);
    const awaited = ts.isCallExpression(inner)
      ? typeOfResult(inner, checker, steps)
      : heldType(inner, checker, steps + 1);
    return awaited && checker.getAwaitedType(awaited);
  }
  if (ts.isCallExpression(held)) return typeOfResult(held, checker, steps);
  // client ?? (client = new Svix(token)), (client ||= new Svix(token))
  if (ts.isBinaryExpression(held))
    return heldType(held.right, checker, steps + 1) ?? heldType(held.left, checker, steps + 1);
  const access = namedAccessOf(held);
  const symbol = checker.getSymbolAtLocation(access ? access.nameNode : held);
  if (symbol === undefined) return access && typeOfMember(access, held, checker, steps);
  const { declarations = [] } =
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  for (const declaration of declarations) {
    for (const assigned of isUntyped(declaration) ? assignedTo(declaration, checker) : []) {
      const found = heldType(assigned, checker, steps + 1);
      if (found) return found;
    }
  }
  return undefined;
}

/** `client.message`, where `client` is such a holder. */
function typeOfMember(
  { object, name }: { readonly object: ts.Expression; readonly name: string },
  place: ts.Expression,
  checker: ts.TypeChecker,
  steps: number,
): ts.Type | undefined {
  const holder = heldType(object, checker, steps + 1);
  const member = holder && checker.getNonNullableType(holder).getProperty(name);
  return member && checker.getTypeOfSymbolAtLocation(member, place);
}

/** `getClient()`, which gives back such a holder. */
function typeOfResult(
  call: ts.CallExpression,
  checker: ts.TypeChecker,
  steps: number,
): ts.Type | undefined {
  const called = checker.getResolvedSignature(call)?.getDeclaration() as ts.Node | undefined;
  if (called === undefined || !hasBody(called) || called.type !== undefined) return undefined;
  for (const returned of returnedBy(called.body)) {
    const found = heldType(returned, checker, steps + 1);
    if (found) return found;
  }
  return undefined;
}

type Bodied = ts.FunctionLikeDeclaration & { readonly body: ts.ConciseBody };

function hasBody(node: ts.Node): node is Bodied {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

function returnedBy(body: ts.ConciseBody): readonly ts.Expression[] {
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    const { expression } = ts.isReturnStatement(node) ? node : {};
    if (expression !== undefined && !isNothing(expression)) found.push(expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

type Holder = ts.VariableDeclaration | ts.PropertyDeclaration;

function isUntyped(declaration: ts.Declaration): declaration is Holder {
  if (!ts.isVariableDeclaration(declaration) && !ts.isPropertyDeclaration(declaration))
    return false;
  const { type, initializer } = declaration;
  return type === undefined && (initializer === undefined || isNothing(initializer));
}

function isNothing(expression: ts.Expression): boolean {
  return (
    expression.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(expression) && expression.text === "undefined")
  );
}

const known = new WeakMap<Holder, readonly ts.Expression[]>();

function assignedTo(holder: Holder, checker: ts.TypeChecker): readonly ts.Expression[] {
  let found = known.get(holder);
  if (found === undefined) known.set(holder, (found = assignmentsTo(holder, checker)));
  return found;
}

function assignmentsTo(holder: Holder, checker: ts.TypeChecker): readonly ts.Expression[] {
  const { name } = holder;
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return [];
  const symbol = checker.getSymbolAtLocation(name);
  const found: ts.Expression[] = [];
  const isHolder = (target: ts.Expression): boolean => {
    if (ts.isPropertyDeclaration(holder)) {
      const access = namedAccessOf(target);
      return access?.name === name.text && access.object.kind === ts.SyntaxKind.ThisKeyword;
    }
    return (
      ts.isIdentifier(target) &&
      target.text === name.text &&
      checker.getSymbolAtLocation(target) === symbol
    );
  };
  const visit = (node: ts.Node): void => {
    const isAssignment = ts.isBinaryExpression(node) && ASSIGNMENTS.has(node.operatorToken.kind);
    if (isAssignment && !isNothing(node.right) && isHolder(node.left)) found.push(node.right);
    ts.forEachChild(node, visit);
  };
  visit(ts.isPropertyDeclaration(holder) ? holder.parent : holder.getSourceFile());
  return found;
}
