import ts from "typescript";
import type { FunctionNode } from "../callers/call-site.js";
import { innermost, outermost } from "../callers/declarations.js";
import { NOT_ON_API_EXCEPTION } from "../contract/sdk-facts.js";
import type { SvixCall } from "../sdk/recogniser.js";
import type { RetryContext } from "./attempts.js";
import { codeComparisons } from "./code-comparisons.js";
import { isExcludedAt } from "./excluding.js";
import { handlesSvix, handlingsIn, othersThrow, type Handling } from "./failing-code.js";
import { argumentOf, contains, isAssignment, isWithin, namesRead, symbolOf } from "./syntax.js";

/** A question to an ApiException to which it has no answer. */
export interface Misread {
  readonly kind: "noSuchProperty" | "codeIsNumber";
  readonly call: SvixCall;
  /** The property access, the destructured property, or the compared text. */
  readonly node: ts.Node;
  readonly property: string;
  /** What `code` is compared with. */
  readonly value?: string | undefined;
  /** The call that leads to a function of another file, where the node stands there. */
  readonly through?: ts.CallExpression | undefined;
}

const MISREAD = new Set<string>(NOT_ON_API_EXCEPTION);
const MAX_DEPTH = 3;

/**
 * Where the code that handles failures of Svix calls in a file asks the error for what an
 * ApiException lacks, or compares its numeric code with a text. Silent where something else in the
 * tried code throws errors that have the property, where the error is known to be of another class,
 * and in an expression that reads `code` as well.
 */
export function misreadsIn(file: ts.SourceFile, context: RetryContext): readonly Misread[] {
  const found = new Map<ts.Node, Misread>();
  for (const handling of handlingsIn(file, context)) {
    const collector = new Collector(handling, context);
    for (const misread of collector.all()) {
      const place = misread.through ?? misread.node;
      if (!found.has(place)) found.set(place, misread);
    }
  }
  return [...found.values()];
}

/** One function or handler, and what holds the error in it. */
interface Scope {
  readonly region: ts.Node;
  readonly through: ts.CallExpression | undefined;
  readonly depth: number;
}

class Collector {
  readonly #found: Misread[] = [];
  readonly #others = new Map<string, boolean>();
  readonly #visited = new Set<ts.Symbol>();
  readonly #chains = new Set<ts.Node>();

  constructor(
    private readonly handling: Handling,
    private readonly context: RetryContext,
  ) {}

  all(): readonly Misread[] {
    const { error, handler } = this.handling;
    this.#bound(error, { region: handler, through: undefined, depth: 0 });
    return this.#found;
  }

  /** `e`, or `{ status, code }` */
  #bound(name: ts.BindingName, scope: Scope): void {
    if (ts.isArrayBindingPattern(name)) return;
    if (ts.isIdentifier(name)) {
      const symbol = symbolOf(name, this.context.checker);
      if (symbol) this.#held(symbol, scope);
      return;
    }
    const readsCode = name.elements.some((element) => keyOf(element) === "code");
    for (const element of name.elements) {
      const key = keyOf(element);
      if (key === "code" && ts.isIdentifier(element.name)) this.#comparedName(element.name, scope);
      else if (MISREAD.has(key) && !readsCode && this.#isDue(key))
        this.#report("noSuchProperty", element, key, scope);
    }
  }

  #held(error: ts.Symbol, scope: Scope): void {
    if (this.#visited.has(error)) return;
    this.#visited.add(error);
    for (const mention of namesRead(scope.region)) {
      if (symbolOf(mention, this.context.checker) === error) this.#mentioned(mention, error, scope);
    }
  }

  #mentioned(mention: ts.Identifier, error: ts.Symbol, scope: Scope): void {
    const whole = outermost(mention);
    const { parent } = whole;
    const name = memberName(parent, whole);
    if (name !== undefined) {
      if (this.#isKnownOther(mention, error, name, scope)) return;
      if (name === "code") this.#compared(parent as ts.Expression, scope);
      else if (MISREAD.has(name)) this.#read(parent as ts.Expression, name, error, scope);
      return;
    }
    if (ts.isVariableDeclaration(parent) && parent.initializer === whole) {
      if (!isExcludedAt(mention, scope.region, error, this.context))
        this.#bound(parent.name, scope);
      return;
    }
    const given = argumentOf(mention);
    if (
      given &&
      ts.isCallExpression(given.call) &&
      !isExcludedAt(mention, scope.region, error, this.context)
    ) {
      this.#enter(given.call, given.index, scope);
    }
  }

