import ts from "typescript";
import { checkerOf } from "../sdk/checker.js";
import { packageOf, symbolOf } from "./declarations.js";
import { isLogging, type IsLogger } from "./logging.js";
import { baseOf } from "./payload.js";
import { enclosingFunction, memberName, memberObject, unwrapped, wrapping } from "./syntax.js";

/**
 * Functions that check who sent a request in another way, by what they are called: another
 * provider's `constructEvent`, `timingSafeEqual`, an API key check. Used for silence only.
 */
export function authenticates(callee: string): boolean {
  return AUTHENTICATION.test(callee) || SENDER_CHECK.test(callee);
}

const AUTHENTICATION =
  /^(?:verify(?!Email|Phone|Otp|User|Account)|constructEvent|timingSafe|createHmac|hmac|authenticate|authorize)|Verify(?:Signature|Webhook|Request)?$/iu;
const SENDER_CHECK =
  /^(?:is|has|check|validate|assert|ensure|require)(?=[A-Z_])\w*(?:[Ss]ignature|Auth|Webhook|Token|Secret|Hmac|HMAC|A[Pp][Ii]_?[Kk]ey|Signed|Genuine|Admin|Origin|Sender)/u;

/** Functions that look at the form of a value and answer it, or whether it has the form. */
const FORM_CHECKS =
  /^(?:parse|safeParse|parseAsync|safeParseAsync|validate\w*|assert\w*|is[A-Z]\w*|decode\w*|deserialize\w*|String|Number|Boolean|Date)$/u;

/** Functions of the platform that send or store what they are given. */
const PLATFORM_SINKS = new Set([
  "fetch",
  "writeFile",
  "writeFileSync",
  "appendFile",
  "appendFileSync",
  "exec",
  "execFile",
  "spawn",
  "emit",
  "postMessage",
  "setItem",
  "dispatchEvent",
]);

/** Methods that put something into the collection that they are called on. */
const STORES = new Set(["push", "unshift", "add", "set", "append", "enqueue"]);

const ANSWERS = new Set([
  "json",
  "send",
  "end",
  "write",
  "text",
  "html",
  "body",
  "jsonp",
  "status",
  "code",
  "redirect",
  "sendStatus",
  "type",
  "header",
  "set",
  "setHeader",
]);

/** Calls that record what was received: other loggers, traces, metrics, an audit trail, a dead-letter store. */
const RECORDING =
  /^(?:setAttributes?|setTags?|setContext|setExtras?|addBreadcrumb|addEvent|recordException|capture\w+|increment|histogram|timing|debug|trace|info|warn|error|log)$/u;
const RECORDS = /(?:^|[._])logs?\b|[a-z]Logs?\b|[Aa]udit|[Aa]rchive|[Dd]ead_?[Ll]etter|\b[Dd]lq/u;

/** What calling a function outside of the program does with the payload that it is given. */
export type CallEffect = "log" | "form" | "answer" | "authentication" | "use";

/**
 * Classifies a call of code outside of the program.
 *
 * @param isOwnParameter whether an identifier is a parameter of the handler that is walked, such as `res`
 */
export function effectOf(
  call: ts.CallExpression,
  program: ts.Program,
  isOwnParameter: (node: ts.Identifier) => boolean,
  isLogger: IsLogger,
): CallEffect {
  const callee = unwrapped(call.expression);
  const name = memberName(callee) ?? (ts.isIdentifier(callee) ? callee.text : "");
  if (isLogging(call, isLogger) || RECORDING.test(name) || RECORDS.test(callee.getText()))
    return "log";
  if (isWriteToLog(call, name, checkerOf(program))) return "log";
  const object = memberObject(callee);
  if (object && ANSWERS.has(name) && isAnswer(object, checkerOf(program), isOwnParameter))
    return "answer";
  if (authenticates(name)) return "authentication";
  if (PLATFORM_SINKS.has(name)) return "use";
  if (object && STORES.has(name) && isOutside(object, checkerOf(program))) return "use";
  if (FORM_CHECKS.test(name)) return "form";
  return isPlatform(call, program) || isTransformation(call, program) ? "form" : "use";
}

