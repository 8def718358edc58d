import ts from "typescript";
import type { SvixConstruction } from "../sdk/recogniser.js";
import { textOf, type StaticValue } from "../values/static-value.js";
import { looksLikeToken } from "./token-shape.js";

/** How a credential gets out of the server, or (`emptyFallback`) is not there at all. */
export type Exposure =
  | { readonly kind: "literal"; readonly node: ts.Node }
  | { readonly kind: "published"; readonly node: ts.Node; readonly name: string }
  | { readonly kind: "emptyFallback"; readonly node: ts.Node };

/**
 * What is wrong with the values that a credential can have.
 *
 * A client's token counts when it looks real. Of a verification secret any text counts: whoever
 * knows it can forge, also where it was meant as a placeholder.
 */
export function exposuresIn(
  values: readonly StaticValue[],
  className: SvixConstruction["className"],
): readonly Exposure[] {
  return values.flatMap((value): readonly Exposure[] => {
    const whole = textOf(value);
    if (whole === "") return [{ kind: "emptyFallback", node: value.node }];
    // `whsec_${secret}` of a secret that is asked for elsewhere: a prefix that is put in front of nothing.
    if (whole === "whsec_" && !ts.isStringLiteralLike(value.node)) return [];
    if (whole !== undefined) {
      const counts = className === "Webhook" || looksLikeToken(whole);
      return counts ? [{ kind: "literal", node: value.node }] : [];
    }
    return publishedIn(value);
  });
}

/** The published environment variables that a value comes from or is put together of. */
export function publishedIn(value: StaticValue): readonly Exposure[] {
  if (value.kind === "environment") {
    return value.published ? [{ kind: "published", node: value.node, name: value.name }] : [];
  }
  if (value.kind !== "string") return [];
  return value.parts.flatMap((part) => {
    const variable = typeof part === "string" ? undefined : part.environment;
    return variable?.published
      ? [{ kind: "published", node: value.node, name: variable.name }]
      : [];
  });
}
