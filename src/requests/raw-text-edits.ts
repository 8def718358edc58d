import ts from "typescript";
import type { BodyFault } from "./body-origin.js";
import { referencesIn, symbolOf } from "./declarations.js";
import { addedAfter, listedStatement, replacing, type Edit } from "./edits.js";
import { isWithin, methodCall, settled, wrapping } from "./syntax.js";
import type { VerifySite } from "./verify-sites.js";

/**
 * The edits that take `req.text()` for `req.json()`, verify that text and parse it afterwards; or
 * undefined where that is not plain: the parsed body is used before verification, or where a
 * variable declared behind it could not be seen, or was taken apart when it was read.
 */
export function rawTextEdits(
  site: VerifySite,
  fault: BodyFault,
  checker: ts.TypeChecker,
): readonly Edit[] | undefined {
  const parsed = fault.kind === "restringified" ? fault.node.arguments[0] : site.payload;
  if (!parsed) return undefined;
  const given = fault.kind === "restringified" ? wrapping(fault.node) : parsed;
  const read = settled(parsed);
  if (isJsonRead(read, checker)) {
    return [replacing(given, `await ${textRead(read)}`)];
  }
  if (!ts.isIdentifier(read)) return undefined;
  const symbol = symbolOf(read, checker);
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration || !isConstRead(declaration, checker)) return undefined;
  const others = referencesIn(read.getSourceFile(), symbol, checker).filter(
    (node) => !isWithin(node, given),
  );
  if (declaration.getSourceFile() !== read.getSourceFile()) return undefined;
  return others.length === 0
    ? [...declaredAs(declaration, declaration.name.text), replacing(given, declaration.name.text)]
    : parsedAfter(site, declaration, given, others);
}

type ConstRead = ts.VariableDeclaration & {
  readonly name: ts.Identifier;
  readonly initializer: ts.Expression;
};

/** `const payload = await req.json()` */
function isConstRead(
  declaration: ts.Declaration,
  checker: ts.TypeChecker,
): declaration is ConstRead {
  return (
    ts.isVariableDeclaration(declaration) &&
    ts.isIdentifier(declaration.name) &&
    (declaration.parent.flags & ts.NodeFlags.Const) !== 0 &&
    declaration.initializer !== undefined &&
    isJsonRead(settled(declaration.initializer), checker)
  );
}

function isJsonRead(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const method = methodCall(node);
  if (method?.name !== "json" || method.call.arguments.length > 0) return false;
  const type = checker.getTypeAtLocation(method.receiver);
  return (type.flags & ts.TypeFlags.Any) !== 0 || type.getProperty("text") !== undefined;
}

function textRead(read: ts.Expression): string {
  const method = methodCall(read);
  return `${method?.receiver.getText() ?? ""}.text()`;
}

/** `const name = await req.text()` for the declaration of the parsed body. */
function declaredAs(declaration: ConstRead, name: string): readonly Edit[] {
  const read = settled(declaration.initializer);
  return [
    {
      start: declaration.name.getStart(),
      end: declaration.getEnd(),
      text: `${name} = await ${textRead(read)}`,
    },
  ];
}

function parsedAfter(
  site: VerifySite,
  declaration: ConstRead,
  given: ts.Node,
  others: readonly ts.Identifier[],
): readonly Edit[] | undefined {
  const after = statementBefore(site.call, others);
  if (!after) return undefined;
  const name = freeName(declaration.getSourceFile());
  const type = declaration.type ? `: ${declaration.type.getText()}` : "";
  const cast = ts.isAsExpression(declaration.initializer)
    ? ` as ${declaration.initializer.type.getText()}`
    : "";
  const parsed = `const ${declaration.name.text}${type} = JSON.parse(${name})${cast};`;
  return [...declaredAs(declaration, name), replacing(given, name), addedAfter(after, parsed)];
}

/** The statement behind which a variable is seen by all these references and the call has succeeded. */
function statementBefore(
  call: ts.CallExpression,
  references: readonly ts.Node[],
): ts.Statement | undefined {
  let statement = listedStatement(call);
  while (statement) {
    const { parent } = statement;
    const end = statement.getEnd();
    if (references.every((node) => isWithin(node, parent) && node.getStart() >= end))
      return statement;
    // try { verify } catch { return … }: what follows runs only when it passed
    if (
      !ts.isBlock(parent) ||
      !ts.isTryStatement(parent.parent) ||
      parent.parent.tryBlock !== parent
    )
      return undefined;
    if (parent.parent.catchClause && !leaves(parent.parent.catchClause.block)) return undefined;
    statement = listedStatement(parent.parent);
  }
  return undefined;
}

/** Whether a block ends by leaving the function. */
export function leaves(block: ts.Block): boolean {
  const last = block.statements.at(-1);
  return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
}

function freeName(file: ts.SourceFile): string {
  for (const name of ["rawBody", "rawText", "bodyText"]) if (!file.text.includes(name)) return name;
  return "signedText";
}
