import ts from "typescript";
import { innermost, memberName, outermost } from "./declarations.js";

/**
 * How to get from a value at hand to the one that is looked for.
 * call: call it; read, access: read the accessor; get: `map.get(…)`; element: any element or member;
 * `.send`: that member.
 */
export type Step = "call" | "read" | "access" | "get" | "element" | `.${string}`;

/** What a value is bound to by a name or a pattern. */
export type Variable = ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement;

interface Bound {
  readonly element: Variable;
  readonly rest: readonly Step[];
}

type Peeled =
  | { readonly expression: ts.Expression; readonly rest: readonly Step[] }
  | { readonly bindings: readonly Bound[] };

/** Array methods that give each element to their callback's first parameter. */
export const VISITORS: ReadonlySet<string> = new Set([
  "forEach",
  "map",
  "flatMap",
  "filter",
  "find",
  "some",
  "every",
]);

/** Takes the first step where the code around the expression takes it; undefined where it does not. */
export function peel(node: ts.Expression, steps: readonly Step[]): Peeled | undefined {
  const [step, ...rest] = steps;
  const { parent } = node;
  if (step === undefined) return undefined;
  if (step === "call") {
    return ts.isCallExpression(parent) && parent.expression === node
      ? { expression: parent, rest }
      : undefined;
  }
  if (ts.isPropertyAccessExpression(parent)) return peelMember(parent, step, steps);
  if (ts.isElementAccessExpression(parent) && parent.expression === node) {
    const { argumentExpression: key } = parent;
    const isOther = ts.isStringLiteralLike(key) && step !== "element" && step !== `.${key.text}`;
    return isOther || step === "get" ? { bindings: [] } : { expression: parent, rest };
  }
  if (ts.isForOfStatement(parent) && parent.expression === node && step === "element") {
    const loop = parent.initializer;
    return ts.isVariableDeclarationList(loop)
      ? { bindings: loop.declarations.map((element) => ({ element, rest })) }
      : undefined;
  }
  return undefined;
}

function peelMember(
  access: ts.PropertyAccessExpression,
  step: Step,
  steps: readonly Step[],
): Peeled {
  const rest = steps.slice(1);
  const name = access.name.text;
  if (step === `.${name}`) return { expression: access, rest };
  const call = outermost(access).parent;
  if (ts.isCallExpression(call) && innermost(call.expression) === access) {
    if (step === "get" && name === "get") return { expression: call, rest };
    const [callback] = call.arguments;
    if (step === "element" && VISITORS.has(name) && callback !== undefined) {
      const parameter =
        ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)
          ? callback.parameters[0]
          : undefined;
      return { bindings: parameter === undefined ? [] : [{ element: parameter, rest }] };
    }
  }
  return { bindings: [] };
}

/** `const { send } = service`, `const [first] = handlers`: the variables that take the first step, and rests. */
export function bindingsOf(pattern: ts.BindingPattern, steps: readonly Step[]): readonly Bound[] {
  const [step, ...rest] = steps;
  return pattern.elements.flatMap((element): Bound[] => {
    if (ts.isOmittedExpression(element)) return [];
    if (element.dotDotDotToken !== undefined) return [{ element, rest: steps }];
    if (ts.isArrayBindingPattern(pattern)) return step === "element" ? [{ element, rest }] : [];
    const key = memberName(element.propertyName ?? element.name);
    // A computed key may be any, on either side.
    const isMember = step === "element" || step?.startsWith(".") === true;
    return isMember && (key === undefined || step === "element" || step === `.${key}`)
      ? [{ element, rest }]
      : [];
  });
}

/** What an operator does with its operand: stores it, gives it back, or only looks at it. */
export function binaryUse(
  operand: ts.Expression,
  binary: ts.BinaryExpression,
): "assigned" | "passed" | "read" {
  const isRight = binary.right === operand;
  switch (binary.operatorToken.kind) {
    case ts.SyntaxKind.EqualsToken:
    case ts.SyntaxKind.QuestionQuestionEqualsToken:
    case ts.SyntaxKind.BarBarEqualsToken:
    case ts.SyntaxKind.AmpersandAmpersandEqualsToken:
      return isRight ? "assigned" : "read";
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.BarBarToken:
      return "passed";
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.CommaToken:
      return isRight ? "passed" : "read";
    default:
      return "read";
  }
}
