import ts from "typescript";

/**
 * Whether a function is a component's handler of events: it stands in a JSX attribute such as
 * `onClick`, or has a name that nothing but such attributes mentions. Nobody meets what it throws.
 */
export function isEventHandler(fn: ts.SignatureDeclaration): boolean {
  if (!/\.[jt]sx$/u.test(fn.getSourceFile().fileName)) return false;
  if (isInEventAttribute(fn)) return true;
  const name = nameOf(fn);
  const uses = name === undefined ? [] : usesOf(name);
  return uses.length > 0 && uses.every(isInEventAttribute);
}

/** `onClick={…}`, at any depth of the expression but in no function that is another handler's own. */
function isInEventAttribute(node: ts.Node): boolean {
  const attribute = ts.findAncestor(node, ts.isJsxAttribute);
  return attribute !== undefined && /^on[A-Z]/u.test(attribute.name.getText());
}

/** The name that a function is declared by, also through a hook: `const send = useCallback(async () => …, [])`. */
function nameOf(fn: ts.SignatureDeclaration): ts.Identifier | undefined {
  if (ts.isFunctionDeclaration(fn)) return fn.name;
  const value = ts.isCallExpression(fn.parent) ? fn.parent : fn;
  const { parent } = value;
  return ts.isVariableDeclaration(parent) &&
    parent.initializer === value &&
    ts.isIdentifier(parent.name)
    ? parent.name
    : undefined;
}

/** The other identifiers of that name in the file, members aside. */
function usesOf(name: ts.Identifier): readonly ts.Identifier[] {
  const uses: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    if (ts.isIdentifier(node) && node !== name && node.text === name.text && !isMember)
      uses.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(name.getSourceFile(), visit);
  return uses;
}
