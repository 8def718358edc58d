import ts from "typescript";
import { namedAccessOf, withoutWrapping, type NamedAccess } from "./callee.js";
import { checkerOf } from "./checker.js";
import { holderNamesOf } from "./holder-names.js";
import type { SdkMethod, SdkSurface } from "./surface.js";
import { heldType } from "./untyped-holders.js";

/** A method of the SDK that an expression evaluates to, and the arguments already bound to it. */
export interface HeldMethod {
  readonly method: SdkMethod;
  readonly bound: readonly ts.Expression[];
}

/** `const a = b; const b = c; …`: longer chains than people write; also the end of circular ones. */
const MAX_STEPS = 10;

/** Declarations whose function is the program's own (or another library's), whatever its name is. */
const OWN_FUNCTION =
  ts.SymbolFlags.Function | ts.SymbolFlags.Method | ts.SymbolFlags.Class | ts.SymbolFlags.Module;

/**
 * Finds the SDK method behind an expression: `svix.message.create` itself, or wherever it was put
 * (destructured, in a variable, a property, bound). The declared symbol decides; where the method was
 * put somewhere else, the type of that place does, since it keeps the method's declaration.
 */
export class HeldMethods {
  private readonly checker: ts.TypeChecker;
  private names: ReadonlySet<string> | undefined;

  constructor(
    private readonly program: ts.Program,
    private readonly surface: SdkSurface,
  ) {
    this.checker = checkerOf(program);
  }

  /**
   * Undefined when it is none or cannot be told. Of a union (`svix.message | svix.endpoint`) the
   * first constituent that is the SDK's answers. Not seen: methods returned by a call other than
   * `bind`, and kept under a name that the text does not show beside the method.
   */
  heldBy(expression: ts.Expression, steps = 0): HeldMethod | undefined {
    if (steps > MAX_STEPS) return undefined;
    const held = withoutWrapping(expression);
    const access = namedAccessOf(held);
    if (access) return this.heldByAccess(access, held, steps);
    if (ts.isIdentifier(held)) return this.heldByName(held, steps);
    if (ts.isElementAccessExpression(held))
      return this.ofType(this.checker.getTypeAtLocation(held));
    if (ts.isCallExpression(held)) return this.heldByBind(held, steps);
    if (ts.isConditionalExpression(held))
      return this.heldBy(held.whenTrue, steps + 1) ?? this.heldBy(held.whenFalse, steps + 1);
    // a ?? b, a || b, a && b, (0, b)
    if (ts.isBinaryExpression(held))
      return this.heldBy(held.left, steps + 1) ?? this.heldBy(held.right, steps + 1);
    return undefined;
  }

  /** Names that a call's method may have; anything else is not worth a question to the checker. */
  private isName(name: string): boolean {
    if (this.surface.methodNames.has(name)) return true;
    this.names ??= holderNamesOf(this.program, this.surface.methodNames);
    return this.names.has(name);
  }

  private heldByAccess(
    { object, name, nameNode }: NamedAccess,
    place: ts.Expression,
    steps: number,
  ): HeldMethod | undefined {
    if (!this.isName(name)) return undefined;
    const symbol = this.checker.getSymbolAtLocation(nameNode) ?? this.memberOfUntyped(object, name);
    return symbol && this.heldBySymbol(symbol, place, steps);
  }

  /** `this.client.message.create`, where the class declares `client` without a type. */
  private memberOfUntyped(object: ts.Expression, name: string): ts.Symbol | undefined {
    const holder = heldType(object, this.checker);
    return holder && this.checker.getNonNullableType(holder).getProperty(name);
  }

  private heldByName(identifier: ts.Identifier, steps: number): HeldMethod | undefined {
    const symbol = this.checker.getSymbolAtLocation(identifier);
    return symbol && this.heldBySymbol(symbol, identifier, steps);
  }

