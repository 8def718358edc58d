import ts from "typescript";
import { authenticates, effectOf } from "../call-effects.js";
import { memberOf, readsBody } from "../payload.js";
import {
  decided,
  limited,
  madeOf,
  PAYLOAD,
  signalOf,
  UNKNOWN,
  withValue,
  type Path,
  type Value,
} from "../path-values.js";
import { literalProperty } from "../origins.js";
import {
  isFunction,
  memberName,
  memberObject,
  unwrapped,
  type FunctionWithBody,
} from "../syntax.js";
import { fork } from "./conditions.js";
import { isComparison } from "./comparing.js";
import { bind } from "./bindings.js";
import { evaluate, inOrder } from "./expressions.js";
import { checksSender, isSignedRelay, verdictOf } from "./other-checks.js";
import { body } from "./statements.js";
import { usedOn, verifiedOn } from "./verification.js";
import type { Outcome, Walk } from "./walk.js";

/** Methods that read the body of a request, and answer on a Hono context, where they are given what to say. */
const ANSWERS_OR_READS = /^(?:text|json|body)$/u;

/** The ways through a call. */
export function evaluateCall(call: ts.CallExpression, path: Path, walk: Walk): readonly Outcome[] {
  const callee = unwrapped(call.expression);
  const receiver = memberObject(callee);
  const evaluated = inOrder([...(receiver ? [receiver] : []), ...call.arguments], path, walk);
  return evaluated.flatMap(({ path: after, values }) => {
    const target = receiver ? (values[0] ?? UNKNOWN) : UNKNOWN;
    const given = receiver ? values.slice(1) : values;
    if (walk.isVerify(call)) return verify(call, callee, after, walk);
    const entered = enter(call, callee, given, after, walk);
    return entered ?? outside(call, callee, target, given, after, walk);
  });
}

/** `wh.verify(…)`, and `wh?.verify(…)`, which verifies nothing when there is no `wh`. */
function verify(
  call: ts.CallExpression,
  callee: ts.Expression,
  path: Path,
  walk: Walk,
): readonly Outcome[] {
  const passed = (from: Path): Outcome => ({
    path: verifiedOn(from, walk, { isSignature: true }),
    value: PAYLOAD,
  });
  const object = memberObject(callee);
  const isOptional = ts.isPropertyAccessExpression(callee) && callee.questionDotToken !== undefined;
  if (!object || !isOptional) return [passed(path)];
  const known = evaluate(object, path, walk)[0]?.value.truthy;
  if (known !== undefined)
    return known ? [passed(path)] : [{ path, value: { known: { is: undefined }, truthy: false } }];
  return fork(call, path, object).map(({ path: after, truth }) =>
    truth ? passed(after) : { path: after, value: { known: { is: undefined }, truthy: false } },
  );
}

/** The functions of the program that a call enters, if what they do can matter. */
function enter(
  call: ts.CallExpression,
  callee: ts.Expression,
  given: readonly Value[],
  path: Path,
  walk: Walk,
): readonly Outcome[] | undefined {
  const targets = walk.callers.targetsOf(call).filter(isFunction);
  const functions = targets.length > 0 ? targets : isFunction(callee) ? [callee] : [];
  const [fn, another] = functions;
  if (!fn) return undefined;
  const verifies = functions.some((one) => walk.verifies(one.body));
  const matters =
    verifies ||
    given.some(
      (value) =>
        value.payload ??
        value.request ??
        (isOtherData(value) || (value.fn && walk.verifies(value.fn.body))),
    );
  if (!matters)
    return [
      {
        path,
        value: isComparison(fn, given, walk) ? { verdict: "request" } : { made: callee.getText() },
      },
    ];
  if (walk.isDeep || walk.stack.includes(fn) || (another && !verifies)) return undefined;
  if (another) return [{ path: verifiedOn(path, walk, { isSignature: true }), value: PAYLOAD }];
  if (!verifies && authenticates(nameOf(callee)))
    return [{ path: verifiedOn(path, walk), value: madeOf(given) }];
  walk.entered.push({ call, given });
  const outcomes = inside(fn, given, path, walk);
  walk.entered.pop();
  if (verifies) return atCaller(call, outcomes, path, walk);
  const isBody = given.some((value) => value.request) && readsBody(nameOf(callee));
  return isBody ? outcomes.map(({ path: end }) => ({ path: end, value: PAYLOAD })) : outcomes;
}

