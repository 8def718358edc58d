import ts from "typescript";
import { hasBody, type CallSites, type FunctionNode } from "./call-site.js";
import { Carriers, StatesSeen, type Carrier } from "./carriers.js";
import { declarationsOf, innermost, memberName, outermost } from "./declarations.js";
import { givesBack, isNamed } from "./given-back.js";
import { superCallsIn } from "./heritage.js";
import type { MentionGroups } from "./mention-groups.js";
import type { Mention } from "./mentions.js";
import { mayReceive } from "./receivers.js";
import { SearchRecord } from "./search-record.js";
import { binaryUse, peel, type Step } from "./value-steps.js";

export interface SearchContext {
  readonly checker: ts.TypeChecker;
  readonly files: readonly ts.SourceFile[];
  readonly groups: MentionGroups;
}

/** So many mentions are looked at for one function; far above what programs have. */
const MAX_PLACES = 20_000;

/**
 * Follows a value forward from where it stands to the places that call it: through variables,
 * imports and re-exports, members, objects and arrays it is put into, and functions that return it.
 */
export class ValueSearch {
  readonly #record: SearchRecord;
  readonly #carriers: Carriers;
  readonly #visited = new StatesSeen<ts.Node>();
  readonly #context: SearchContext;
  readonly #self: ts.Node;
  #places = 0;

  constructor(context: SearchContext, self: ts.Node) {
    this.#context = context;
    this.#self = self;
    this.#record = new SearchRecord(self);
    this.#carriers = new Carriers(context.checker);
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
    for (let next = this.#carriers.next(); next !== undefined; next = this.#carriers.next()) {
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
      this.#carriers.addNamed(fn, steps);
      return;
    }
    if (ts.isArrowFunction(fn)) {
      this.#flow(fn, steps);
      return;
    }
    if (ts.isFunctionExpression(fn)) {
      if (fn.name !== undefined) this.#carriers.add(fn, fn.name.text, fn.getSourceFile(), steps);
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
    if (ts.isClassLike(fn.parent)) this.#carriers.addMember(fn, fn.parent, reached);
    else this.#placed(fn, fn, reached);
  }

  #followClass(node: ts.ClassLikeDeclaration, steps: readonly Step[]): void {
    if (ts.isClassDeclaration(node)) {
      this.#carriers.addNamed(node, steps);
      return;
    }
    if (node.name !== undefined)
      this.#carriers.add(node, node.name.text, node.getSourceFile(), steps);
    this.#flow(node, steps);
  }

  #mentioned(mention: Mention, carrier: Carrier): void {
    const { parent } = mention;
    const { declaration, steps } = carrier;
    const file = mention.getSourceFile();
    if (ts.isImportSpecifier(parent)) {
      this.#carriers.add(declaration, parent.name.text, file, steps);
      return;
    }
    if (ts.isImportClause(parent) || ts.isImportEqualsDeclaration(parent)) {
      this.#carriers.add(declaration, mention.text, file, steps);
      return;
    }
    if (ts.isExportSpecifier(parent)) {
      this.#carriers.add(declaration, parent.name.text, undefined, steps);
      return;
    }
    if (ts.isVariableDeclaration(parent) && parent.name === mention) {
      // const send = require("./send")
      this.#carriers.addVariable(parent, steps);
      this.#carriers.add(declaration, mention.text, file, steps);
      return;
    }
    if (ts.isBindingElement(parent) && parent.initializer !== mention) {
      this.#carriers.addVariable(parent, steps);
      // In JavaScript a variable destructured from require() is an alias of the export itself.
      if (ts.isIdentifier(parent.name))
        this.#carriers.add(declaration, parent.name.text, file, steps);
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
    if (!this.#visited.add(node, steps.join())) return;
    const peeled = peel(node, steps);
    if (peeled !== undefined) {
      if ("expression" in peeled) this.#flow(peeled.expression, peeled.rest);
      else
        for (const { element, rest } of peeled.bindings) this.#carriers.addVariable(element, rest);
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
      this.#carriers.addVariable(parent, steps);
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
    } else if (ts.isPropertyDeclaration(parent))
      this.#carriers.addMember(parent, parent.parent, steps);
    else if (ts.isExportAssignment(parent)) {
      this.#record.hand(node, "exported", steps);
      this.#carriers.addDefault(parent, node, steps);
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
    this.#record.hold(node, call, index, steps);
    if (givesBack(node, call, steps, this.#context.checker)) this.#flow(call, steps);
    else if (
      ts.isNewExpression(call) &&
      isNamed(call.expression, "Map") &&
      steps[1] === "element"
    ) {
      this.#flow(call, ["get", ...steps.slice(2)]);
    }
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
          this.#carriers.addVariable(declaration, steps);
      }
    } else if (ts.isPropertyAccessExpression(left)) {
      if (left.name.text === "exports" && isNamed(left.expression, "module")) {
        this.#record.hand(assignment.right, "exported", steps);
        this.#carriers.addDefault(assignment, assignment.right, steps);
      }
      // `exports.paid = sendPaid` is an alias of the function itself in JavaScript.
      for (const declaration of [
        ...declarationsOf(left.name, checker),
        ...declarationsOf(assignment.right, checker),
      ]) {
        this.#carriers.add(declaration, left.name.text, undefined, steps);
      }
    }
  }

  /** A member of an object literal: reached through the object and through the member's type. */
  #placed(member: ts.ObjectLiteralElementLike, node: ts.Node, steps: readonly Step[]): void {
    this.#record.hand(node, "property", steps);
    const object = member.parent as ts.ObjectLiteralExpression;
    const name = member.name && memberName(member.name);
    const isRead = steps[0] === "access" || steps[0] === "read";
    if (name !== undefined) {
      this.#carriers.add(member, name, undefined, steps);
      this.#carriers.addOverridden(member, name, object, steps);
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
    for (const call of superCallsIn(own.body)) this.#record.site(call, "call");
  }
}
