import ts from "typescript";
import { NEEDS_NO_IDEMPOTENCY_KEY } from "../contract/sdk-facts.js";
import type { SvixCall } from "../sdk/recogniser.js";
import { retriesOf, type Retry, type RetryContext } from "./attempts.js";
import { birthIn } from "./born.js";
import { builtAnew } from "./built-keys.js";
import {
  eventKeyOf,
  inputOf,
  isMessageWithoutId,
  keyOf,
  keyPartsOf,
  misplacedKey,
  type KeyState,
} from "./keys.js";
import { isWithin, symbolOf } from "./syntax.js";

/** POST requests that only read. */
const READING: readonly string[] = ["message.precheck"];

/** What is wrong with the idempotency key of a call. */
export type KeyFault =
  | {
      readonly kind: "missing";
      readonly retry: Retry | undefined;
      readonly misplaced: ts.ObjectLiteralElementLike | undefined;
      /** The call that should give the key: the SDK's, or that of a function that takes the options. */
      readonly node: ts.CallExpression;
    }
  | {
      readonly kind: "constant";
      readonly field: "idempotencyKey" | "eventId";
      readonly node: ts.Expression;
    }
  | {
      readonly kind: "freshEachAttempt";
      readonly field: "idempotencyKey" | "eventId";
      readonly node: ts.Expression;
      readonly retry: Retry;
      readonly born: ts.Node;
    };

/**
 * The faults of one POST: a constant key or eventId, whether it is retried or not; no key, or one
 * made anew in each attempt, where something can attempt the call again. A key that may be absent and
 * one of which nothing is known have no fault.
 */
export function keyFaultsOf(call: SvixCall, context: RetryContext): readonly KeyFault[] {
  if (call.kind !== "api" || call.idempotencyParameter === undefined) return [];
  const { program, sdk, checker, callers } = context;
  const key = keyOf(call, program, sdk);
  const event = eventKeyOf(call, program, sdk);
  const isTest = callers.isTestFile(call.call.getSourceFile());
  const constants = isTest
    ? []
    : [...constantOf("idempotencyKey", key), ...constantOf("eventId", event)];
  if (NEEDS_NO_IDEMPOTENCY_KEY.includes(call.operation) || READING.includes(call.operation))
    return constants;
  if (constants.length > 0) return constants;
  if (key.kind === "unknown")
    return event.kind === "absent" ? missingThroughOptions(call, context) : [];
  if (key.kind === "absent") {
    const misplaced = misplacedKey(call, checker);
    const node = call.call;
    if (misplaced && event.kind !== "given")
      return [{ kind: "missing", retry: retries(call, context)[0], misplaced, node }];
    if (event.kind === "unknown") return [];
    if (event.kind === "absent") {
      const [retry] = retries(call, context);
      return retry ? [{ kind: "missing", retry, misplaced: undefined, node }] : [];
    }
  }
  // A stable eventId makes up for a key that changes.
  const hasNoEvent =
    event.kind === "absent" ||
    (event.kind === "unknown" && isMessageWithoutId(call, program, sdk, callers));
  const field =
    key.kind === "given" && hasNoEvent
      ? "idempotencyKey"
      : key.kind === "absent"
        ? "eventId"
        : undefined;
  const state = field === "idempotencyKey" ? key : event;
  return field ? freshOf(field, state, call, context) : [];
}

/** `post(order)` in a retry, of `function post(order, options?) { … create(app, message, options) }` */
function missingThroughOptions(call: SvixCall, context: RetryContext): readonly KeyFault[] {
  const options = call.args?.[call.idempotencyParameter ?? 0];
  const parameter = options && symbolOf(options, context.checker)?.valueDeclaration;
  if (!parameter || !ts.isParameter(parameter) || parameter.initializer) return [];
  const index = parameter.parent.parameters.indexOf(parameter);
  for (const retry of retries(call, context)) {
    const link = retry.chain.find(({ target }) => target === parameter.parent);
    if (!link || link.call.arguments.length > index || link.call.arguments.some(ts.isSpreadElement))
      continue;
    const isHere = link.call.getSourceFile() === call.call.getSourceFile();
    return [{ kind: "missing", retry, misplaced: undefined, node: isHere ? link.call : call.call }];
  }
  return [];
}

function constantOf(
  field: "idempotencyKey" | "eventId",
  { kind, node }: KeyState,
): readonly KeyFault[] {
  return kind === "constant" && node ? [{ kind, field, node }] : [];
}

function freshOf(
  field: "idempotencyKey" | "eventId",
  { node, isValue }: KeyState,
  call: SvixCall,
  context: RetryContext,
): readonly KeyFault[] {
  if (!node) return [];
  if (!isValue) return field === "eventId" ? freshByBuilder(call, context) : [];
  for (const retry of retries(call, context)) {
    const born = birthIn(node, retry, context)?.node;
    if (!born) continue;
    // A key that a caller makes: send(order, randomUUID())
    const isGiven = retry.chain.some(
      ({ call: site }) => isWithin(born, site) && site.getSourceFile() === node.getSourceFile(),
    );
    return [
      {
        kind: "freshEachAttempt",
        field,
        node: isGiven ? (born as ts.Expression) : node,
        retry,
        born,
      },
    ];
  }
  return [];
}

/** `create(app, toMessage(order))` in a retry, where `toMessage` makes another eventId each time. */
function freshByBuilder(call: SvixCall, context: RetryContext): readonly KeyFault[] {
  const input = inputOf(call);
  for (const retry of input ? retries(call, context) : []) {
    const built = input && builtAnew(input, "eventId", retry, context);
    if (built)
      return [
        { kind: "freshEachAttempt", field: "eventId", node: built.call, retry, born: built.born },
      ];
  }
  return [];
}

/** The retries of a call; its key may differ from attempt to attempt without making it another call. */
function retries(call: SvixCall, context: RetryContext): readonly Retry[] {
  return retriesOf(call.call, context, { skip: keyPartsOf(call), callers: true });
}
