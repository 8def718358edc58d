import ts from "typescript";
import { outermost } from "../callers/declarations.js";
import { bare, importedAs } from "./syntax.js";

/** What is known of the program around the call. */
interface Known {
  readonly checker: ts.TypeChecker;
  isLogger(callee: ts.Expression): boolean;
}

/** Packages that only make texts, or plain objects, of what they are given. */
const FORMATTERS: ReadonlySet<string> = new Set([
  "ansi-colors",
  "ansis",
  "chalk",
  "colorette",
  "date-fns",
  "date-fns-tz",
  "dayjs",
  "fast-safe-stringify",
  "http-status",
  "http-status-codes",
  "kleur",
  "log-symbols",
  "luxon",
  "moment",
  "moment-timezone",
  "ms",
  "object-inspect",
  "picocolors",
  "pretty-bytes",
  "pretty-format",
  "pretty-ms",
  "safe-stable-stringify",
  "serialize-error",
  "strip-ansi",
  "yoctocolors",
]);

/**
 * Whether a call only makes something to be read: of a package that does nothing else
 * (`chalk.red("failed")`, `dayjs().format("HH:mm")`), or one whose value goes straight into a log
 * (`console.error(describe(error))`). What is awaited there may have done more.
 */
export function isFormatting(call: ts.CallExpression, known: Known): boolean {
  const root = rootOf(call.expression);
  const imported = root && importedAs(root, known.checker);
  if (imported !== undefined && FORMATTERS.has(imported.module)) return true;
  if (ACTING.test(nameOf(call))) return false;
  return goesIntoLog(call, known) && !isPromise(known.checker.getTypeAtLocation(call));
}

/** What does something about an error, and gives a number or an id to log: `captureException(error)`. */
const ACTING =
  /^(?:add|alert|capture|emit|enqueue|insert|mark|notify|page|publish|push|record|report|save|send|store|track|update)/u;

function nameOf({ expression }: ts.CallExpression): string {
  const callee = bare(expression);
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : "";
}

function goesIntoLog(call: ts.CallExpression, known: Known): boolean {
  let node: ts.Expression = outermost(call);
  for (;;) {
    const { parent } = node;
    if (ts.isCallExpression(parent)) {
      if (parent.expression !== node && known.isLogger(parent.expression)) return true;
      // What a method is called on (`describe(error).slice(0, 80)`) is formatted further, too.
    } else if (!isPassedOn(parent)) return false;
    if (ts.isPropertyAssignment(parent) || ts.isTemplateSpan(parent)) node = parent.parent;
    else if (ts.isExpression(parent)) node = outermost(parent);
    else return false;
  }
}

function isPassedOn(parent: ts.Node): boolean {
  return (
    ts.isPropertyAssignment(parent) ||
    ts.isObjectLiteralExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isTemplateSpan(parent) ||
    ts.isBinaryExpression(parent) ||
    ts.isConditionalExpression(parent) ||
    ts.isPropertyAccessExpression(parent)
  );
}

function isPromise(type: ts.Type): boolean {
  return type.getProperty("then") !== undefined;
}

/** The identifier at the start of `a.b().c`. */
function rootOf(node: ts.Expression): ts.Identifier | undefined {
  let current = bare(node);
  while (ts.isPropertyAccessExpression(current) || ts.isCallExpression(current))
    current = bare(current.expression);
  return ts.isIdentifier(current) ? current : undefined;
}
