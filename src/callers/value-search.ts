import ts from "typescript";
import { hasBody, type CallSites, type FunctionNode } from "./call-site.js";
import { declarationsOf, innermost, memberName, outermost } from "./declarations.js";
import { isStatic, overriddenMembers } from "./heritage.js";
import type { MentionGroups } from "./mention-groups.js";
import type { Mention } from "./mentions.js";
import { isProjectFile } from "./project-files.js";
import { mayReceive, type Owner } from "./receivers.js";
import { SearchRecord } from "./search-record.js";
import { binaryUse, bindingsOf, peel, type Step } from "./value-steps.js";

interface Carrier {
  readonly declaration: ts.Declaration;
  readonly name: string;
  /** Where plain mentions are looked for; undefined: members and imports anywhere. */
  readonly file: ts.SourceFile | undefined;
  readonly steps: readonly Step[];
  readonly owner: Owner | undefined;
}

export interface SearchContext {
  readonly checker: ts.TypeChecker;
  readonly files: readonly ts.SourceFile[];
  readonly groups: MentionGroups;
}

/** So many mentions are looked at for one function; far above what programs have. */
const MAX_PLACES = 20_000;

/** A function in an object that a function returns that … : beyond this the trail is lost. */
const MAX_STEPS = 4;

/**
 * Follows a value forward from where it stands to the places that call it: through variables,
 * imports and re-exports, members, objects and arrays it is put into, and functions that return it.
 */
export class ValueSearch {
  readonly #record: SearchRecord;
  readonly #queue: Carrier[] = [];
  readonly #queued = new Map<ts.Declaration, Set<string>>();
  readonly #visited = new Map<ts.Node, Set<string>>();
  readonly #context: SearchContext;
  readonly #self: ts.Node;
  #places = 0;

  constructor(context: SearchContext, self: ts.Node) {
    this.#context = context;
    this.#self = self;
    this.#record = new SearchRecord(self);
  }

  /** Where the function is called. */
  ofFunction(fn: FunctionNode): CallSites {
    this.#follow(fn, []);
    return this.#finish();
  }

  /** Where the value of the expression is called. */
  ofExpression(expression: ts.Expression): CallSites {
    this.#flow(expression, []);
    return this.#finish();
  }

