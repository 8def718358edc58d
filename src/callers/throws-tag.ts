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
export function declaredThrows(
  fn: ts.SignatureDeclaration,
  checker: ts.TypeChecker,
): ReadonlySet<ErrorClass> {
  return isOffered(fn, checker) ? taggedThrows(fn) : new Set();
}

/** The same for any declaration, whoever can call it. */
export function taggedThrows(node: ts.Node): ReadonlySet<ErrorClass> {
  const found = new Set<ErrorClass>();
  const tags = ts.getJSDocTags(node);
  for (const [index, tag] of tags.entries()) {
    if (tag.tagName.text !== "throws" && tag.tagName.text !== "exception") continue;
    const own = tag.getText().replace(/^@\w+\s*/u, "");
    // The compiler takes `@throws {@link ApiException}` for two tags.
    const next = tags[index + 1];
    const text =
      own.trim() === "{" && next?.tagName.text === "link"
        ? `{${next.getText().replace("@link ", "")}`
        : own;
    for (const name of CLASSES) if (names(text, name)) found.add(name);
  }
  return found;
}

function names(text: string, name: ErrorClass): boolean {
  const subject = name === "Error" ? (/^(?:\{[^}]*\}|\S+)/u.exec(text)?.[0] ?? "") : text;
  return new RegExp(`(?<![\\w.])(?:\\w+\\.)?${name}(?!\\w)`, "u").test(subject);
}

/** Whether code outside the program can call it by an exported name. */
function isOffered(fn: ts.SignatureDeclaration, checker: ts.TypeChecker): boolean {
  if (ts.isClassElement(fn) && ts.isClassLike(fn.parent)) {
    const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
    const isHidden =
      (ts.getCombinedModifierFlags(fn) & hidden) !== 0 ||
      (fn.name !== undefined && ts.isPrivateIdentifier(fn.name));
    return !isHidden && isExported(fn.parent, checker);
  }
  const holder = ts.findAncestor(
    fn,
    (node) =>
      ts.isStatement(node) || ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node),
  );
  if (holder === undefined) return false;
  if (ts.isPropertyDeclaration(holder)) {
    const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
    return (
      (ts.getCombinedModifierFlags(holder) & hidden) === 0 &&
      ts.isClassLike(holder.parent) &&
      isExported(holder.parent, checker)
    );
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
  if (
    ts.findAncestor(
      declaration,
      (node) => ts.isModuleDeclaration(node) && file.isDeclarationFile,
    ) !== undefined
  )
    return true;
  return checker.getExportsOfModule(module).some((symbol) => {
    const target =
      (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
    return target.declarations?.includes(declaration as ts.Declaration) ?? false;
  });
}
