import ts from "typescript";
import { checkerOf } from "../sdk/checker.js";
import { importedFrom, isJsonCall, packageOf, symbolOf } from "./declarations.js";
import { formsRuledOut } from "./asked-forms.js";
import { isBodyGivenAs, isBodyParsed } from "./body-parsers.js";
import { isLiteral, originsOf } from "./origins.js";
import { callsNamed } from "./calls-named.js";
import {
  enclosingFunction,
  memberName,
  memberObject,
  methodCall,
  propertyName,
  settled,
  unwrapped,
} from "./syntax.js";

/** What is wrong with a body that is given to be verified. */
export type BodyFault =
  /** `JSON.stringify` of something that was parsed, or may have been. */
  | { readonly kind: "restringified"; readonly node: ts.CallExpression }
  /** A parsed body: an object, or a text made of one. */
  | { readonly kind: "parsed"; readonly node: ts.Expression }
  /** The headers of the request, as where the arguments are swapped. */
  | { readonly kind: "headers"; readonly node: ts.Expression };

const MAX_CONVERSIONS = 8;
const CONVERTING_METHODS = new Set(["toString", "trim", "toWellFormed", "normalize", "valueOf"]);

/** Functions of packages that answer the parsed body of a request. */
const PARSING_READERS: Readonly<Record<string, readonly string[]>> = {
  // https://h3.unjs.io/utils/request: readRawBody is the one for signatures
  h3: ["readBody", "readValidatedBody", "readFormData"],
  micro: ["json"],
};

/**
 * What is wrong with a body, or undefined when it may well be the raw one (or nothing is known).
 *
 * A body is followed back through variables, branches and functions of the program (see
 * `originsOf`) and through what only changes its form (`Buffer.from(x)`, `x.toString()`, `${x}`).
 * `any` and `unknown` are no fault by themselves; the place where the body was parsed has to be seen.
 */
export function bodyFault(body: ts.Expression, program: ts.Program): BodyFault | undefined {
  return new BodyTracer(program).fault(body, 0);
}

class BodyTracer {
  private readonly checker: ts.TypeChecker;
  constructor(private readonly program: ts.Program) {
    this.checker = checkerOf(program);
  }

  fault(body: ts.Expression, depth: number): BodyFault | undefined {
    for (const origin of originsOf(body, this.checker)) {
      const found = this.originFault(origin, depth);
      if (found) return found;
    }
    return undefined;
  }

  private originFault(origin: ts.Expression, depth: number): BodyFault | undefined {
    if (isJsonCall(origin, "stringify")) {
      return this.isRestringified(origin) ? { kind: "restringified", node: origin } : undefined;
    }
    if (this.isHeaders(origin)) return { kind: "headers", node: origin };
    if (this.isParsed(origin)) return { kind: "parsed", node: origin };
    const inner = depth < MAX_CONVERSIONS ? converted(origin) : undefined;
    return inner && this.fault(inner, depth + 1);
  }

  /** Anything but a literal built on the spot, and but a text that the program itself signs. */
  private isRestringified(call: ts.CallExpression): boolean {
    const [value] = call.arguments;
    if (!value || ts.isSpreadElement(value)) return false;
    const built = originsOf(value, this.checker).every(
      (origin) => isLiteral(origin) && !this.spreadsParsed(origin),
    );
    return !built && !this.isSigned(call) && !this.isRuledOut(call, value);
  }

  /** `typeof req.body === "string" ? req.body : JSON.stringify(req.body)` behind `express.text()` on the route. */
  private isRuledOut(call: ts.CallExpression, value: ts.Expression): boolean {
    const handler = enclosingFunction(call);
    if (!handler || memberName(value) !== "body") return false;
    return formsRuledOut(value, call).some((form) => isBodyGivenAs(form, handler, this.program));
  }

  private spreadsParsed(literal: ts.Expression): boolean {
    return (
      ts.isObjectLiteralExpression(literal) &&
      literal.properties.some(
        (property) =>
          ts.isSpreadAssignment(property) &&
          originsOf(property.expression, this.checker).some((origin) => !isLiteral(origin)),
      )
    );
  }

  /** Whether `wh.sign(id, timestamp, text)` gets the same text: a round trip that sends what it signed. */
  private isSigned(text: ts.CallExpression): boolean {
    return callsNamed(text.getSourceFile(), "sign").some(
      ({ arguments: [, , payload] }) =>
        payload !== undefined && originsOf(payload, this.checker).includes(text),
    );
  }

  /** `req.headers`, `const { headers } = req`, in code without types too: nothing else of a request is called so. */
  private isHeaders(origin: ts.Expression): boolean {
    if (!ts.isIdentifier(origin)) return memberName(origin) === "headers";
    const declaration = symbolOf(origin, this.checker)?.valueDeclaration;
    return (
      declaration !== undefined &&
      ts.isBindingElement(declaration) &&
      propertyName(declaration.propertyName ?? declaration.name) === "headers"
    );
  }

  /** Whether an expression is visibly a body that was parsed. */
  isParsed(origin: ts.Expression): boolean {
    return (
      isJsonCall(origin, "parse") ||
      this.isJsonRead(origin) ||
      this.isBodyDecorator(origin) ||
      this.isParsedProperty(origin) ||
      this.isObjectType(origin)
    );
  }

