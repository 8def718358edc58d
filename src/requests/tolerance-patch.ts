import ts from "typescript";
import { packageNameOf, type DirectoryPackages } from "../sdk/packages.js";
import {
  isAssignment,
  memberName,
  memberObject,
  methodCall,
  propertyName,
  settled,
  unwrapped,
} from "./syntax.js";

/** The method that compares a message's timestamp with the clock: private in the packages svix 1.x and standardwebhooks. */
const CHECK = "verifyTimestamp";

const PACKAGES = new Set(["svix", "standardwebhooks"]);
const directories: DirectoryPackages = new Map();

/**
 * The node that replaces the timestamp check of a `Webhook`, if this node does: an assignment to
 * `verifyTimestamp` of an instance or of the prototype (through any cast, also by way of the private
 * `inner`), `Object.defineProperty` or `Object.assign` with it, or a subclass that declares it.
 */
export function replacedTimestampCheck(
  node: ts.Node,
  checker: ts.TypeChecker,
): ts.Node | undefined {
  if (isAssignment(node)) {
    const target = unwrapped(node.left);
    const object = memberName(target) === CHECK ? memberObject(target) : undefined;
    return object && isWebhook(object, checker) ? target : undefined;
  }
  if (ts.isCallExpression(node)) return definedOn(node, checker);
  if (ts.isClassLike(node)) {
    const extended = node.heritageClauses?.find(
      ({ token }) => token === ts.SyntaxKind.ExtendsKeyword,
    )?.types[0];
    if (!extended || !isWebhookType(checker.getTypeAtLocation(extended), checker)) return undefined;
    return node.members.find((member) => member.name && propertyName(member.name) === CHECK)?.name;
  }
  return undefined;
}

/** `Object.defineProperty(wh, "verifyTimestamp", …)`, `Object.assign(wh, { verifyTimestamp })`, `Reflect.set(…)` */
function definedOn(call: ts.CallExpression, checker: ts.TypeChecker): ts.Node | undefined {
  const method = methodCall(call);
  const owner = method && unwrapped(method.receiver);
  if (!method || !owner || !ts.isIdentifier(owner) || !/^(?:Object|Reflect)$/u.test(owner.text))
    return undefined;
  const [target, second] = call.arguments;
  if (!target || !second || !isWebhook(target, checker)) return undefined;
  if (method.name === "defineProperty" || method.name === "set") {
    return ts.isStringLiteralLike(second) && second.text === CHECK ? second : undefined;
  }
  const literal = unwrapped(second);
  if (method.name !== "assign" || !ts.isObjectLiteralExpression(literal)) return undefined;
  return literal.properties.find(
    (property) => property.name && propertyName(property.name) === CHECK,
  )?.name;
}

/** Whether an expression is a Webhook or its prototype, whatever it is cast to, or the Webhook inside of one. */
function isWebhook(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = settled(expression);
  const name = memberName(node);
  const object = memberObject(node);
  if (object && (name === "prototype" || name === "inner")) {
    return isWebhook(object, checker) || isWebhookClass(settled(object), checker);
  }
  return isWebhookType(checker.getTypeAtLocation(node), checker) || isCastVariable(node, checker);
}

/** `const patched: any = wh` */
function isCastVariable(node: ts.Expression, checker: ts.TypeChecker): boolean {
  if (!ts.isIdentifier(node)) return false;
  const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
  const initializer =
    declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return (
    initializer !== undefined && settled(initializer) !== node && isWebhook(initializer, checker)
  );
}

function isWebhookClass(node: ts.Expression, checker: ts.TypeChecker): boolean {
  return checker
    .getTypeAtLocation(node)
    .getConstructSignatures()
    .some((signature) => isWebhookType(signature.getReturnType(), checker));
}

function isWebhookType(type: ts.Type, checker: ts.TypeChecker, depth = 0): boolean {
  const declaration = type.getSymbol()?.declarations?.[0];
  if (type.getSymbol()?.name === "Webhook" && declaration) {
    const owner = packageNameOf(declaration.getSourceFile().fileName, directories);
    if (owner !== undefined && PACKAGES.has(owner)) return true;
  }
  return (
    depth < 5 &&
    type.isClassOrInterface() &&
    checker.getBaseTypes(type).some((base) => isWebhookType(base, checker, depth + 1))
  );
}
