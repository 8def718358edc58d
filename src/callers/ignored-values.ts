import ts from "typescript";

/** Whether the place where a function stands asks for one whose answer nobody takes. */
export function isIgnored(fn: ts.Expression, checker: ts.TypeChecker): boolean {
  const contextual = checker.getContextualType(fn);
  // onClick?: () => void
  const signatures = contextual ? checker.getNonNullableType(contextual).getCallSignatures() : [];
  return (
    signatures.length > 0 &&
    signatures.every((signature) => isNothing(signature.getReturnType(), checker))
  );
}

function isNothing(type: ts.Type, checker: ts.TypeChecker): boolean {
  const members = type.isUnion() ? type.types : [type];
  return members.every((member) => {
    const inner =
      (member.symbol as ts.Symbol | undefined)?.name === "Promise"
        ? (checker.getTypeArguments(member as ts.TypeReference)[0] ?? member)
        : member;
    if (inner !== member) return isNothing(inner, checker);
    return (member.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) !== 0;
  });
}