  #finish(): CallSites {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      for (const mention of this.#mentionsOf(next)) {
        this.#places += 1;
        if (this.#places > MAX_PLACES) break;
        this.#mentioned(mention, next);
      }
    }
    return this.#record.result(this.#places <= MAX_PLACES);
  }

  #mentionsOf({ declaration, name, file }: Carrier): readonly Mention[] {
    const { groups, files, checker } = this.#context;
    if (file === undefined) return groups.anywhere(name, declaration);
    // Without a module symbol the file is a script, whose top level is shared by all scripts.
    if (checker.getSymbolAtLocation(file) !== undefined)
      return groups.inFile(file, name, declaration);
    return files.flatMap((other) => groups.inFile(other, name, declaration));
  }

  /** A function: by its name, its class, its object or the place where it is written. */
  #follow(fn: FunctionNode, steps: readonly Step[]): void {
    if (ts.isFunctionDeclaration(fn)) {
      this.#carryNamed(fn, steps);
      return;
    }
    if (ts.isArrowFunction(fn)) {
      this.#flow(fn, steps);
      return;
    }
    if (ts.isFunctionExpression(fn)) {
      if (fn.name !== undefined) this.#carry(fn, fn.name.text, fn.getSourceFile(), steps);
      this.#flow(fn, steps);
      return;
    }
    if (ts.isConstructorDeclaration(fn)) {
      this.#followClass(fn.parent, steps);
      return;
    }
    const isAccessor = ts.isGetAccessor(fn) || ts.isSetAccessor(fn);
    // What a getter returns is had by reading, without a call.
    const reached: readonly Step[] = isAccessor
      ? [fn === this.#self ? "access" : "read", ...steps.slice(1)]
      : steps;
    if (ts.isClassLike(fn.parent)) this.#carryMember(fn, fn.parent, reached);
    else this.#placed(fn, fn, reached);
  }

  #followClass(node: ts.ClassLikeDeclaration, steps: readonly Step[]): void {
    if (ts.isClassDeclaration(node)) {
      this.#carryNamed(node, steps);
      return;
    }
    if (node.name !== undefined) this.#carry(node, node.name.text, node.getSourceFile(), steps);
    this.#flow(node, steps);
  }

  #carryNamed(
    declaration: ts.FunctionDeclaration | ts.ClassDeclaration,
    steps: readonly Step[],
  ): void {
    const name = declaration.name?.text;
    if (name !== undefined) this.#carry(declaration, name, declaration.getSourceFile(), steps);
    const flags = ts.getCombinedModifierFlags(declaration);
    if ((flags & ts.ModifierFlags.Default) !== 0)
      this.#carry(declaration, "default", undefined, steps);
    else if ((flags & ts.ModifierFlags.Export) !== 0 && name !== undefined)
      this.#carry(declaration, name, undefined, steps);
  }

  #carryMember(
    member: ts.ClassElement,
    owner: ts.ClassLikeDeclaration,
    steps: readonly Step[],
  ): void {
    const name = member.name && memberName(member.name);
    if (member.name === undefined || name === undefined) return;
    const isPrivate =
      ts.isPrivateIdentifier(member.name) ||
      (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) !== 0;
    this.#carry(member, name, isPrivate ? member.getSourceFile() : undefined, steps);
    if (isPrivate || isStatic(member)) return;
    this.#carryOverridden(member, name, owner, steps);
  }

  #carryOverridden(
    member: ts.Declaration,
    name: string,
    owner: Owner,
    steps: readonly Step[],
  ): void {
    for (const base of overriddenMembers(member, this.#context.checker)) {
      if (base !== member && isProjectFile(base.getSourceFile()))
        this.#carry(base, name, undefined, steps, owner);
    }
  }

  #carryVariable(
    declaration: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
    steps: readonly Step[],
  ): void {
    if (!ts.isIdentifier(declaration.name)) {
      for (const { element, rest } of bindingsOf(declaration.name, steps))
        this.#carryVariable(element, rest);
      return;
    }
    const name = declaration.name.text;
    this.#carry(declaration, name, declaration.getSourceFile(), steps);
    if (ts.isParameter(declaration)) {
      // `constructor(private readonly send = sendPaid)` declares a member as well.
      if (ts.isParameterPropertyDeclaration(declaration, declaration.parent))
        this.#carry(declaration, name, undefined, steps);
    } else if ((ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0) {
      this.#carry(declaration, name, undefined, steps);
    }
  }

  #carry(
    declaration: ts.Declaration,
    name: string,
    file: ts.SourceFile | undefined,
    steps: readonly Step[],
    owner?: Owner,
  ): void {
    if (steps.length > MAX_STEPS) return;
    if (isNew(this.#queued, declaration, `${name}|${file?.fileName ?? ""}|${steps.join()}`)) {
      this.#queue.push({ declaration, name, file, steps, owner });
    }
  }

  #mentioned(mention: Mention, carrier: Carrier): void {
    const { parent } = mention;
    const { declaration, steps } = carrier;
    const file = mention.getSourceFile();
    if (ts.isImportSpecifier(parent)) {
      this.#carry(declaration, parent.name.text, file, steps);
      return;
    }
    if (ts.isImportClause(parent) || ts.isImportEqualsDeclaration(parent)) {
      this.#carry(declaration, mention.text, file, steps);
      return;
    }
    if (ts.isExportSpecifier(parent)) {
      this.#carry(declaration, parent.name.text, undefined, steps);
      return;
    }
    if (ts.isVariableDeclaration(parent) && parent.name === mention) {
      // const send = require("./send")
      this.#carryVariable(parent, steps);
      this.#carry(declaration, mention.text, file, steps);
      return;
    }
    if (ts.isBindingElement(parent) && parent.initializer !== mention) {
      this.#carryVariable(parent, steps);
      // In JavaScript a variable destructured from require() is an alias of the export itself.
      if (ts.isIdentifier(parent.name)) this.#carry(declaration, parent.name.text, file, steps);
      return;
    }
    if (ts.isShorthandPropertyAssignment(parent)) {
      this.#placed(parent, parent.name, steps);
      return;
    }
    const isMember =
      (ts.isPropertyAccessExpression(parent) && parent.name === mention) ||
      (ts.isElementAccessExpression(parent) && parent.argumentExpression === mention);
    if (!isMember) {
      const isKey = ts.isObjectLiteralElementLike(parent) && parent.name === mention;
      if (!isKey) this.#flow(mention, steps);
      return;
    }
    if (
      carrier.owner !== undefined &&
      !mayReceive(parent.expression, carrier.owner, this.#context.checker)
    )
      return;
    if (steps[0] === "access") {
      this.#record.site(parent, "access");
      return;
    }
    this.#flow(parent, steps[0] === "read" ? steps.slice(1) : steps);
  }

  /** The value at an expression goes where the expression goes. */
  #flow(expression: ts.Expression, steps: readonly Step[]): void {
    const node = outermost(expression);
    if (!isNew(this.#visited, node, steps.join())) return;
    const peeled = peel(node, steps);
    if (peeled !== undefined) {
      if ("expression" in peeled) this.#flow(peeled.expression, peeled.rest);
      else for (const { element, rest } of peeled.bindings) this.#carryVariable(element, rest);
      return;
    }
    const { parent } = node;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
      this.#inCall(node, parent, steps);
    else if (ts.isTaggedTemplateExpression(parent)) this.#record.site(parent, "tag", steps);
    else if (ts.isPropertyAccessExpression(parent)) this.#reflected(parent, steps);
    else if (
      ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isBindingElement(parent)
    ) {
      this.#carryVariable(parent, steps);
    } else if (ts.isBinaryExpression(parent)) this.#inBinary(node, parent, steps);
    else if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent))
      this.#returned(node, steps);
    else this.#inStructure(node, parent, steps);
  }

  #inStructure(node: ts.Expression, parent: ts.Node, steps: readonly Step[]): void {
    if (ts.isAwaitExpression(parent)) this.#flow(parent, steps);
    else if (ts.isConditionalExpression(parent)) {
      if (parent.condition !== node) this.#flow(parent, steps);
    } else if (ts.isPropertyAssignment(parent)) this.#placed(parent, node, steps);
    else if (ts.isArrayLiteralExpression(parent)) {
      this.#record.hand(node, "element", steps);
      this.#flow(parent, ["element", ...steps]);
    } else if (ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) {
      if (ts.isObjectLiteralExpression(parent.parent) || ts.isArrayLiteralExpression(parent.parent))
        this.#flow(parent.parent, steps);
    } else if (ts.isPropertyDeclaration(parent)) this.#carryMember(parent, parent.parent, steps);
    else if (ts.isExportAssignment(parent)) {
      this.#record.hand(node, "exported", steps);
      this.#carryDefault(parent, node, steps);
    } else if (ts.isExpressionWithTypeArguments(parent)) this.#inherited(parent, steps);
    else if (ts.isJsxExpression(parent)) this.#record.hand(node, "jsx", steps);
    else if (ts.isYieldExpression(parent) || ts.isDecorator(parent))
      this.#record.hand(node, "other", steps);
  }

  #inCall(
    node: ts.Expression,
    call: ts.CallExpression | ts.NewExpression,
    steps: readonly Step[],
  ): void {
    if (call.expression === node) {
      this.#record.site(call, ts.isNewExpression(call) ? "new" : "call", steps);
      return;
    }
    const index = call.arguments?.indexOf(node) ?? -1;
    if (index < 0) return;
    this.#record.hand(node, "argument", steps, { call, index });
    if (this.#givesBack(node, call, steps)) this.#flow(call, steps);
    else if (
      ts.isNewExpression(call) &&
      isNamed(call.expression, "Map") &&
      steps[1] === "element"
    ) {
      this.#flow(call, ["get", ...steps.slice(2)]);
    }
  }

  /** `useCallback(send, [])`, `cache(send)`, `Object.freeze(handlers)`: what comes out is what went in. */
  #givesBack(
    node: ts.Expression,
    call: ts.CallExpression | ts.NewExpression,
    steps: readonly Step[],
  ): boolean {
    const { checker } = this.#context;
    // Without types: a function of the project gives back what its body says, which is followed there.
    const named = declarationsOf(innermost(call.expression), checker);
    if (
      named.length > 0 &&
      named.every((own) => ts.isFunctionLike(own) && isProjectFile(own.getSourceFile()))
    )
      return false;
    const declaration = checker.getResolvedSignature(call)?.getDeclaration();
    if (declaration === undefined || isProjectFile(declaration.getSourceFile())) return false;
    if (steps.length > 0) return isNamed(call.expression, "freeze");
    const given = checker.getTypeAtLocation(node).getCallSignatures();
    const made = checker.getTypeAtLocation(call).getCallSignatures();
    return made.some((signature) =>
      given.some(
        (other) => signature.declaration === other.declaration && hasBody(other.declaration),
      ),
    );
  }

  /** send.call(…), send.apply(…), send.bind(…) */
  #reflected(access: ts.PropertyAccessExpression, steps: readonly Step[]): void {
    const call = outermost(access).parent;
    if (!ts.isCallExpression(call) || innermost(call.expression) !== access) return;
    const method = access.name.text;
    if (method === "bind") this.#flow(call, steps);
    else if (method === "call" || method === "apply") this.#record.site(call, "apply", steps);
  }

  #inBinary(node: ts.Expression, binary: ts.BinaryExpression, steps: readonly Step[]): void {
    const use = binaryUse(node, binary);
    if (use === "assigned") this.#assigned(binary, innermost(binary.left), steps);
    if (use !== "read") this.#flow(binary, steps);
  }

  #assigned(assignment: ts.BinaryExpression, left: ts.Expression, steps: readonly Step[]): void {
    const { checker } = this.#context;
    if (ts.isIdentifier(left)) {
      for (const declaration of declarationsOf(left, checker)) {
        if (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration))
          this.#carryVariable(declaration, steps);
      }
    } else if (ts.isPropertyAccessExpression(left)) {
      if (left.name.text === "exports" && isNamed(left.expression, "module")) {
        this.#record.hand(assignment.right, "exported", steps);
        this.#carryDefault(assignment, assignment.right, steps);
      }
      // `exports.paid = sendPaid` is an alias of the function itself in JavaScript.
      for (const declaration of [
        ...declarationsOf(left.name, checker),
        ...declarationsOf(assignment.right, checker),
      ]) {
        this.#carry(declaration, left.name.text, undefined, steps);
      }
    }
  }

  /** `export default send`, `export = send`, `module.exports = send`: an alias where send is a name. */
  #carryDefault(
    assignment: ts.ExportAssignment | ts.BinaryExpression,
    value: ts.Expression,
    steps: readonly Step[],
  ): void {
    const inner = innermost(value);
    const target = ts.isIdentifier(inner) ? declarationsOf(inner, this.#context.checker) : [];
    for (const declaration of [assignment, ...target])
      this.#carry(declaration, "default", undefined, steps);
  }

  /** A member of an object literal: reached through the object and through the member's type. */
  #placed(member: ts.ObjectLiteralElementLike, node: ts.Node, steps: readonly Step[]): void {
    this.#record.hand(node, "property", steps);
    const object = member.parent as ts.ObjectLiteralExpression;
    const name = member.name && memberName(member.name);
    const isRead = steps[0] === "access" || steps[0] === "read";
    if (name !== undefined) {
      this.#carry(member, name, undefined, steps);
      this.#carryOverridden(member, name, object, steps);
    }
    if (!isRead) this.#flow(object, [name === undefined ? "element" : `.${name}`, ...steps]);
  }

  #returned(node: ts.Expression, steps: readonly Step[]): void {
    this.#record.hand(node, "returned", steps);
    const enclosing = ts.findAncestor(node.parent, ts.isFunctionLike);
    if (enclosing !== undefined && hasBody(enclosing)) this.#follow(enclosing, ["call", ...steps]);
  }

  /** class B extends A: B's constructor calls A's, and `new B()` does where B has none. */
  #inherited(clause: ts.ExpressionWithTypeArguments, steps: readonly Step[]): void {
    const heir = clause.parent.parent;
    if (!ts.isConstructorDeclaration(this.#self) || !ts.isClassLike(heir)) return;
    const own = heir.members.find((member) => ts.isConstructorDeclaration(member));
    if (own?.body === undefined) {
      this.#followClass(heir, steps);
      return;
    }
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword)
        this.#record.site(node, "call");
      if (!ts.isClassLike(node)) ts.forEachChild(node, visit);
    };
    visit(own.body);
  }
}

function isNew<K>(seen: Map<K, Set<string>>, key: K, state: string): boolean {
  const states = seen.get(key);
  if (states === undefined) seen.set(key, new Set([state]));
  else if (states.has(state)) return false;
  else states.add(state);
  return true;
}

function isNamed(expression: ts.Expression, name: string): boolean {
  const last = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return ts.isIdentifier(last) && last.text === name;
}
