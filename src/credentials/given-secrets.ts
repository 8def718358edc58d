import type ts from "typescript";
import type { InputType } from "../arguments/input-types.js";
import { possibleValues } from "../values/evaluator.js";
import { textOf } from "../values/static-value.js";
import { publishedIn, type Exposure } from "./exposures.js";

/** Where input types hold signing secrets: EndpointIn and EndpointSecretRotateIn. */
const PROPERTIES = ["secret", "key"];

/**
 * The signing secrets that an argument hands to the API and that stand in the source or come from
 * published variables. A text of the wrong format is no secret: valid-arguments reports it.
 */
export function secretsGiven(
  argument: ts.Expression,
  type: InputType,
  program: ts.Program,
): readonly Exposure[] {
  const constrained = PROPERTIES.flatMap((name) => {
    const pattern = type.constraintOf(name)?.pattern;
    return pattern ? [{ name, pattern }] : [];
  });
  if (constrained.length === 0) return [];
  const file = argument.getSourceFile();
  const objects = possibleValues(argument, program, { reassigned: "any" });
  const found = objects.flatMap((object): readonly Exposure[] => {
    if (object.kind !== "object") return [];
    return constrained.flatMap(({ name, pattern }) =>
      (object.properties.get(name)?.values ?? []).flatMap((value): readonly Exposure[] => {
        const whole = textOf(value);
        if (whole === undefined) return publishedIn(value);
        return pattern.test(whole) ? [{ kind: "literal", node: value.node }] : [];
      }),
    );
  });
  // The property of a constant of another file: reported where the constant is used.
  return found.map((one) => (one.node.getSourceFile() === file ? one : { ...one, node: argument }));
}
