import ts from "typescript";
import { boundNames } from "../callers/declarations.js";
import type { FunctionNode } from "../callers/index.js";
import {
  calledName,
  contains,
  functionAround,
  isAssignment,
  methodCallOf,
  namesRead,
  symbolOf,
  visit,
} from "./syntax.js";

/** Methods that take something out of a collection or a table, or write down that it is done. */
const REMOVING =
  /^(?:shift|pop|splice|delete|remove|del|ack|complete|dequeue|unlink|destroy|mark\w*|update\w*|set\w+|clear)|^(?:delivered|dispatched|done|finish(?:ed)?|processed|published|sent|settled?|succeed(?:ed)?)(?![a-z])/iu;
/** The same in SQL. */
const REMOVING_STATEMENT = /^\s*(?:update|delete)\s/iu;
/** Methods that put something back. */
const RETURNING = /^(?:push|unshift|enqueue|add|requeue|nack|release)$/u;

/** Whether something removes the item, or writes down that it is done. */
export function settles(nodes: readonly ts.Node[], mentions: (node: ts.Node) => boolean): boolean {
  return nodes.some((node) =>
    contains(node, (part) => {
      if (isAssignment(part)) return !ts.isIdentifier(part.left) && mentions(part.left);
      if (ts.isTaggedTemplateExpression(part))
        return isRemovingStatement(part.template) && mentions(part.template);
      if (!ts.isCallExpression(part) || !removes(part)) return false;
      return (
        mentions(part.expression) ||
        collectionOf(part, mentions) ||
        part.arguments.some((argument) => mentions(argument))
      );
    }),
  );
}

/**
 * Whether an item that was asked for by its state (`{ where: { status: "pending" } }`) is in it until
 * what follows changes just that (`{ data: { status: "sent" } }`).
 */
export function isDueUntil(after: readonly ts.Node[], fetch: ts.Expression): boolean {
  const asked = new Set(propertiesIn(fetch).filter((name) => !PARTS_OF_QUERIES.has(name)));
  return after.some((node) => propertiesIn(node, choosesItem).some((name) => asked.has(name)));
}

/** What stands in queries of all kinds, and says nothing of the item's state. */
const PARTS_OF_QUERIES: ReadonlySet<string> = new Set([
  "data",
  "id",
  "include",
  "orderBy",
  "select",
  "where",
]);

/** Names of the properties that stand in a node, but for those parts of it that are left out. */
function propertiesIn(
  node: ts.Node,
  isLeftOut: (part: ts.Node) => boolean = () => false,
): readonly string[] {
  const names: string[] = [];
  visit(node, (part) => {
    if (isLeftOut(part)) return false;
    if (ts.isPropertyAssignment(part) || ts.isShorthandPropertyAssignment(part))
      names.push(part.name.getText());
    return true;
  });
  return names;
}

/** What says which item is meant, and not what becomes of it: `where`, the first of several arguments. */
function choosesItem(part: ts.Node): boolean {
  if (ts.isPropertyAssignment(part)) return part.name.getText() === "where";
  const { parent } = part;
  return ts.isCallExpression(parent) && parent.arguments.length > 1 && parent.arguments[0] === part;
}

/** Methods that write something down as it now is. */
const SAVING = /^(?:save|put|upsert|replace|store|write|persist)/iu;
/** Methods that gather what is to be settled together. */
const GATHERING = /^(?:push|add)$/u;

/** Whether the item is written back with something new in it: `db.save({ ...row, sentAt })`. */
export function writesBack(
  nodes: readonly ts.Node[],
  mentions: (node: ts.Node) => boolean,
): boolean {
  const isChanged = (node: ts.Node): boolean =>
    ts.isObjectLiteralExpression(node) &&
    node.properties.length > 1 &&
    node.properties.some((each) => ts.isSpreadAssignment(each) && mentions(each.expression));
  return nodes.some((node) =>
    contains(
      node,
      (part) =>
        ts.isCallExpression(part) &&
        SAVING.test(calledName(part)) &&
        part.arguments.some(isChanged),
    ),
  );
}

/**
 * Whether the items are gathered after their success, and settled together: `sent.push(row.id)` in a
 * loop, `await db.markSent(sent)` in its function.
 */
