import ts from "typescript";
import type { ErrorClass } from "../sdk/recogniser.js";

const CLASSES: readonly ErrorClass[] = ["ApiException", "WebhookVerificationError", "Error"];

/**
 * The SDK errors that a function's JSDoc declares with `@throws` (or its synonym `@exception`), as
 * `@throws {ApiException}` or with the class named in the text. Only where callers outside the program
 * can read it: on an exported function, a public method of an exported class, a member of an exported
 * interface or object, also in a declaration file. Empty otherwise.
 *
 * `Error` counts only in braces or as the first word: in prose "error" is any error.
 */
export function declaredThrows(fn: ts.SignatureDeclaration, checker: ts.TypeChecker): ReadonlySet<ErrorClass> {
  const found = new Set<ErrorClass>();
  if (!isOffered(fn, checker)) return found;
  for (const tag of ts.getJSDocTags(fn)) {
    if (tag.tagName.text !== "throws" && tag.tagName.text !== "exception") continue;
    const type = ts.isJSDocThrowsTag(tag) ? (tag.typeExpression?.type.getText() ?? "") : "";
    const comment = ts.getTextOfJSDocComment(tag.comment) ?? "";
    for (const name of CLASSES) {
      const text = name === "Error" ? `${type} ${type === "" ? (/^\S+/u.exec(comment.trim())?.[0] ?? "") : ""}` : `${type} ${comment}`;
      if (new RegExp(`(?<![\\w.])(?:\\w+\\.)?${name}(?!\\w)`, "u").test(text)) found.add(name);
    }
  }
  return found;
}

/** Whether code outside the program can call it by an exported name. */
function isOffered(fn: ts.SignatureDeclaration, checker: ts.TypeChecker): boolean {
  if (ts.isClassElement(fn) && ts.isClassLike(fn.parent)) {
    const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
    const isHidden = (ts.getCombinedModifierFlags(fn) & hidden) !== 0 || (fn.name !== undefined && ts.isPrivateIdentifier(fn.name));
    return !isHidden && isExported(fn.parent, checker);
  }
  const holder = ts.findAncestor(fn, (node) => ts.isStatement(node) || ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node));
  if (holder === undefined) return false;
  if (ts.isPropertyDeclaration(holder)) {
    const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
    return (ts.getCombinedModifierFlags(holder) & hidden) === 0 && ts.isClassLike(holder.parent) && isExported(holder.parent, checker);
  }
  return isExported(holder, checker);
}

/** By a modifier, by `export { send }`, or by `export default`, by the exports of its module. */
function isExported(declaration: ts.Node, checker: ts.TypeChecker): boolean {
  if (ts.isExportAssignment(declaration)) return true;
  const file = declaration.getSourceFile();
  const module = checker.getSymbolAtLocation(file);
  // A declaration file that is no module declares globals.
  if (module === undefined) return file.isDeclarationFile;
  if (ts.findAncestor(declaration, (node) => ts.isModuleDeclaration(node) && file.isDeclarationFile) !== undefined) return true;
  return checker.getExportsOfModule(module).some((symbol) => {
    const target = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
    return target.declarations?.includes(declaration as ts.Declaration) ?? false;
  });
}