/** Walks a function's body with these arguments. */
export function inside(
  fn: FunctionWithBody,
  given: readonly Value[],
  path: Path,
  walk: Walk,
): readonly Outcome[] {
  let start = path;
  for (const [index, parameter] of fn.parameters.entries()) {
    const value = given[index];
    if (value) start = bind(parameter.name, value, start, walk);
  }
  walk.stack.push(fn);
  const outcomes = body(fn, start, walk);
  walk.stack.pop();
  return limited(outcomes, ({ value }) => signalOf(value));
}

/**
 * What a caller sees of a function that verifies. Where it says in its value that it has not
 * verified (null, false …), the choice is the caller's: it is the call that can be looked at.
 */
function atCaller(
  call: ts.CallExpression,
  outcomes: readonly Outcome[],
  before: Path,
  walk: Walk,
): readonly Outcome[] {
  const success = new Set(
    outcomes.filter(({ path }) => path.verified).map(({ value }) => signalOf(value)),
  );
  if (success.size === 0 || before.verified) return outcomes;
  return outcomes.map(({ path, value }) => {
    if (path.verified || success.has(signalOf(value)) || path.use !== before.use)
      return { path, value };
    const after = decided(
      { ...path, decisions: before.decisions },
      { test: call, leaf: call, taken: false, isTold: true },
    );
    walk.verifiedBy.push([
      ...before.decisions,
      { test: call, leaf: call, taken: true, isTold: true },
    ]);
    return { path: after, value: { ...value, told: true } };
  });
}

/** A call of code that cannot be entered. Callbacks that it is given run once, where it stands. */
function outside(
  call: ts.CallExpression,
  callee: ts.Expression,
  target: Value,
  given: readonly Value[],
  path: Path,
  walk: Walk,
): readonly Outcome[] {
  const name = nameOf(callee);
  const parts = [target, ...given];
  // c.text("no", 400) on a Hono context answers; c.req.text() reads
  const isAnswer = target.request === true && given.length > 0 && ANSWERS_OR_READS.test(name);
  const isRead =
    !isAnswer &&
    (target.request === true || target.payload === true || target.metadata !== undefined);
  if (isRead && given.every((value) => !value.fn && !value.payload))
    return [{ path, value: memberOf(target, name) }];
  if (given.some((value) => value.request) && readsBody(name)) return [{ path, value: PAYLOAD }];
  const after = collected(callee, given, afterEffect(call, callee, given, path, walk), walk);
  const callbacks = given.flatMap((value) => (value.fn ? [value.fn] : []));
  const verdict = verdictOf(call, name, given, walk);
  let ways: readonly Outcome[] = [
    { path: after, value: { ...valueOutside(callee, parts, given), ...(verdict && { verdict }) } },
  ];
  for (const callback of callbacks) {
    if (walk.stack.includes(callback) || walk.isDeep) continue;
    const element = madeOf([target, ...given.filter((value) => !value.fn)]);
    ways = ways.flatMap((way) =>
      inside(
        callback,
        // The first round of `secrets.reduce((done, secret) => …, false)` stands for all.
        callback.parameters.map((_, index) =>
          index === 0 && name === "reduce" ? (given[1] ?? element) : element,
        ),
        way.path,
        walk,
      ).map(({ path: end, value }) => ({
        path: end,
        value: value.payload ? PAYLOAD : madeOf(parts),
      })),
    );
  }
  return ways;
}

