import ts from "typescript";
import { hasProjectBody, type FunctionNode } from "./call-site.js";
import { baseOf, constructorsBehind } from "./constructors.js";
import { declarationsAt, declarationsOf, innermost, memberName, resolved } from "./declarations.js";
import { elementsBehind, elementsFor } from "./elements-behind.js";
import { descendantsOf } from "./heirs.js";
import { membersOf } from "./heritage.js";
import { literalMembersFor } from "./literal-members.js";
import type { Visibility } from "../sdk/visibility.js";
import type { Mentions } from "./mentions.js";
import { isStandIn } from "./module-proxies.js";
import { isConst, objectBehind } from "./object-behind.js";
import { isProjectFile } from "./project-files.js";

/** A call that may enter more implementations than this is as good as unknown. */
const MAX_TARGETS = 8;

/** Const → import → const …: longer chains of names are given up. */
const MAX_DEPTH = 12;

const NONE: readonly FunctionNode[] = [];

export type Callable = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

/** What may be entered by a call: functions of the project that have a body. */
export interface Targets {
  /** The functions that the call may enter; empty when unknown, outside the project, or too many. */
  ofCall(call: Callable): readonly FunctionNode[];
  /** The functions that the expression's value may be; empty when unknown. */
  ofExpression(expression: ts.Expression): readonly FunctionNode[];
}

export function targetsOf(
  checker: ts.TypeChecker,
  mentions: Mentions,
  visibility: Visibility,
): Targets {
  return new TargetFinder(checker, mentions, visibility);
}

class TargetFinder implements Targets {
  readonly #checker: ts.TypeChecker;
  readonly #mentions: Mentions;
  readonly #visibility: Visibility;
  readonly #calls = new WeakMap<ts.Node, readonly FunctionNode[]>();
  readonly #implementers = new Map<ts.Declaration, readonly FunctionNode[]>();
  readonly #made = new Map<FunctionNode, readonly FunctionNode[]>();

  constructor(checker: ts.TypeChecker, mentions: Mentions, visibility: Visibility) {
    this.#checker = checker;
    this.#mentions = mentions;
    this.#visibility = visibility;
  }

  ofCall(call: Callable): readonly FunctionNode[] {
    let found = this.#calls.get(call);
    if (found === undefined) {
      // Set before the search: a function whose target depends on itself has no other answer.
      this.#calls.set(call, NONE);
      found = bounded(this.#entered(call));
      this.#calls.set(call, found);
    }
    return found;
  }

  ofExpression(expression: ts.Expression): readonly FunctionNode[] {
    return bounded(this.#behind(expression, 0));
  }

  #entered(call: Callable): readonly FunctionNode[] {
    if (ts.isNewExpression(call)) return constructorsBehind(call.expression, this.#checker);
    const callee = innermost(ts.isCallExpression(call) ? call.expression : call.tag);
    if (callee.kind === ts.SyntaxKind.SuperKeyword) {
      const own = ts.findAncestor(call, ts.isClassLike);
      const base = own && baseOf(own);
      return base === undefined ? NONE : constructorsBehind(base, this.#checker);
    }
    if (ts.isPropertyAccessExpression(callee) && this.#isReflection(callee))
      return this.#behind(callee.expression, 0);
    return this.#behind(callee, 0);
  }

  /** send.call(…), send.apply(…): members of functions themselves, declared by the language. */
  #isReflection(access: ts.PropertyAccessExpression): boolean {
    const name = access.name.text;
    if (name !== "call" && name !== "apply" && name !== "bind") return false;
    return this.#checker.getTypeAtLocation(access.expression).getCallSignatures().length > 0;
  }

  /** The functions behind an expression. */
  #behind(expression: ts.Expression, depth: number): readonly FunctionNode[] {
    if (depth > MAX_DEPTH) return NONE;
    const node = innermost(expression);
    const again = (other: ts.Expression): readonly FunctionNode[] => this.#behind(other, depth + 1);
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node))
      return hasProjectBody(node) ? [node] : NONE;
    if (ts.isConditionalExpression(node))
      return [...again(node.whenTrue), ...again(node.whenFalse)];
    if (ts.isBinaryExpression(node)) return this.#behindBinary(node, again);
    if (ts.isAwaitExpression(node)) return again(node.expression);
    if (ts.isIdentifier(node)) {
      return declarationsAt(node, this.#checker).flatMap((declaration) =>
        this.#declared(declaration, depth),
      );
    }
    if (ts.isPropertyAccessExpression(node)) return this.#behindMember(node, node.name.text, depth);
    if (ts.isElementAccessExpression(node)) {
      const key = node.argumentExpression;
      return this.#behindMember(node, ts.isStringLiteralLike(key) ? key.text : undefined, depth);
    }
    if (ts.isCallExpression(node)) return this.#behindResult(node, depth);
    return NONE;
  }

