import ts from "typescript";
import { declarationsOf, innermost } from "./declarations.js";
import { isRequire } from "./mentions.js";
import { isProjectFile } from "./project-files.js";

/**
 * Whether an object only has the type of a module of the program, and stands in for it: a package's
 * call made it, which does something else with the calls of its members:
 * `const { send } = proxyActivities<typeof activities>()`, `wrap<typeof api>(worker)`.
 *
 * @param object what the member is read from
 * @param member the declaration of the member, by the type
 */
export function isStandIn(
  object: ts.Expression,
  member: ts.Declaration,
  checker: ts.TypeChecker,
): boolean {
  if (!isOfModule(member)) return false;
  const node = innermost(object);
  const variable = ts.isIdentifier(node)
    ? checker.getSymbolAtLocation(node)?.valueDeclaration
    : undefined;
  const made =
    variable && ts.isVariableDeclaration(variable) && variable.initializer
      ? innermost(variable.initializer)
      : node;
  return ts.isCallExpression(made) && !isOwnOrLoads(made, checker);
}

/** `export function send() {}`, `export const send = () => {}` */
function isOfModule(member: ts.Declaration): boolean {
  const statement = ts.isVariableDeclaration(member) ? member.parent.parent : member;
  return (
    (ts.isFunctionDeclaration(statement) || ts.isVariableStatement(statement)) &&
    ts.isSourceFile(statement.parent)
  );
}

/** A call of the program's own function, `import(…)` and `require(…)`. */
function isOwnOrLoads(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const { expression: callee } = call;
  if (callee.kind === ts.SyntaxKind.ImportKeyword || isRequire(call)) return true;
  return declarationsOf(callee, checker).some(
    (each) =>
      isProjectFile(each.getSourceFile()) && !(ts.isFunctionDeclaration(each) && !each.body),
  );
}
