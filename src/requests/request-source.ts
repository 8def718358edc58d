import ts from "typescript";
import { symbolOf } from "./declarations.js";
import { baseOf } from "./payload.js";
import { PAYLOAD, REQUEST, type Value } from "./path-values.js";
import { memberObject, methodCall, settled } from "./syntax.js";

/** The variable that a request, or a body, comes from. */
export interface Source {
  readonly symbol: ts.Symbol;
  readonly value: Value;
}

/**
 * The variable behind a body: the request of `await req.text()`, `c.req.raw.body`, `getRawBody(req)`
 * (a request), or the parameter or variable that is the body itself. Undefined for imports, fields of
 * `this` and what has no such variable.
 */
export function sourceOf(
  origin: ts.Expression,
  checker: ts.TypeChecker,
  depth = 0,
): Source | undefined {
  const node = settled(origin);
  if (depth > 6) return undefined;
  if (ts.isIdentifier(node))
    return destructured(node, checker, depth) ?? variable(node, PAYLOAD, checker);
  const method = methodCall(node);
  if (method) {
    const receiver = settled(method.receiver);
    const base = baseOf(method.receiver);
    // Buffer.from(x), JSON.stringify(x), Buffer.concat(chunks): what they are given counts
    const isNamespace = base !== undefined && /^[A-Z]/u.test(base.text);
    if (base && !isNamespace) {
      return memberObject(receiver) ||
        /^(?:text|json|arrayBuffer|blob|bytes|clone|formData)$/u.test(method.name)
        ? variable(base, REQUEST, checker)
        : sourceOf(receiver, checker, depth + 1);
    }
  }
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    for (const argument of node.arguments ?? []) {
      const inner = settled(argument);
      // readRawBody(event), getRawBody(req, …)
      const found =
        ts.isIdentifier(inner) && !method
          ? variable(inner, REQUEST, checker)
          : sourceOf(inner, checker, depth + 1);
      if (found) return found;
    }
    return undefined;
  }
  if (ts.isTemplateExpression(node))
    return node.templateSpans[0] && sourceOf(node.templateSpans[0].expression, checker, depth + 1);
  const object = memberObject(node);
  const base = object && baseOf(object);
  return base && variable(base, REQUEST, checker);
}

/** The request of `const { body, headers } = req`. */
function destructured(
  node: ts.Identifier,
  checker: ts.TypeChecker,
  depth: number,
): Source | undefined {
  let declaration: ts.Node | undefined = symbolOf(node, checker)?.valueDeclaration;
  if (!declaration || !ts.isBindingElement(declaration)) return undefined;
  while (ts.isBindingElement(declaration)) declaration = declaration.parent.parent;
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  const source = settled(declaration.initializer);
  const base = ts.isIdentifier(source) || memberObject(source) ? baseOf(source) : undefined;
  return base ? variable(base, REQUEST, checker) : sourceOf(source, checker, depth + 1);
}

/** A parameter or local variable; functions, classes and imports are no requests. */
function variable(node: ts.Identifier, value: Value, checker: ts.TypeChecker): Source | undefined {
  const symbol = symbolOf(node, checker);
  if (!symbol) return undefined;
  const declaration = symbol.valueDeclaration;
  if (declaration?.getSourceFile() !== node.getSourceFile()) return undefined;
  const isVariable =
    ts.isParameter(declaration) ||
    ts.isVariableDeclaration(declaration) ||
    ts.isBindingElement(declaration);
  return isVariable ? { symbol, value } : undefined;
}
