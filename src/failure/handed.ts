import ts from "typescript";
import type { Suspects } from "../callers/suspects.js";
import { followsCallbacks, mayBeFunction, mentionedName } from "./by-reference.js";
import { isGenerator } from "./functions.js";
import type { World } from "./machine.js";
import { contains } from "./roots.js";
import type { FunctionNode } from "./values.js";

/** A function that a call is given, and the argument that mentions it. */
export interface Handed {
  readonly argument: ts.Expression;
  readonly fn: FunctionNode;
}

const NOTHING_HANDED: readonly Handed[] = [];

/** Whether what a call leads to may be looked at: anything in the program, or its own file only. */
export function isWithin(scope: "program" | "file", callee: ts.Node, call: ts.Node): boolean {
  return scope === "program" || callee.getSourceFile() === call.getSourceFile();
}

/**
 * Whether a function is written in an argument of a call of a function around another call, which
 * calls it: `retry({ run: async () => … })`, for `options.run()` in `retry`. It fails where it is written.
 */
export function isGivenByCaller(fn: ts.Node, call: ts.Node, world: World): boolean {
  const object = fn.parent;
  const literal = ts.isPropertyAssignment(object) ? object.parent : object;
  const giver = literal.parent;
  return (
    ts.isObjectLiteralExpression(literal) &&
    ts.isCallExpression(giver) &&
    giver.expression !== literal &&
    world.targetsOf(giver).some((taker) => contains(taker, call))
  );
}

/** The functions that calls are given by a mention which is as good as their call: `orders.map(send)`. */
export class HandedFunctions {
  readonly #known = new Map<ts.Node, readonly Handed[]>();

  /** @param suspects by their names: the functions that may lead to an SDK call */
  constructor(
    private readonly world: World,
    private readonly suspects: () => Suspects,
    private readonly scope: "program" | "file",
  ) {}

  of(call: ts.CallExpression | ts.NewExpression): readonly Handed[] {
    const named = (call.arguments ?? []).filter((argument) => this.#mentionsName(argument));
    if (named.length === 0) return NOTHING_HANDED;
    let handed = this.#known.get(call);
    if (handed === undefined) this.#known.set(call, (handed = this.#find(call, named)));
    return handed;
  }

  #find(
    call: ts.CallExpression | ts.NewExpression,
    named: readonly ts.Expression[],
  ): readonly Handed[] {
    const { checker } = this.world;
    const mentions = named.filter((argument) => mayBeFunction(argument, checker));
    if (mentions.length === 0 || !followsCallbacks(call, this.world)) return NOTHING_HANDED;
    return mentions.flatMap((argument) => {
      const [fn, another] = this.world.functionsBehind(argument);
      if (fn === undefined || another !== undefined) return [];
      return isGenerator(fn) || !isWithin(this.scope, fn, call) ? [] : [{ argument, fn }];
    });
  }

  /** By its name: whether an argument may be a function that leads to an SDK call. */
  #mentionsName(argument: ts.Expression): boolean {
    const name = mentionedName(argument);
    return name !== undefined && this.suspects().has(name, argument.getSourceFile());
  }
}
