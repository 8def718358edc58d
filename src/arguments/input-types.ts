import ts from "typescript";
import {
  constraintsOf,
  windows,
  type Constraint,
  type WindowConstraint,
} from "../contract/constraints.js";
import type { SvixCall } from "../sdk/recogniser.js";

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

/** An argument of an SDK call on whose values the API puts constraints. */
export interface ConstrainedArgument {
  readonly argument: ts.Expression;
  readonly type: InputType;
}

/**
 * The arguments of an SDK call that the API constrains, by the types that the installed SDK declares
 * for the method's parameters; none after a spread, whose length nobody knows.
 */
export function constrainedArguments({
  args = [],
  parameterTypes,
}: SvixCall): readonly ConstrainedArgument[] {
  const spread = args.findIndex((argument) => argument.kind === ts.SyntaxKind.SpreadElement);
  const known = spread < 0 ? args : args.slice(0, spread);
  return known.flatMap((argument, index) => {
    const name = parameterTypes[index];
    const type = name === undefined ? undefined : inputType(name);
    return type === undefined ? [] : [{ argument, type }];
  });
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
