import ts from "typescript";
import { assignedIn, isAssignment, variableOf } from "./assigned.js";
import { bare, rootOf } from "./syntax.js";

const BODY_PROPERTIES = new Set(["body", "rawBody"]);
const BODY_METHODS = new Set([
  "json",
  "text",
  "arrayBuffer",
  "formData",
  "blob",
  "bytes",
  "buffer",
  "raw",
  "rawBody",
  "parseBody",
]);

/** Whether the expression reads the body of a request that a parameter gives: `req.body`, `await c.req.json()`. */
export function readsBody(node: ts.Node, checker: ts.TypeChecker): boolean {
  const access = ts.isCallExpression(node) ? bare(node.expression) : node;
  if (!ts.isPropertyAccessExpression(access)) return false;
  const names = ts.isCallExpression(node) ? BODY_METHODS : BODY_PROPERTIES;
  if (!names.has(access.name.text)) return false;
  const root = rootOf(access.expression);
  return root !== undefined && isParameter(root, checker) && !answersWith(node);
}

/** `c.json({ … })`, `c.text("…", 400)` make an answer: reading a body takes no such argument. */
function answersWith(node: ts.Node): boolean {
  return ts.isCallExpression(node) && node.arguments.length > 0;
}

function isParameter(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
  return (
    declaration !== undefined &&
    (ts.isParameter(declaration) ||
      (ts.isBindingElement(declaration) &&
        ts.findAncestor(declaration, ts.isParameter) !== undefined))
  );
}

const cache = new WeakMap<ts.Node, ReadonlySet<ts.Symbol>>();

/**
 * The variables around a verification that hold its payload: what the verified argument is made
 * of, and whatever is made of that or of the request's body. Logged text is not followed.
 */
export function payloadVariables(
  call: ts.CallExpression | ts.NewExpression,
  isVerify: boolean,
  checker: ts.TypeChecker,
): ReadonlySet<ts.Symbol> {
  const known = cache.get(call);
  if (known !== undefined) return known;
  const scope = outermostFunction(call);
  const tainted = new Set<ts.Symbol>();
  const given = isVerify ? [...(call.arguments ?? [])].slice(0, 1) : [...(call.arguments ?? [])];
  for (const argument of given) addSources(argument, tainted, checker, isVerify);
  spread(scope, call, tainted, checker);
  cache.set(call, tainted);
  return tainted;
}

function outermostFunction(node: ts.Node): ts.Node {
  let result: ts.Node = node.getSourceFile();
  for (let current = node.parent; !ts.isSourceFile(current); current = current.parent) {
    if (ts.isFunctionLike(current) && !ts.isFunctionTypeNode(current)) result = current;
  }
  return result;
}

/** Backwards: the variables an expression is computed from, down to the request they come from. */
function addSources(
  node: ts.Node,
  tainted: Set<ts.Symbol>,
  checker: ts.TypeChecker,
  verified: boolean,
): void {
  if (readsBody(node, checker) || ts.isFunctionLike(node)) return;
  const add = (part: ts.Node): void => {
    addSources(part, tainted, checker, verified);
  };
  const addUnlessRequest = (part: ts.Expression): void => {
    if (!isRequest(part, checker)) add(part);
  };
  if (ts.isIdentifier(node)) {
    addVariable(node, tainted, checker, verified);
  } else if (ts.isPropertyAccessExpression(node)) {
    addUnlessRequest(node.expression);
  } else if (ts.isCallExpression(node)) {
    const callee = bare(node.expression);
    if (ts.isPropertyAccessExpression(callee)) addUnlessRequest(callee.expression);
    node.arguments.forEach(addUnlessRequest);
  } else if (ts.isObjectLiteralExpression(node) && !verified) {
    for (const property of node.properties) {
      ts.forEachChild(property, (child) => {
        if (child !== property.name || ts.isShorthandPropertyAssignment(property)) add(child);
      });
    }
  } else {
    ts.forEachChild(node, add);
  }
}

function addVariable(
  node: ts.Identifier,
  tainted: Set<ts.Symbol>,
  checker: ts.TypeChecker,
  verified: boolean,
): void {
  const symbol = variableOf(node, checker);
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined || tainted.has(symbol)) return;
  if (ts.isParameter(declaration)) {
    if (verified || !isRequest(node, checker)) tainted.add(symbol);
  } else if (ts.isBindingElement(declaration)) {
    tainted.add(symbol);
  } else if (ts.isVariableDeclaration(declaration)) {
    const isModuleLevel = ts.isSourceFile(declaration.parent.parent.parent);
    if (isModuleLevel || isSecretOrHeaders(node.text)) return;
    tainted.add(symbol);
    if (declaration.initializer !== undefined) {
      addSources(declaration.initializer, tainted, checker, verified);
    }
  }
}

function isSecretOrHeaders(name: string): boolean {
  return /secret|header|signature|^sig$|timestamp|svixId|svix_id|msgId/i.test(name);
}

/** A request, event or context object: its body is payload, the object itself is not. */
function isRequest(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(node));
  if (type.flags & ts.TypeFlags.Any)
    return (
      ts.isIdentifier(bare(node)) &&
      /^(req|request|ctx|c|context|event|evt)$/.test((bare(node) as ts.Identifier).text)
    );
  return ["headers", "req", "request"].some(
    (name) => checker.getPropertyOfType(type, name) !== undefined,
  );
}

/** Forwards: variables that are computed from tainted ones, until nothing is added. */
function spread(
  scope: ts.Node,
  call: ts.Node,
  tainted: Set<ts.Symbol>,
  checker: ts.TypeChecker,
): void {
  const definitions: { readonly names: readonly ts.Symbol[]; readonly value: ts.Expression }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer !== undefined) {
      definitions.push({ names: namesIn(node.name, checker), value: node.initializer });
    } else if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
      definitions.push({ names: [...assignedIn(node, checker)], value: node.right });
    }
    ts.forEachChild(node, visit);
  };
  visit(scope);
  for (let changed = true; changed;) {
    changed = false;
    for (const { names, value } of definitions) {
      if (names.every((name) => tainted.has(name)) || !mentions(value, call, tainted, checker))
        continue;
      for (const name of names) tainted.add(name);
      changed = true;
    }
  }
}

function namesIn(name: ts.BindingName, checker: ts.TypeChecker): ts.Symbol[] {
  if (ts.isIdentifier(name)) {
    const symbol = checker.getSymbolAtLocation(name);
    return symbol === undefined ? [] : [symbol];
  }
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : namesIn(element.name, checker),
  );
}

function mentions(
  node: ts.Node,
  call: ts.Node,
  tainted: ReadonlySet<ts.Symbol>,
  checker: ts.TypeChecker,
): boolean {
  if (node === call || readsBody(node, checker)) return true;
  if (ts.isFunctionLike(node) || ts.isNewExpression(node)) return false;
  if (ts.isIdentifier(node)) {
    const symbol = checker.getSymbolAtLocation(node);
    return symbol !== undefined && tainted.has(symbol);
  }
  return ts.forEachChild(node, (child) => mentions(child, call, tainted, checker)) ?? false;
}
