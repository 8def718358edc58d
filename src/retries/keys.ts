import ts from "typescript";
import { hasBody } from "../callers/call-site.js";
import { innermost } from "../callers/declarations.js";
import type { Callers } from "../callers/index.js";
import { DEDUPLICATED_BY } from "../contract/sdk-facts.js";
import { checkerOf } from "../sdk/checker.js";
import type { Recogniser, SvixCall } from "../sdk/recogniser.js";
import { possibleValues } from "../values/evaluator.js";
import { textOf, type StaticValue } from "../values/static-value.js";
import { objectOf } from "./libraries.js";
import { isWithin, nameOfProperty, symbolOf, valueOfProperty } from "./syntax.js";

export const KEY = "idempotencyKey";

/** What a call says about a field that tells two requests from one. */
export interface KeyState {
  /** absent: never given; constant: always the same text; given: something else; unknown: cannot be told, or given sometimes. */
  readonly kind: "absent" | "constant" | "given" | "unknown";
  /** The expression that is the value, or the argument that has it. */
  readonly node: ts.Expression | undefined;
  /** Whether the value itself was found, so that it can be looked into. */
  readonly isValue: boolean;
}

const ABSENT: KeyState = { kind: "absent", node: undefined, isValue: false };
const UNKNOWN: KeyState = { kind: "unknown", node: undefined, isValue: false };

/** What is known of a call's idempotency key: its options as a literal, a variable, spread, conditional or built by a function. */
export function keyOf(
  { args, idempotencyParameter }: SvixCall,
  program: ts.Program,
  sdk: Recogniser,
): KeyState {
  if (!args || idempotencyParameter === undefined) return UNKNOWN;
  if (args.slice(0, idempotencyParameter + 1).some(ts.isSpreadElement)) return UNKNOWN;
  const options = args[idempotencyParameter];
  return options ? fieldOf(options, KEY, program, sdk) : ABSENT;
}

/** The same of the input's field by which the server deduplicates (`eventId` of message.create); absent where there is none. */
export function eventKeyOf(call: SvixCall, program: ts.Program, sdk: Recogniser): KeyState {
  const field = Object.hasOwn(DEDUPLICATED_BY, call.operation)
    ? DEDUPLICATED_BY[call.operation]
    : undefined;
  if (field === undefined) return ABSENT;
  const input = inputOf(call);
  const state = input ? fieldOf(input, field, program, sdk) : UNKNOWN;
  // An empty one is refused as it is, before anything could be sent twice.
  const isEmpty = state.node && ts.isStringLiteralLike(state.node) && state.node.text === "";
  return isEmpty ? UNKNOWN : state;
}

/**
 * Whether a call sends on, as it is, a message that its function was handed, and no call of that
 * function is seen to put an event's id into it. Who makes a key for such a message does so because
 * it has none.
 */
export function isMessageWithoutId(
  call: SvixCall,
  program: ts.Program,
  sdk: Recogniser,
  callers: Callers,
): boolean {
  const field = Object.hasOwn(DEDUPLICATED_BY, call.operation)
    ? DEDUPLICATED_BY[call.operation]
    : undefined;
  const input = inputOf(call);
  const parameter = input && symbolOf(innermost(input), checkerOf(program))?.valueDeclaration;
  if (field === undefined || !parameter || !ts.isParameter(parameter)) return false;
  const fn = parameter.parent;
  if (!hasBody(fn)) return false;
  const index = fn.parameters.indexOf(parameter);
  return callers.callSitesOf(fn).sites.every(({ call: site }) => {
    const given = ts.isCallExpression(site) ? site.arguments : [];
    const argument = given[index];
    if (!argument || given.slice(0, index + 1).some(ts.isSpreadElement)) return false;
    return fieldOf(argument, field, program, sdk).kind === "absent";
  });
}

/** The argument before the options: MessageIn, ApplicationIn … */
export function inputOf({ args, idempotencyParameter = 0 }: SvixCall): ts.Expression | undefined {
  if (!args || args.slice(0, idempotencyParameter).some(ts.isSpreadElement)) return undefined;
  return args[idempotencyParameter - 1];
}

function fieldOf(
  argument: ts.Expression,
  field: string,
  program: ts.Program,
  sdk: Recogniser,
): KeyState {
  const checker = checkerOf(program);
  const keepsArguments = (call: ts.CallExpression | ts.NewExpression): boolean =>
    ts.isCallExpression(call) && sdk.callOf(call) !== undefined;
  const values = possibleValues(argument, program, { keepsArguments });
  const found = values.flatMap((value): readonly (StaticValue | "open")[] => {
    if (value.kind !== "object") return [value.kind === "absent" ? value : "open"];
    return (
      value.properties.get(field)?.values ?? [
        value.open ? "open" : { kind: "absent", node: argument },
      ]
    );
  });
  const literal = objectOf(argument, checker);
  const written =
    literal?.getSourceFile() === argument.getSourceFile()
      ? valueOfProperty(literal, field)
      : undefined;
  const place = { node: written ?? argument, isValue: written !== undefined };
  if (found.every((value) => value !== "open" && value.kind === "absent")) return ABSENT;
  // A key that is written there is there, whatever is known of its value.
  if (found.some((value) => value === "open" || value.kind === "absent")) return UNKNOWN;
  const isConstant = found.every((value) => value !== "open" && textOf(value) !== undefined);
  return { kind: isConstant ? "constant" : "given", ...place };
}

/** `{ eventType, payload, idempotencyKey }`: a key in the input, where the server ignores it. */
export function misplacedKey(
  call: SvixCall,
  checker: ts.TypeChecker,
): ts.ObjectLiteralElementLike | undefined {
  const input = inputOf(call);
  const literal = input && objectOf(input, checker);
  const property = literal?.properties.find((each) => nameOfProperty(each) === KEY);
  if (!property) return undefined;
  // An input that declares such a field takes it.
  const parameter = checker.getResolvedSignature(call.call)?.getParameters()[
    (call.idempotencyParameter ?? 0) - 1
  ];
  const type = parameter && checker.getTypeOfSymbolAtLocation(parameter, call.call);
  return type?.getProperty(KEY) ? undefined : property;
}

/** The parts of a call's arguments that only tell Svix whether it has seen the request: the options, an eventId. */
export function keyPartsOf({
  args,
  idempotencyParameter,
  operation,
}: SvixCall): (node: ts.Node) => boolean {
  const options = idempotencyParameter === undefined ? undefined : args?.[idempotencyParameter];
  const field = Object.hasOwn(DEDUPLICATED_BY, operation) ? DEDUPLICATED_BY[operation] : undefined;
  return (node) => {
    if (options && isWithin(node, options)) return true;
    return (
      ts.isObjectLiteralElementLike(node) && field !== undefined && nameOfProperty(node) === field
    );
  };
}