  #behindBinary(
    { operatorToken, left, right }: ts.BinaryExpression,
    again: (node: ts.Expression) => readonly FunctionNode[],
  ): readonly FunctionNode[] {
    switch (operatorToken.kind) {
      case ts.SyntaxKind.QuestionQuestionToken:
      case ts.SyntaxKind.BarBarToken:
        return [...again(left), ...again(right)];
      case ts.SyntaxKind.AmpersandAmpersandToken:
      case ts.SyntaxKind.CommaToken:
      case ts.SyntaxKind.EqualsToken:
        return again(right);
      default:
        return NONE;
    }
  }

  #behindMember(
    access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    name: string | undefined,
    depth: number,
  ): readonly FunctionNode[] {
    // What the object is known to hold says more than its declared type does.
    const literal = objectBehind(access.expression, this.#checker);
    if (literal !== undefined) {
      const members = literal.properties.filter((member) => {
        const own = member.name && memberName(member.name);
        return name === undefined || own === undefined || own === name;
      });
      if (members.every((member) => !ts.isSpreadAssignment(member))) {
        return members.flatMap((member) => this.#declared(member, depth + 1));
      }
    }
    // The symbol of a computed key is the key's own, not the member's.
    if (name === undefined)
      return elementsBehind(access.expression, this.#checker).flatMap((element) =>
        this.#behind(element, depth + 1),
      );
    const at = ts.isPropertyAccessExpression(access) ? access.name : access.argumentExpression;
    const declarations = declarationsOf(at, this.#checker);
    const isExact = access.expression.kind === ts.SyntaxKind.SuperKeyword;
    return declarations.flatMap((declaration) =>
      isExact || literal !== undefined
        ? this.#declared(declaration, depth + 1)
        : this.#memberDeclared(declaration, access.expression, depth + 1),
    );
  }

  /** makeSend(…): the functions that the called function returns; or what the result's type names. */
  #behindResult(call: ts.CallExpression, depth: number): readonly FunctionNode[] {
    const callee = innermost(call.expression);
    if (
      ts.isPropertyAccessExpression(callee) &&
      callee.name.text === "bind" &&
      this.#isReflection(callee)
    ) {
      return this.#behind(callee.expression, depth + 1);
    }
    const makers = this.ofCall(call);
    if (makers.length > 0) {
      return makers.flatMap((maker) => this.#madeBy(maker, depth));
    }
    return this.#checker
      .getTypeAtLocation(call)
      .getCallSignatures()
      .flatMap(({ declaration }) => (hasProjectBody(declaration) ? [declaration] : []));
  }

  /** The functions that a function returns; none are added by its own recursion. */
  #madeBy(maker: FunctionNode, depth: number): readonly FunctionNode[] {
    let made = this.#made.get(maker);
    if (made === undefined) {
      // Set before the search: functions that return calls of each other would be gone through without end.
      this.#made.set(maker, NONE);
      made = [...new Set(returnedBy(maker).flatMap((value) => this.#behind(value, depth + 1)))];
      this.#made.set(maker, made);
    }
    return made;
  }

  /** The functions that a declaration stands for. */
  #declared(declaration: ts.Declaration, depth: number): readonly FunctionNode[] {
    if (depth > MAX_DEPTH || !isProjectFile(declaration.getSourceFile())) return NONE;
    if (ts.isFunctionDeclaration(declaration) || ts.isMethodDeclaration(declaration)) {
      return declaration.body === undefined ? NONE : [declaration];
    }
    if (ts.isFunctionExpression(declaration)) return [declaration];
    const again = (value: ts.Expression | undefined): readonly FunctionNode[] =>
      value === undefined ? NONE : this.#behind(value, depth + 1);
    const each = (
      held: ts.VariableDeclaration | ts.ParameterDeclaration,
    ): readonly FunctionNode[] => elementsFor(held, this.#checker).flatMap(again);
    if (ts.isParameter(declaration)) return each(declaration);
    if (ts.isVariableDeclaration(declaration)) {
      const { name, initializer } = declaration;
      if (!ts.isIdentifier(name) || !this.#isAssignedOnce(declaration, name)) return NONE;
      return initializer === undefined ? each(declaration) : again(initializer);
    }
    if (ts.isPropertyAssignment(declaration)) return again(declaration.initializer);
    if (ts.isPropertyDeclaration(declaration)) return again(declaration.initializer);
    if (ts.isShorthandPropertyAssignment(declaration)) return again(declaration.name);
    if (ts.isExportAssignment(declaration)) return again(declaration.expression);
    if (ts.isBindingElement(declaration)) return this.#destructured(declaration, depth);
    // CommonJS: `exports.send = …` is declared by its left side, `module.exports = …` by the whole.
    if (ts.isBinaryExpression(declaration)) return again(declaration.right);
    if (ts.isPropertyAccessExpression(declaration) && ts.isBinaryExpression(declaration.parent))
      return again(declaration.parent.right);
    return NONE;
  }

  #destructured(element: ts.BindingElement, depth: number): readonly FunctionNode[] {
    const name = memberName(element.propertyName ?? element.name);
    if (name === undefined || !ts.isObjectBindingPattern(element.parent)) return NONE;
    const member = this.#checker.getTypeAtLocation(element.parent).getProperty(name);
    const declarations =
      member === undefined ? [] : (resolved(member, this.#checker).declarations ?? []);
    const { parent: variable } = element.parent;
    const source = ts.isVariableDeclaration(variable) ? variable.initializer : undefined;
    const values = declarations.flatMap((declaration) =>
      this.#memberDeclared(declaration, source ?? element.parent, depth + 1),
    );
    return element.initializer === undefined
      ? values
      : [...values, ...this.#behind(element.initializer, depth + 1)];
  }

  /** A member read from an object whose class may be a subclass, or an interface with implementers. */
  #memberDeclared(
    member: ts.Declaration,
    receiver: ts.Expression | ts.BindingPattern,
    depth: number,
  ): readonly FunctionNode[] {
    if (ts.isExpression(receiver) && isStandIn(receiver, member, this.#checker)) return NONE;
    const own = this.#declared(member, depth);
    if (isFinal(member) || !isProjectFile(member.getSourceFile())) return own;
    if (ts.isExpression(receiver) && ts.isNewExpression(innermost(receiver))) return own;
    let others = this.#implementers.get(member);
    if (others === undefined)
      this.#implementers.set(member, (others = this.#implementersOf(member, depth)));
    const type = (this.#checker.getTypeAtLocation(receiver).symbol as ts.Symbol | undefined)
      ?.valueDeclaration;
    if (type === undefined || type === member.parent || !ts.isClassLike(type))
      return [...own, ...others];
    // A receiver of a subclass reaches only what stands at or below that subclass.
    const below = new Set<ts.Node>([type, ...descendantsOf([type], this.#mentions, this.#checker)]);
    return [...own, ...others.filter((other) => below.has(classAround(other)))];
  }

  #implementersOf(member: ts.Declaration, depth: number): readonly FunctionNode[] {
    const declared = ts.getNameOfDeclaration(member);
    const name =
      declared !== undefined && ts.isPropertyName(declared) ? memberName(declared) : undefined;
    const holder = ts.isTypeLiteralNode(member.parent) ? member.parent.parent : member.parent;
    if (name === undefined) return NONE;
    const heirs = isTypeHolder(holder)
      ? descendantsOf([holder], this.#mentions, this.#checker)
      : [];
    const found = heirs.flatMap((heir) =>
      membersOf(heir, name).flatMap((other) => this.#declared(other, depth + 1)),
    );
    const written = literalMembersFor(member, name, {
      mentions: this.#mentions,
      visibility: this.#visibility,
      checker: this.#checker,
    });
    return [...found, ...written.flatMap((other) => this.#declared(other, depth + 1))];
  }

  /** A variable that holds what it was initialised with; `let` and `var` only if never assigned again. */
  #isAssignedOnce(declaration: ts.VariableDeclaration, name: ts.Identifier): boolean {
    if (isConst(declaration)) return true;
    return this.#mentions.inFile(declaration.getSourceFile(), name.text).every(({ parent }) => {
      const isAssigned =
        ts.isBinaryExpression(parent) &&
        ts.isIdentifier(parent.left) &&
        parent.left.text === name.text &&
        isAssignment(parent);
      return !isAssigned;
    });
  }
}

function bounded(found: readonly FunctionNode[]): readonly FunctionNode[] {
  const distinct = [...new Set(found)];
  return distinct.length > MAX_TARGETS ? NONE : distinct;
}

/** The expressions that a function returns itself, nested functions left out. */
function returnedBy(fn: FunctionNode): readonly ts.Expression[] {
  const { body } = fn;
  if (body === undefined) return [];
  if (!ts.isBlock(body)) return [body];
  const values: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression !== undefined) values.push(node.expression);
    if (!ts.isFunctionLike(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return values;
}

function isAssignment({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/**
 * Nothing can stand in for the member: a private or static one, or a plain function or variable. What an
 * option has for its default is declared by its pattern, `{ retryIf = () => true } = {}`, and gives way
 * to what callers write.
 */
function isFinal(member: ts.Declaration): boolean {
  const flags = ts.getCombinedModifierFlags(member);
  if ((flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Static)) !== 0) return true;
  return !ts.isClassElement(member) && !ts.isTypeElement(member) && !ts.isBindingElement(member);
}

function isTypeHolder(
  node: ts.Node,
): node is ts.ClassLikeDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration {
  return ts.isClassLike(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
}

function classAround(fn: FunctionNode): ts.Node {
  return ts.findAncestor(fn, ts.isClassLike) ?? fn;
}
