import ts from "typescript";
import { isProjectFile } from "../callers/project-files.js";
import {
  constructorOf,
  fieldAssignedBy,
  fieldsOf,
  initializedIn,
  isSuperCall,
  parameterFields,
  parentOf,
  MOST_PARENTS,
} from "./class-fields.js";
import { classDeclarationOf } from "./comparisons.js";
import { andThen, normal, type Completion, type Machine } from "./machine.js";
import { marksWithin } from "./marks.js";
import { calledOn } from "./own-methods.js";
import type { State } from "./state.js";
import { bare } from "./syntax.js";
import { derived, joinMarks, UNDEFINED, UNKNOWN, type Value } from "./values.js";

/**
 * `new Refused("bad signature")` of a class of the program: an object with its fields. Undefined
 * where the class is not the program's, or nothing is known of it.
 *
 * A constructor that only sets fields is run. Of others, and of those that a class of a package
 * stands behind, the fields are known that are set to a literal or to what is given.
 */
export function ownInstance(
  machine: Machine,
  node: ts.NewExpression,
  args: readonly Value[],
  state: State,
): Completion[] | undefined {
  const { checker } = machine.world;
  const declaration = classDeclarationOf(checker, bare(node.expression));
  if (declaration === undefined || !isOwnClass(declaration)) return undefined;
  const id = machine.fresh();
  const object: Value = { kind: "reference", id };
  if (setsFieldsOnly(declaration, checker)) {
    state.heap.set(id, { kind: "object", props: new Map(), open: true, made: node, whole: true });
    return andThen(initialise(machine, declaration, args, object, node, state), (_, after) =>
      normal(object, after),
    );
  }
  const props = fieldsOf(declaration, args, { checker, state });
  const isHeir = parentOf(declaration, args, { checker, state }) !== undefined;
  if (props.size === 0 && !isHeir) return undefined;
  state.heap.set(id, { kind: "object", props, open: true, made: node });
  // What is behind its getters and methods comes of what it was given.
  return normal({ ...joinMarks(args.map((arg) => marksWithin(arg, state))), ...object }, state);
}

function isOwnClass(declaration: ts.Node): declaration is ts.ClassLikeDeclaration {
  return ts.isClassLike(declaration) && isProjectFile(declaration.getSourceFile());
}

/** Sets the fields of an object: those of the classes above first, then the class's own, then what the constructor says. */
function initialise(
  machine: Machine,
  declaration: ts.ClassLikeDeclaration,
  args: readonly Value[],
  object: Value & { readonly kind: "reference" },
  node: ts.NewExpression,
  state: State,
): Completion[] {
  const reading = { checker: machine.world.checker, state };
  const parent = parentOf(declaration, args, reading);
  const above =
    parent?.declaration !== undefined && ts.isClassLike(parent.declaration)
      ? initialise(machine, parent.declaration, parent.args, object, node, state)
      : normal(UNDEFINED, state);
  return andThen(above, (_, afterParent) => {
    const constructor = constructorOf(declaration);
    setFields(
      object,
      parameterFields(constructor, args, { ...reading, state: afterParent }),
      afterParent,
    );
    const own = initializedIn(declaration).reduce<Completion[]>(
      (before, { name, initializer }) =>
        andThen(before, (__, current) =>
          andThen(initialValue(machine, initializer, current), (value, after) => {
            setFields(object, [[name, value]], after);
            return normal(UNDEFINED, after);
          }),
        ),
      normal(UNDEFINED, afterParent),
    );
    if (constructor === undefined) return own;
    return andThen(own, (__, after) =>
      calledOn(machine, object, constructor, after, () =>
        machine.enter(constructor, args, node, after),
      ),
    );
  });
}

/** What a field begins with: nothing of what its initializer calls is the failure's. */
function initialValue(
  machine: Machine,
  initializer: ts.Expression | undefined,
  state: State,
): Completion[] {
  if (initializer === undefined) return normal(UNDEFINED, state);
  return callsNothing(initializer) ? machine.evaluate(initializer, state) : normal(UNKNOWN, state);
}

function setFields(
  object: Value & { readonly kind: "reference" },
  fields: readonly (readonly [string, Value])[],
  state: State,
): void {
  const entry = state.heap.get(object.id);
  if (entry?.kind !== "object" || fields.length === 0) return;
  state.heap.set(object.id, { ...entry, props: new Map([...entry.props, ...fields]) });
}

/** Whether the constructors of a class and of those above it do nothing but set fields, all of the program. */
function setsFieldsOnly(
  declaration: ts.ClassLikeDeclaration,
  checker: ts.TypeChecker,
  depth = 0,
): boolean {
  const parent = parentOf(declaration, [], { checker });
  if (parent !== undefined) {
    const isKnown =
      depth < MOST_PARENTS &&
      parent.declaration !== undefined &&
      isOwnClass(parent.declaration) &&
      setsFieldsOnly(parent.declaration, checker, depth + 1);
    if (!isKnown) return false;
  }
  const statements = constructorOf(declaration)?.body?.statements ?? [];
  return statements.every((statement) => {
    if (ts.isExpressionStatement(statement) && isSuperCall(statement.expression)) return true;
    const assigned = fieldAssignedBy(statement);
    return assigned !== undefined && callsNothing(assigned.right);
  });
}

const CONVERSIONS: ReadonlySet<string> = new Set(["String", "Number", "Boolean"]);

/** No call, construction or function, but for `String(error)` and the like, and lists and errors that are made. */
function callsNothing(node: ts.Node): boolean {
  if (ts.isFunctionLike(node) || ts.isAwaitExpression(node)) return false;
  if (ts.isCallExpression(node))
    return (
      ts.isIdentifier(node.expression) &&
      CONVERSIONS.has(node.expression.text) &&
      node.arguments.every(callsNothing)
    );
  if (ts.isNewExpression(node) && !/^(Map|Set|\w*Error)$/u.test(node.expression.getText()))
    return false;
  return ts.forEachChild(node, (child) => !callsNothing(child) || undefined) !== true;
}

/** A method of such an object is called: what it writes to `this` is not followed, so that any field may be anything. */
export function forgetFields(receiver: Value | undefined, state: State): void {
  const entry = receiver?.kind === "reference" ? state.heap.get(receiver.id) : undefined;
  if (receiver?.kind !== "reference" || entry?.kind !== "object" || entry.made === undefined)
    return;
  const props = new Map(
    Array.from(entry.props, ([name, value]) => [name, derived(marksWithin(value, state))] as const),
  );
  state.heap.set(receiver.id, { ...entry, props });
}