/** `fs.appendFileSync("hooks.log", …)`, also with the file's name in a constant. */
function isWriteToLog(call: ts.CallExpression, name: string, checker: ts.TypeChecker): boolean {
  const [file] = call.arguments;
  if (!file || !/^(?:append|write)File(?:Sync)?$/u.test(name)) return false;
  const declaration = ts.isIdentifier(file) ? symbolOf(file, checker)?.valueDeclaration : undefined;
  const initializer =
    declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return /\.log["'`]/u.test((initializer ?? file).getText());
}

/** `inbox.push(event)` of an array of the module, `this.events.set(…)`: what is kept beyond the call. */
function isOutside(object: ts.Expression, checker: ts.TypeChecker): boolean {
  let node = unwrapped(object);
  for (let inner = memberObject(node); inner; inner = memberObject(node)) node = unwrapped(inner);
  if (node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (!ts.isIdentifier(node)) return false;
  const declaration = symbolOf(node, checker)?.valueDeclaration;
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    enclosingFunction(declaration) === undefined
  );
}

/**
 * Whether a call only makes something new of what it is given: what it answers is kept or passed on,
 * and is no promise. Effects on the outside world are asynchronous, nearly always.
 */
function isTransformation(call: ts.CallExpression, program: ts.Program): boolean {
  const { parent } = wrapping(call);
  const isKept =
    !ts.isAwaitExpression(call.parent) &&
    (ts.isVariableDeclaration(parent) ||
      ts.isPropertyAssignment(parent) ||
      ts.isBinaryExpression(parent) ||
      ts.isTemplateSpan(parent));
  if (!isKept || hasAwait(call)) return false;
  const checker = checkerOf(program);
  return checker.getPropertyOfType(checker.getTypeAtLocation(call), "then") === undefined;
}

function hasAwait(call: ts.Expression): boolean {
  for (let { parent } = call as ts.Node; ts.isExpression(parent); { parent } = parent)
    if (ts.isAwaitExpression(parent)) return true;
  return false;
}

/** What stands between a response and the method that sends it: `reply.code(401).send`, `ctx.res.end`, `event.node.res.end`. */
const ANSWER_PARTS = new Set([...ANSWERS, "res", "response", "reply", "raw", "node"]);
const ANSWER_NAMES = /^(?:res|response|reply|rep|c|ctx|context|h|set|event)$/iu;

/** `res.status(200)` of the handler's parameter `res`; `Response`, `NextResponse`. */
function isAnswer(
  object: ts.Expression,
  checker: ts.TypeChecker,
  isOwnParameter: (node: ts.Identifier) => boolean,
): boolean {
  const base = baseOf(object);
  if (!base || !partsOf(object).every((part) => ANSWER_PARTS.has(part))) return false;
  if (base.text.endsWith("Response")) return true;
  if (!isOwnParameter(base)) return false;
  const type = checker.getTypeAtLocation(base);
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return ANSWER_NAMES.test(base.text);
  return ["statusCode", "status", "code", "setHeader", "res", "response", "node"].some(
    (name) => checker.getPropertyOfType(type, name) !== undefined,
  );
}

/** The names between the base of a chain and its end. */
function partsOf(expression: ts.Expression): readonly string[] {
  const found: string[] = [];
  let node = unwrapped(expression);
  for (;;) {
    if (ts.isCallExpression(node) || ts.isAwaitExpression(node)) node = unwrapped(node.expression);
    else {
      const object = memberObject(node);
      if (!object) return found;
      found.push(memberName(node) ?? "");
      node = unwrapped(object);
    }
  }
}

/** Whether a call is of the language's or the platform's own library. */
export function isPlatform(call: ts.CallExpression, program: ts.Program): boolean {
  const declaration = checkerOf(program).getResolvedSignature(call)?.declaration;
  if (!declaration) return false;
  if (program.isSourceFileDefaultLibrary(declaration.getSourceFile())) return true;
  const owner = packageOf(declaration);
  return (
    owner === "@types/node" ||
    owner === "undici-types" ||
    owner === "typescript" ||
    owner === "svix" ||
    owner === "standardwebhooks"
  );
}