  /** Whether the error is something else there: by the conditions, or as the compiler has narrowed it. */
  #isKnownOther(
    mention: ts.Identifier,
    error: ts.Symbol,
    property: string,
    { region }: Scope,
  ): boolean {
    if (isExcludedAt(mention, region, error, this.context)) return true;
    const { checker } = this.context;
    const declared = checker.getTypeOfSymbolAtLocation(error, error.valueDeclaration ?? mention);
    const here = checker.getTypeAtLocation(mention);
    return (
      here !== declared &&
      (here.flags & ts.TypeFlags.Any) === 0 &&
      here.getProperty(property) !== undefined &&
      property !== "code"
    );
  }

  #read(access: ts.Expression, property: string, error: ts.Symbol, scope: Scope): void {
    const chain = chainOf(access);
    // e.status === 404 || e.statusCode === 404: one report, since one correction answers both.
    if (isAssigned(access) || this.#chains.has(chain) || !this.#isDue(property)) return;
    if (readsInstead(access, property, error, scope.region, this.context.checker)) return;
    this.#chains.add(chain);
    this.#report("noSuchProperty", access, property, scope);
  }

  #compared(access: ts.Expression, scope: Scope): void {
    for (const { node, value } of codeComparisons(access)) {
      if (this.#isDue("code")) this.#report("codeIsNumber", node, "code", scope, value);
    }
  }

  #comparedName(name: ts.Identifier, scope: Scope): void {
    const symbol = symbolOf(name, this.context.checker);
    for (const mention of namesRead(scope.region)) {
      if (symbol && symbolOf(mention, this.context.checker) === symbol)
        this.#compared(mention, scope);
    }
  }

  /** Whether the property can only be meant of the Svix error. */
  #isDue(property: string): boolean {
    const { tried, call } = this.handling;
    let others = this.#others.get(property);
    if (others === undefined)
      this.#others.set(property, (others = othersThrow(tried, property, call, this.context)));
    return !others;
  }

  /** `isNotFound(e)`: a function that other failures reach as well may mean those. */
  #enter(call: ts.CallExpression, index: number, { region, through, depth }: Scope): void {
    const [target, another] = this.context.callers.targetsOf(call);
    if (!target?.body || another || depth >= MAX_DEPTH) return;
    const parameter = target.parameters[index];
    const isElsewhere = target.getSourceFile() !== call.getSourceFile();
    if (!parameter) return;
    const before = this.#found.length;
    this.#bound(parameter.name, {
      region: target.body,
      through: through ?? (isElsewhere ? call : undefined),
      depth: depth + 1,
    });
    // Asked last, since it takes a look at every caller of the function (which may be the logger).
    if (this.#found.length > before && !this.#isOnlyForSvix(target, region))
      this.#found.length = before;
  }

  #isOnlyForSvix(target: FunctionNode, region: ts.Node): boolean {
    const { sites, handedOn, complete } = this.context.callers.callSitesOf(target);
    return (
      complete &&
      handedOn.length === 0 &&
      sites.every(({ call }) => isWithin(call, region) || handlesSvix(call, this.context))
    );
  }

  #report(
    kind: Misread["kind"],
    node: ts.Node,
    property: string,
    { through }: Scope,
    value?: string,
  ): void {
    this.#found.push({ kind, call: this.handling.call, node, property, value, through });
  }
}

function keyOf(element: ts.BindingElement): string {
  const name = element.propertyName ?? element.name;
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : "";
}

/** `e.status`, `e?.status`, `e["status"]` */
function memberName(node: ts.Node, object: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(node) && node.expression === object) return node.name.text;
  const isKeyed =
    ts.isElementAccessExpression(node) &&
    node.expression === object &&
    ts.isStringLiteralLike(node.argumentExpression);
  return isKeyed ? node.argumentExpression.text : undefined;
}

/** `e.status = 500` gives the error what it lacks. */
function isAssigned(access: ts.Expression): boolean {
  const { parent } = outermost(access);
  return isAssignment(parent) && innermost(parent.left) === access;
}

/** What serves in place of each property: `e.response?.data ?? e.message`. */
const INSTEAD: Readonly<Record<string, readonly string[]>> = {
  status: ["code"],
  statusCode: ["code"],
  response: ["code", "body", "message", "headers"],
};

/**
 * Whether the expression around it asks the error for what it has as well. Where nothing is compared
 * (`if (e.status) return e.status; return e.code`), the handler's other statements count too.
 */
function readsInstead(
  access: ts.Expression,
  property: string,
  error: ts.Symbol,
  region: ts.Node,
  checker: ts.TypeChecker,
): boolean {
  const wanted = INSTEAD[property] ?? [];
  const reads = (part: ts.Node, names: readonly string[]): boolean =>
    contains(part, (node) => {
      if (!ts.isPropertyAccessExpression(node) || !names.includes(node.name.text)) return false;
      const object = innermost(node.expression);
      return (
        ts.isIdentifier(object) &&
        symbolOf(object, checker) === error &&
        codeComparisons(node).length === 0
      );
    });
  if (reads(chainOf(access), wanted)) return true;
  const { parent } = outermost(access);
  const isCompared =
    ts.isBinaryExpression(parent) &&
    ts.isLiteralExpression(innermost(parent.left === access ? parent.right : parent.left));
  const isAlternative = isCompared && isLogical(parent.operatorToken.kind);
  return (!isCompared || isAlternative) && reads(region, ["code"]);
}

function isLogical(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandToken
  );
}

/** The whole expression of alternatives that a read belongs to. */
function chainOf(access: ts.Expression): ts.Node {
  let at: ts.Node = access;
  while (isPartOfChain(at.parent)) at = at.parent;
  return at;
}

/** Operators between alternatives, and what belongs to one of them. */
function isPartOfChain(node: ts.Node): boolean {
  return (
    ts.isBinaryExpression(node) ||
    ts.isConditionalExpression(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isPrefixUnaryExpression(node)
  );
}
