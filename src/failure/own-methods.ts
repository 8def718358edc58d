import ts from "typescript";
import { MAX_DEPTH } from "./functions.js";
import type { Completion, Machine } from "./machine.js";
import { marksWithin } from "./marks.js";
import type { State } from "./state.js";
import { bare } from "./syntax.js";
import { UNKNOWN, type FunctionNode, type Value } from "./values.js";

type Holder = ts.ClassLikeDeclaration | ts.ObjectLiteralExpression;

/**
 * The method of an object that a class of the program has made, or the arrow function in one of its
 * fields. Undefined where the object's class is not known, or has none of that name.
 */
export function ownMethod(
  machine: Machine,
  receiver: Value,
  name: string,
  state: State,
): FunctionNode | undefined {
  const member = memberOf(machine, receiver, name, state);
  if (member === undefined) return undefined;
  if (ts.isMethodDeclaration(member)) return member.body && member;
  const initializer = ts.isPropertyDeclaration(member) && member.initializer;
  const value = initializer === false || !initializer ? undefined : bare(initializer);
  return value !== undefined && ts.isArrowFunction(value) ? value : undefined;
}

/**
 * Reads a getter of such an object, where the object tells of the failure: by running it. Undefined
 * where there is no getter of that name.
 */
export function readGetter(
  machine: Machine,
  object: Value,
  name: string,
  state: State,
  node: ts.Node,
): Completion[] | undefined {
  if (state.phase !== "failed" || machine.depth() >= MAX_DEPTH) return undefined;
  const member = memberOf(machine, object, name, state);
  if (member === undefined || !ts.isGetAccessorDeclaration(member) || !member.body)
    return undefined;
  if (marksWithin(object, state).due !== true) return undefined;
  return calledOn(machine, object, member, state, () => machine.enter(member, [], node, state));
}

function memberOf(
  machine: Machine,
  receiver: Value,
  name: string,
  state: State,
): ts.Declaration | undefined {
  const entry = receiver.kind === "reference" ? state.heap.get(receiver.id) : undefined;
  if (entry?.kind !== "object" || entry.made === undefined) return undefined;
  const type = machine.world.checker.getTypeAtLocation(entry.made);
  // Private names (`#isForged()`) are no properties by their names.
  const declared = type.symbol.valueDeclaration;
  const own =
    name.startsWith("#") && declared !== undefined && ts.isClassLike(declared)
      ? declared.members.find((member) => member.name?.getText() === name)
      : undefined;
  return own ?? type.getProperty(name)?.valueDeclaration;
}

const holders = new WeakMap<ts.Node, { readonly of: Holder | undefined }>();

/** What `this` is at a place: known in what is called on an object that the simulation holds. */
export function thisAt(machine: Machine, node: ts.Node, state: State): Value {
  const symbol = symbolOfThis(machine, node);
  return (symbol && state.vars.get(symbol)) ?? UNKNOWN;
}

/** Under what a state keeps `this` of a place, as it keeps variables. */
export function symbolOfThis(machine: Machine, node: ts.Node): ts.Symbol | undefined {
  let holder = holders.get(node);
  if (holder === undefined) holders.set(node, (holder = { of: holderAround(node) }));
  return holder.of && symbolOf(machine, holder.of);
}

/** Runs a function with `this` as what it is called on. */
export function calledOn(
  machine: Machine,
  receiver: Value | undefined,
  fn: FunctionNode,
  state: State,
  run: () => Completion[],
): Completion[] {
  const holder = ts.isArrowFunction(fn) ? holderAround(fn) : holderOf(fn);
  const symbol = holder && symbolOf(machine, holder);
  if (symbol === undefined) return run();
  const before = state.vars.get(symbol);
  bind(symbol, receiver, state);
  const ended = run();
  for (const completion of ended) bind(symbol, before, completion.state);
  return ended;
}

/** `this` is kept like a variable, by the symbol of the class or object that it stands in. */
function symbolOf(machine: Machine, holder: Holder): ts.Symbol | undefined {
  return machine.world.checker.getTypeAtLocation(holder).getSymbol();
}

function bind(symbol: ts.Symbol, value: Value | undefined, state: State): void {
  if (value === undefined || value === UNKNOWN) state.vars.delete(symbol);
  else state.vars.set(symbol, value);
}

/** The class or object literal whose `this` is meant at a place; undefined in functions that have their own. */
function holderAround(node: ts.Node): Holder | undefined {
  for (let at = node.parent as ts.Node | undefined; at; at = at.parent) {
    const holder = holderOf(at);
    if (holder !== undefined) return holder;
    if (ts.isFunctionDeclaration(at) || ts.isFunctionExpression(at)) return undefined;
  }
  return undefined;
}

/** Of a method, an accessor, a constructor or a field; undefined for what is static. */
function holderOf(member: ts.Node): Holder | undefined {
  if (
    !ts.isMethodDeclaration(member) &&
    !ts.isAccessor(member) &&
    !ts.isConstructorDeclaration(member) &&
    !ts.isPropertyDeclaration(member)
  )
    return undefined;
  const isStatic = member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
  if (isStatic === true) return undefined;
  const holder: ts.Node = member.parent;
  return ts.isClassLike(holder) || ts.isObjectLiteralExpression(holder) ? holder : undefined;
}