export function gathersToSettle(
  nodes: readonly ts.Node[],
  mentions: (node: ts.Node) => boolean,
  checker: ts.TypeChecker,
): boolean {
  return nodes.some((node) =>
    contains(node, (part) => {
      if (!ts.isCallExpression(part) || !part.arguments.some(mentions)) return false;
      const method = methodCallOf(part);
      if (!method || !GATHERING.test(method.name) || !ts.isIdentifier(method.object)) return false;
      const list = symbolOf(method.object, checker);
      const declaration = list?.valueDeclaration;
      const home = declaration && functionAround(declaration);
      return home !== undefined && contains(home, (other) => settlesAll(other, list, checker));
    }),
  );
}

function settlesAll(node: ts.Node, list: ts.Symbol | undefined, checker: ts.TypeChecker): boolean {
  return (
    ts.isCallExpression(node) &&
    removes(node) &&
    node.arguments.some((argument) =>
      namesRead(argument).some((name) => symbolOf(name, checker) === list),
    )
  );
}

/**
 * Whether a function that is given the item settles it behind what may fail in it: `await send(row.app);
 * await db.markSent(row.id);`. What stands in front of the first call that is waited for says nothing.
 */
export function settlesItself(
  { body, parameters }: FunctionNode,
  isItem: (index: number) => boolean,
  checker: ts.TypeChecker,
): boolean {
  if (body === undefined || !ts.isBlock(body)) return false;
  const names = parameters
    .filter((_, index) => isItem(index))
    .flatMap(({ name }) => boundNames(name))
    .map((name) => symbolOf(name, checker));
  const first = body.statements.findIndex((statement) => contains(statement, waitsForWork));
  return (
    names.length > 0 &&
    first >= 0 &&
    settles(body.statements.slice(first + 1), (node) =>
      namesRead(node).some((name) => names.includes(symbolOf(name, checker))),
    )
  );
}

function waitsForWork(node: ts.Node): boolean {
  return (
    ts.isAwaitExpression(node) && ts.isCallExpression(node.expression) && !removes(node.expression)
  );
}

/** `queue.shift()`, `db.update(outbox).set(…).where(…)`, `pool.query("DELETE FROM …", …)` */
function removes(call: ts.CallExpression): boolean {
  if (REMOVING.test(calledName(call))) return true;
  if (call.arguments.some((each) => isRemovingStatement(each) || isRemovingCommand(each)))
    return true;
  const object = methodCallOf(call)?.object;
  return object !== undefined && ts.isCallExpression(object) && removes(object);
}

/** `sqs.send(new DeleteMessageCommand({ … }))` of the AWS SDK. */
function isRemovingCommand(node: ts.Node): boolean {
  return ts.isNewExpression(node) && /^(?:Delete|Update)\w*Command$/u.test(calledName(node));
}

function isRemovingStatement(node: ts.Node): boolean {
  return (
    (ts.isStringLiteralLike(node) && REMOVING_STATEMENT.test(node.text)) ||
    (ts.isTemplateExpression(node) && REMOVING_STATEMENT.test(node.head.text))
  );
}

function collectionOf(call: ts.CallExpression, mentions: (node: ts.Node) => boolean): boolean {
  const method = methodCallOf(call);
  return method !== undefined && mentions(method.object);
}

/** Whether the handler gives the item up on every path: it removes it outside of any condition. */
export function leavesAnyway(handler: ts.Node, mentions: (node: ts.Node) => boolean): boolean {
  if (!ts.isBlock(handler)) return false;
  return handler.statements.some(
    (statement) =>
      ts.isExpressionStatement(statement) &&
      /^(?:await )?[^(]*\b(?:shift|pop|splice|delete|remove|del|ack)\(/u.test(
        statement.getText(),
      ) &&
      settles([statement], mentions),
  );
}

/** Whether the handler puts the item into its collection again. */
export function putsBack(handler: ts.Node, mentions: (node: ts.Node) => boolean): boolean {
  return contains(handler, (node) => {
    return (
      ts.isCallExpression(node) &&
      RETURNING.test(calledName(node)) &&
      node.arguments.some((argument) => mentions(argument)) &&
      collectionOf(node, mentions)
    );
  });
}