/** What a call of code that cannot be entered gives. */
function valueOutside(
  callee: ts.Expression,
  parts: readonly Value[],
  [first = UNKNOWN]: readonly Value[],
): Value {
  const made = callee.getText();
  return made === "Promise.resolve" ? first : { ...madeOf(parts), made };
}

/** `chunks.push(chunk)`: what the payload is put into is payload. */
function collected(callee: ts.Expression, given: readonly Value[], path: Path, walk: Walk): Path {
  const object = memberObject(callee);
  const target = object && unwrapped(object);
  if (
    !target ||
    !ts.isIdentifier(target) ||
    !/^(?:push|unshift|add|set|append)$/u.test(nameOf(callee))
  )
    return path;
  const symbol = given.some((value) => value.payload) ? walk.symbol(target) : undefined;
  return symbol ? withValue(path, symbol, { ...path.values.get(symbol), payload: true }) : path;
}

function afterEffect(
  call: ts.CallExpression,
  callee: ts.Expression,
  given: readonly Value[],
  path: Path,
  walk: Walk,
): Path {
  if (ts.isIdentifier(callee) && walk.isCallbackParameter(callee)) {
    // next(), handler(req): the request goes on; next(error) does not
    const goesOn =
      call.arguments.length === 0
        ? isNext(callee, walk)
        : given.some((value) => value.payload ?? value.request);
    return goesOn ? usedOn(path, call, walk) : { ...path, acted: true };
  }
  const effect = effectOf(call, walk.program, (node) => walk.isOwnParameter(node), walk.isLogger);
  if (effect === "authentication") return walk.verifies(call) ? path : verifiedOn(path, walk);
  if (effect === "log") return path;
  if (effect === "form") return checksSender(call, given, walk) ? verifiedOn(path, walk) : path;
  if (effect === "answer") {
    if (path.verified) walk.processes = true;
    return { ...path, acted: true };
  }
  if (checksSender(call, given, walk)) return verifiedOn(path, walk);
  if (path.verified) noteOtherData(call, given, walk);
  const isUse =
    given.some((value) => value.payload) && !walk.preparing.has(call) && !isSignedRelay(given);
  return isUse
    ? usedOn(path, call, walk)
    : { ...path, acted: path.acted || !walk.preparing.has(call) };
}

/** A last parameter that is called with nothing, in a function of several: Express's, Koa's, Hono's `next`. */
function isNext(callee: ts.Identifier, walk: Walk): boolean {
  const declaration = walk.symbol(callee)?.valueDeclaration;
  if (!declaration || !ts.isParameter(declaration)) return false;
  const { parameters } = declaration.parent;
  return parameters.length >= 2 && parameters.at(-1) === declaration;
}

/** Notes arguments from beside the verified body: at the call in the walked function itself. */
function noteOtherData(call: ts.CallExpression, given: readonly Value[], walk: Walk): void {
  if (
    !given.some(
      (value) => isOtherData(value) || [...(value.props?.values() ?? [])].some(isOtherData),
    )
  )
    return;
  const outer = walk.entered[0] ?? { call, given };
  for (const [index, value] of outer.given.entries()) {
    const argument = outer.call.arguments[index];
    const literal = argument && unwrapped(argument);
    if (literal && ts.isObjectLiteralExpression(literal)) {
      for (const [name, part] of value.props ?? []) {
        const source = isOtherData(part) ? literalProperty(literal, name) : undefined;
        if (source) walk.otherData.add(source);
      }
    } else if (argument && isOtherData(value)) walk.otherData.add(argument);
  }
}

function isOtherData(value: Value): boolean {
  return !value.payload && (value.metadata === "query" || value.metadata === "beside");
}

function nameOf(callee: ts.Expression): string {
  return memberName(callee) ?? (ts.isIdentifier(callee) ? callee.text : "");
}
