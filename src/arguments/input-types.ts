import type ts from "typescript";
import {
  constraintsOf,
  windows,
  type Constraint,
  type WindowConstraint,
} from "../contract/constraints.js";

/** What is known of the values that an argument of an SDK call may have. */
export interface InputType {
  /** The name of the type in the SDK that is installed. */
  readonly name: string;
  constraintOf(property: string): Constraint | undefined;
  readonly window: WindowConstraint | undefined;
}

/**
 * Input types that share the constraints of another: those that updates took before svix 2.0 and
 * take since, and those of operational webhooks, which are endpoints too.
 */
const SAME_AS = new Map([
  ["ApplicationPatch", "ApplicationIn"],
  ["EndpointUpdate", "EndpointUpsertIn"],
  ["EndpointPatch", "EndpointIn"],
  ["EventTypeUpdate", "EventTypeIn"],
  ["EventTypeUpsertIn", "EventTypeIn"],
  ["EventTypePatch", "EventTypeIn"],
  ["OperationalWebhookEndpointIn", "EndpointIn"],
  ["OperationalWebhookEndpointUpdate", "EndpointUpsertIn"],
  ["OperationalWebhookEndpointUpsertIn", "EndpointUpsertIn"],
  ["OperationalWebhookEndpointSecretIn", "EndpointSecretRotateIn"],
]);

/** Properties that had other names in svix 1.x. */
const RENAMED = new Map([
  ["filterTypes", "eventTypes"],
  ["rateLimit", "throttleRate"],
]);

/**
 * The input type that the called signature asks for at an argument, or undefined where the API puts
 * no constraints on it. Read off the installed types, so that a wrapper's interface and each SDK
 * generation answer with their own.
 */
export function inputTypeOf(
  argument: ts.Expression,
  checker: ts.TypeChecker,
): InputType | undefined {
  const contextual = checker.getContextualType(argument);
  const type = contextual && checker.getNonNullableType(contextual);
  const name = (type?.aliasSymbol ?? type?.symbol)?.name;
  return name === undefined ? undefined : inputType(name);
}

/** The input type of that name, as svix 1.x or 2.x know it. */
export function inputType(name: string): InputType | undefined {
  const documented = SAME_AS.get(name) ?? name;
  const constraints = constraintsOf(documented);
  if (!constraints) return undefined;
  const properties = new Map(Object.entries(constraints));
  const isPatch = name.endsWith("Patch");
  const named: Iterable<readonly [string, WindowConstraint]> = Object.entries(windows);
  const window = [...named].find(([, { inputs }]) =>
    inputs.some((input) => input === documented),
  )?.[1];
  return {
    name,
    window,
    constraintOf(property) {
      // One flag in svix 1.x, a list of them since.
      if (property === "featureFlag") return properties.get("featureFlags")?.items;
      const found = properties.get(RENAMED.get(property) ?? property);
      if (!found || !isPatch) return found;
      // The description states no least number of items for patches.
      return withoutLeast(found);
    },
  };
}

function withoutLeast(constraint: Constraint): Constraint {
  const entries = Object.entries(constraint).filter(([name]) => name !== "minItems");
  return Object.fromEntries(entries);
}
