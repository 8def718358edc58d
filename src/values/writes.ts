import ts from "typescript";
import { mentionsOf } from "../callers/mentions.js";
import { checkerOf } from "../sdk/checker.js";
import { access, bare, methodCall, wrapped } from "./syntax.js";

/** A place at which a variable, or what it holds, may change. */
export interface Write {
  readonly node: ts.Node;
  /**
   * assigned: the variable gets another value (`assigned` holds it, where there is one);
   * changed: a property, an item or the moment of its object is written;
   * lent: its object goes to code that could change it.
   */
  readonly kind: "assigned" | "changed" | "lent";
  readonly value?: ts.Expression;
}

const CHANGING = new Set(
  "push pop shift unshift splice sort reverse fill copyWithin add delete clear".split(" "),
);
const DATE_SETTER = /^set(?:UTC)?(?:Date|Month|FullYear|Hours|Minutes|Seconds|Milliseconds|Time)$/u;

/** Calls that are known to leave their arguments as they are, by the object they are called on. */
const READING = new Set(["console", "JSON", "Object", "logger", "log"]);

/**
 * All writes to a variable, a parameter or a class field in the file that declares it, and (for a
 * variable of another file) in the file of the use. Not seen: writes through a second name.
 */
export function writesTo(
  symbol: ts.Symbol,
  files: readonly ts.SourceFile[],
  program: ts.Program,
): readonly Write[] {
  return [...new Set(files)].flatMap((file) => writesIn(file, symbol, program));
}

/** Found once a file and symbol; an edit makes another SourceFile. */
const known = new WeakMap<ts.Symbol, Map<ts.SourceFile, readonly Write[]>>();

function writesIn(file: ts.SourceFile, symbol: ts.Symbol, program: ts.Program): readonly Write[] {
  let ofSymbol = known.get(symbol);
  if (!ofSymbol) known.set(symbol, (ofSymbol = new Map<ts.SourceFile, readonly Write[]>()));
  let writes = ofSymbol.get(file);
  if (!writes) {
    const checker = checkerOf(program);
    writes = mentionsOf(program)
      .inFile(file, symbol.name)
      .flatMap((mention) => {
        const write = writeAt(mention, checker);
        return write && refersTo(mention, symbol, checker) ? [write] : [];
      });
    ofSymbol.set(file, writes);
  }
  return writes;
}

/** Whether a mention of the name means this symbol, also by way of an import or a shorthand. */
export function refersTo(node: ts.Node, symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const found = symbolAt(node, checker);
  return found !== undefined && (found === symbol || sameDeclaration(found, symbol));
}

function sameDeclaration(a: ts.Symbol, b: ts.Symbol): boolean {
  const first = a.declarations?.[0];
  return first !== undefined && first === b.declarations?.[0];
}

/** The symbol a name stands for: of a shorthand the variable, of an import what is imported. */
export function symbolAt(node: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function writeAt(mention: ts.Node, checker: ts.TypeChecker): Write | undefined {
  const { parent } = mention;
  const self =
    ts.isPropertyAccessExpression(parent) && parent.name === mention
      ? parent
      : ts.isElementAccessExpression(parent) && parent.argumentExpression === mention
        ? parent
        : mention;
  const whole = wrapped(self);
  const assigned = assignmentTo(whole);
  if (assigned) return { kind: "assigned", ...assigned };
  return changeOf(whole, checker);
}

function assignmentTo(node: ts.Node): { node: ts.Node; value?: ts.Expression } | undefined {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node && isAssignment(parent.operatorToken)) {
    const plain = PLAIN.has(parent.operatorToken.kind);
    return plain ? { node: parent, value: parent.right } : { node: parent };
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    const steps =
      parent.operator === ts.SyntaxKind.PlusPlusToken ||
      parent.operator === ts.SyntaxKind.MinusMinusToken;
    return steps ? { node: parent } : undefined;
  }
  if ((ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.initializer === node) {
    return { node: parent };
  }
  return isDestructured(node) ? { node } : undefined;
}

/** `=`, `??=` and `||=` give a value that the variable may have afterwards. */
const PLAIN = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
]);

function isAssignment(operator: ts.Node): boolean {
  return (
    operator.kind >= ts.SyntaxKind.FirstAssignment && operator.kind <= ts.SyntaxKind.LastAssignment
  );
}

/** `[x] = …`, `({ x } = …)`, `({ a: x } = …)` */
function isDestructured(node: ts.Node): boolean {
  let current = node;
  while (
    ts.isShorthandPropertyAssignment(current.parent) ||
    (ts.isPropertyAssignment(current.parent) && current.parent.initializer === current) ||
    ts.isSpreadElement(current.parent) ||
    ts.isObjectLiteralExpression(current.parent) ||
    ts.isArrayLiteralExpression(current.parent) ||
    ts.isParenthesizedExpression(current.parent)
  ) {
    current = current.parent;
  }
  if (current === node) return false;
  const { parent } = current;
  if (ts.isForOfStatement(parent)) return parent.initializer === current;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === current &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

/** `x.a.b = …`, `delete x.a`, `x.push(…)`, `change(x)` */
function changeOf(start: ts.Node, checker: ts.TypeChecker): Write | undefined {
  let node = start;
  for (;;) {
    const { parent } = node;
    const isAccess =
      (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
      parent.expression === node;
    if (!isAccess) break;
    const outer = wrapped(parent);
    if (assignmentTo(outer) || ts.isDeleteExpression(outer.parent)) {
      return { kind: "changed", node: outer.parent };
    }
    if (ts.isCallExpression(outer.parent) && outer.parent.expression === outer) {
      const name = access(bare(parent))?.name ?? "";
      const changes = CHANGING.has(name) || DATE_SETTER.test(name);
      return changes ? { kind: "changed", node: outer.parent } : undefined;
    }
    node = outer;
  }
  const write = lending(node);
  // A text or a number that is read out of the object is nothing that could be changed.
  const isPart = node !== start && write !== undefined;
  return isPart && isPrimitive(checker.getTypeAtLocation(node)) ? undefined : write;
}

function isPrimitive(type: ts.Type): boolean {
  const { StringLike, NumberLike, BooleanLike, BigIntLike, Undefined, Null } = ts.TypeFlags;
  const primitive = StringLike | NumberLike | BooleanLike | BigIntLike | Undefined | Null;
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(({ flags }) => (flags & primitive) !== 0);
}

function lending(node: ts.Node): Write | undefined {
  const { parent } = node;
  const call = ts.isSpreadElement(parent) ? undefined : parent;
  if (!call || !(ts.isCallExpression(call) || ts.isNewExpression(call))) return undefined;
  const index = call.arguments?.indexOf(node as ts.Expression) ?? -1;
  if (index < 0) return undefined;
  if (ts.isCallExpression(call)) {
    const method = methodCall(call);
    const object = method && bare(method.object);
    if (method && object && ts.isIdentifier(object) && READING.has(object.text)) {
      return object.text === "Object" && method.name === "assign" && index === 0
        ? { kind: "changed", node: call }
        : undefined;
    }
  }
  return { kind: "lent", node: call };
}