  /** `req.json()`, also of an untyped `req`: nothing else is called `json` and takes nothing. */
  private isJsonRead(origin: ts.Expression): boolean {
    const method = methodCall(origin);
    if (method) return method.name === "json" && method.call.arguments.length === 0;
    if (!ts.isCallExpression(origin)) return false;
    const callee = unwrapped(origin.expression);
    if (!ts.isIdentifier(callee)) return false;
    const declaration = symbolOf(callee, this.checker)?.declarations?.[0];
    const module =
      (declaration && packageOf(declaration)) ?? importedFrom(callee, this.checker) ?? "";
    return PARSING_READERS[module]?.includes(callee.text) ?? false;
  }

  /** A parameter with Nest's `@Body()`, unless its type says that it is text or bytes. */
  private isBodyDecorator(origin: ts.Expression): boolean {
    if (!ts.isIdentifier(origin)) return false;
    const declaration = symbolOf(origin, this.checker)?.valueDeclaration;
    if (!declaration || !ts.isParameter(declaration)) return false;
    const isBody = (ts.getDecorators(declaration) ?? []).some(({ expression }) => {
      const callee = unwrapped(
        ts.isCallExpression(expression) ? expression.expression : expression,
      );
      const name = memberName(callee) ?? (ts.isIdentifier(callee) ? callee.text : undefined);
      return (
        name === "Body" &&
        importedFrom(memberObject(callee) ?? callee, this.checker) === "@nestjs/common"
      );
    });
    return isBody && !isTextOrBytes(this.checker.getTypeAtLocation(declaration), this.checker);
  }

  /** `req.body` behind a JSON parser that the program registers. */
  private isParsedProperty(origin: ts.Expression): boolean {
    if (memberName(origin) !== "body") return false;
    const object = memberObject(origin);
    const handler = enclosingFunction(origin);
    if (!object || !handler || !ts.isIdentifier(unwrapped(object))) return false;
    const declaration = symbolOf(unwrapped(object), this.checker)?.valueDeclaration;
    if (!declaration || !ts.isParameter(declaration) || declaration !== handler.parameters[0])
      return false;
    const type = this.checker.getTypeAtLocation(origin);
    const isOpen = (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
    return isOpen && this.isExpressLike(declaration) && isBodyParsed(handler, this.program);
  }

  /** A request that is untyped (JavaScript) or declared by Express or what Express builds on. */
  private isExpressLike(declaration: ts.ParameterDeclaration): boolean {
    const type = this.checker.getTypeAtLocation(declaration);
    if (type.flags & ts.TypeFlags.Any) return true;
    return this.checker
      .getPropertiesOfType(type)
      .some(
        (p) =>
          p.name === "body" &&
          p.declarations?.some((d) => (packageOf(d) ?? "").includes("express")),
      );
  }

  /** A value whose type is a plain object, whatever it was cast to afterwards. */
  private isObjectType(origin: ts.Expression): boolean {
    if (isLiteral(origin))
      return ts.isObjectLiteralExpression(origin) || ts.isArrayLiteralExpression(origin);
    const own = this.checker.getTypeAtLocation(origin);
    const type = this.checker.getAwaitedType(own) ?? own;
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return false;
    return (type.isUnion() ? type.types : [type]).some((part) => isPlainObject(part, this.checker));
  }
}

/** `x` of `Buffer.from(x)`, `x.toString()`, `String(x)`, `${x}`, `new TextEncoder().encode(x)`. */
function converted(origin: ts.Expression): ts.Expression | undefined {
  if (ts.isTemplateExpression(origin)) {
    const [span, more] = origin.templateSpans;
    if (!span || more || origin.head.text !== "" || span.literal.text !== "") return undefined;
    return span.expression;
  }
  const method = methodCall(origin);
  if (method && CONVERTING_METHODS.has(method.name)) return method.receiver;
  if (!ts.isCallExpression(origin)) return undefined;
  const [first] = origin.arguments;
  const callee = unwrapped(origin.expression);
  if (ts.isIdentifier(callee)) return callee.text === "String" ? first : undefined;
  if (!method) return undefined;
  const receiver = settled(method.receiver);
  const isBuffer =
    ts.isIdentifier(receiver) && receiver.text === "Buffer" && method.name === "from";
  return isBuffer || method.name === "encode" || method.name === "decode" ? first : undefined;
}

const BYTES = new Set([
  "Buffer",
  "Uint8Array",
  "ArrayBuffer",
  "SharedArrayBuffer",
  "DataView",
  "Blob",
  "ReadableStream",
  "String",
]);

function isTextOrBytes(type: ts.Type, checker: ts.TypeChecker): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(
    (part) =>
      (part.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.Undefined | ts.TypeFlags.Null)) !== 0 ||
      BYTES.has(checker.getApparentType(part).getSymbol()?.name ?? ""),
  );
}

function isPlainObject(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.flags & ts.TypeFlags.NonPrimitive) return false;
  if ((type.flags & ts.TypeFlags.Object) === 0) return false;
  if (BYTES.has(type.getSymbol()?.name ?? "") || isBytesLike(type, checker)) return false;
  if (type.getCallSignatures().length > 0 || checker.getPropertiesOfType(type).length === 0) {
    return type.getStringIndexType() !== undefined;
  }
  return true;
}

/** Typed arrays, streams and promises of them are some form of the raw body, if not the right one. */
function isBytesLike(type: ts.Type, checker: ts.TypeChecker): boolean {
  return ["byteLength", "getReader", "pipe", "then", "arrayBuffer"].some(
    (name) => checker.getPropertyOfType(type, name) !== undefined,
  );
}