  // create.bind(thisArgument, ...bound)
  private heldByBind(call: ts.CallExpression, steps: number): HeldMethod | undefined {
    const access = namedAccessOf(withoutWrapping(call.expression));
    if (access?.name !== "bind") return undefined;
    const held = this.heldBy(access.object, steps + 1);
    return held && { ...held, bound: [...held.bound, ...call.arguments.slice(1)] };
  }

  private heldBySymbol(
    found: ts.Symbol,
    place: ts.Expression,
    steps: number,
  ): HeldMethod | undefined {
    const symbol =
      found.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(found) : found;
    const method = this.declaredBy(symbol.declarations);
    if (method) return { method, bound: [] };
    if (symbol.flags & OWN_FUNCTION) return undefined;
    // Record<"send", …>: such a property is declared nowhere.
    if (!symbol.declarations?.length)
      return this.ofType(this.checker.getTypeOfSymbolAtLocation(symbol, place));
    for (const declaration of symbol.declarations) {
      const held = this.heldByDeclaration(declaration, symbol, place, steps);
      if (held) return held;
    }
    return undefined;
  }

  private heldByDeclaration(
    declaration: ts.Declaration,
    symbol: ts.Symbol,
    place: ts.Expression,
    steps: number,
  ): HeldMethod | undefined {
    const value = valueOf(declaration);
    if (value && isFunction(value)) return undefined;
    const held = value && this.heldBy(value, steps + 1);
    if (held) return held;
    if (ts.isShorthandPropertyAssignment(declaration)) {
      const original = this.checker.getShorthandAssignmentValueSymbol(declaration);
      return original && this.heldBySymbol(original, place, steps + 1);
    }
    // Asking for an inferred type can make the checker infer half a file.
    return isTyped(declaration) || this.isName(propertyNameOf(declaration) ?? symbol.name)
      ? this.ofType(this.checker.getTypeOfSymbolAtLocation(symbol, place))
      : undefined;
  }

  private ofType(type: ts.Type): HeldMethod | undefined {
    const types = type.isUnion() ? type.types : [type];
    const declarations = types.flatMap((constituent) =>
      constituent.getCallSignatures().flatMap(({ declaration }) => declaration ?? []),
    );
    const method = this.declaredBy(declarations);
    return method && { method, bound: [] };
  }

  private declaredBy(declarations: readonly ts.Node[] | undefined): SdkMethod | undefined {
    for (const declaration of declarations ?? []) {
      const method = this.surface.methods.get(declaration);
      if (method) return method;
    }
    return undefined;
  }
}

/** The expression that a declaration gives its symbol, where one stands beside it. */
function valueOf(declaration: ts.Declaration): ts.Expression | undefined {
  if (
    ts.isVariableDeclaration(declaration) ||
    ts.isPropertyDeclaration(declaration) ||
    ts.isPropertyAssignment(declaration)
  )
    return declaration.initializer;
  if (ts.isExportAssignment(declaration)) return declaration.expression;
  // JavaScript: this.send = …, exports.send = …
  const assignment = ts.isBinaryExpression(declaration)
    ? declaration
    : (declaration.parent as ts.Node | undefined);
  return assignment && ts.isBinaryExpression(assignment) ? assignment.right : undefined;
}

function isFunction(expression: ts.Expression): boolean {
  const value = withoutWrapping(expression);
  return ts.isArrowFunction(value) || ts.isFunctionExpression(value);
}

function isTyped(declaration: ts.Declaration): boolean {
  return (
    (ts.isVariableDeclaration(declaration) ||
      ts.isPropertyDeclaration(declaration) ||
      ts.isPropertySignature(declaration) ||
      ts.isParameter(declaration) ||
      ts.isGetAccessor(declaration)) &&
    declaration.type !== undefined
  );
}

// const { create: send } = …
function propertyNameOf(declaration: ts.Declaration): string | undefined {
  if (!ts.isBindingElement(declaration)) return undefined;
  const name = declaration.propertyName ?? declaration.name;
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined;
}
