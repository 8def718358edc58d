import ts from "typescript";

/** How a file is written, where people differ. */
interface FileStyle {
  readonly quote: '"' | "'";
  readonly semicolons: boolean;
}

const styles = new WeakMap<ts.SourceFile, FileStyle>();

/**
 * Lines of code in the quotes of a node's file, and with or without semicolons as there.
 *
 * @param lines single statements in double quotes, each with its semicolon
 */
export function inStyleOf(node: ts.Node, lines: readonly string[]): readonly string[] {
  const { quote, semicolons } = styleAt(node);
  return lines.map((line) => {
    const quoted = quote === '"' ? line : line.replace(/"([^"'\\]*)"/gu, "'$1'");
    return semicolons ? quoted : quoted.replace(/;$/u, "");
  });
}

/** What ends a statement in a node's file. */
export function terminatorOf(node: ts.Node): ";" | "" {
  return styleAt(node).semicolons ? ";" : "";
}

function styleAt(node: ts.Node): FileStyle {
  const file = node.getSourceFile();
  let style = styles.get(file);
  if (style === undefined) styles.set(file, (style = styleOf(file)));
  return style;
}

/** Told by the modules that the file names, else by all its strings; and by the ends of its statements. */
function styleOf(file: ts.SourceFile): FileStyle {
  const counts = { single: 0, double: 0, ended: 0, open: 0 };
  const modules = { single: 0, double: 0 };
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && !ts.isJsxAttribute(node.parent)) {
      const kind = file.text.charAt(node.getStart()) === "'" ? "single" : "double";
      counts[kind] += 1;
      if (isModuleName(node)) modules[kind] += 1;
    }
    if (isEndedBySemicolon(node))
      counts[file.text.charAt(node.end - 1) === ";" ? "ended" : "open"] += 1;
    ts.forEachChild(node, visit);
  };
  visit(file);
  const { single, double } = modules.single + modules.double > 0 ? modules : counts;
  return {
    quote: single > double ? "'" : '"',
    semicolons: counts.ended >= counts.open,
  };
}

function isModuleName({ parent }: ts.Node): boolean {
  return (
    ts.isImportDeclaration(parent) ||
    (ts.isCallExpression(parent) && parent.expression.getText() === "require")
  );
}

function isEndedBySemicolon(node: ts.Node): boolean {
  return (
    ts.isExpressionStatement(node) ||
    ts.isVariableStatement(node) ||
    ts.isReturnStatement(node) ||
    ts.isImportDeclaration(node)
  );
}
