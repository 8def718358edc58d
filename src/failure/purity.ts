import ts from "typescript";
import { bare } from "./syntax.js";

/** Standard objects whose methods write something down. */
const EFFECTFUL_OWNERS = new Set([
  "Storage",
  "CacheStorage",
  "Cache",
  "Atomics",
  "Map",
  "Set",
  "WeakMap",
  "WeakSet",
]);
/** Parts of the web platform that only compute or read. */
const PURE_DOM_OWNERS = new Set([
  "Headers",
  "URL",
  "URLSearchParams",
  "FormData",
  "TextEncoder",
  "TextDecoder",
  "Request",
  "Body",
  "Response",
  "Crypto",
  "SubtleCrypto",
  "Performance",
  "Blob",
]);
/** Methods that store what they are given, on whatever they are called. */
const STORING_METHODS = new Set(["push", "unshift", "splice", "set", "add", "append", "delete"]);
const PURE_DOM_FUNCTIONS = new Set(["structuredClone", "atob", "btoa"]);
const PURE_NODE_FUNCTIONS = new Set([
  "inspect",
  "format",
  "styleText",
  "stripVTControlCharacters",
  "isNativeError",
  "randomUUID",
  "createHash",
  "createHmac",
  "timingSafeEqual",
]);
const EFFECTFUL_FUNCTIONS = new Set(["eval"]);

/** Whether a call puts what it is given into a list, a map or a set of the language: `pending.set(id, promise)`. */
export function isStoring(checker: ts.TypeChecker, callee: ts.Expression): boolean {
  const node = bare(callee);
  if (!ts.isPropertyAccessExpression(node) || !STORING_METHODS.has(node.name.text)) return false;
  const declaration = checker.getSymbolAtLocation(node.name)?.declarations?.[0];
  const owner = declaration && ownerOf(declaration);
  return owner !== undefined && COLLECTIONS.has(owner);
}

/** Methods of collections that leave them as they are. */
const READING: ReadonlySet<string> = new Set(["has", "get"]);

function readsCollection(owner: string | undefined, name: string | undefined): boolean {
  return owner !== undefined && COLLECTIONS.has(owner) && READING.has(name ?? "");
}

const COLLECTIONS: ReadonlySet<string> = new Set(["Array", "Map", "WeakMap", "Set", "WeakSet"]);

/**
 * Whether a call of the callee only computes a value: functions that the language's own library
 * declares, except those that store something. Where the callee has no declaration: not pure.
 */
export function isPure(checker: ts.TypeChecker, callee: ts.Expression): boolean {
  const node = bare(callee);
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  const named = checker.getSymbolAtLocation(name);
  // import { inspect } from "node:util"
  const symbol =
    named && named.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(named) : named;
  const declaration = symbol?.declarations?.[0];
  if (ts.isPropertyAccessExpression(node) && STORING_METHODS.has(node.name.text)) return false;
  if (declaration === undefined) return isPureByName(node);
  const file = declaration.getSourceFile();
  if (!file.isDeclarationFile) return false;
  const owner = ownerOf(declaration);
  if (readsCollection(owner, symbol?.name)) return true;
  if (/[\\/]lib\.(es|decorators|scripthost)[^\\/]*\.d\.ts$/.test(file.fileName)) {
    return (
      (owner === undefined || !EFFECTFUL_OWNERS.has(owner)) &&
      !EFFECTFUL_FUNCTIONS.has(symbol?.name ?? "")
    );
  }
  if (/[\\/]lib\.(dom|webworker)[^\\/]*\.d\.ts$/.test(file.fileName)) {
    return owner === undefined
      ? PURE_DOM_FUNCTIONS.has(symbol?.name ?? "")
      : PURE_DOM_OWNERS.has(owner);
  }
  return isPureInNode(file.fileName, owner, symbol?.name ?? "");
}

/** Node's own types: Buffers and the reading halves of its web classes compute, the rest works. */
function isPureInNode(fileName: string, owner: string | undefined, name: string): boolean {
  if (!/[\\/]@types[\\/]node[\\/]/.test(fileName)) return false;
  if (owner !== undefined)
    return (
      owner.startsWith("Buffer") ||
      PURE_DOM_OWNERS.has(owner) ||
      owner === "Hash" ||
      owner === "Hmac"
    );
  return PURE_NODE_FUNCTIONS.has(name);
}

function ownerOf(declaration: ts.Declaration): string | undefined {
  // `const inspect = require("object-inspect")` stands for the module: a file, which is in nothing.
  if (ts.isSourceFile(declaration)) return undefined;
  const { parent } = declaration;
  return ts.isInterfaceDeclaration(parent) || ts.isClassDeclaration(parent)
    ? parent.name?.text
    : undefined;
}

/** Methods of an untyped value (`any`) whose names leave no doubt. */
const PURE_METHODS = new Set([
  "toString",
  "toLowerCase",
  "toUpperCase",
  "trim",
  "split",
  "slice",
  "substring",
  "includes",
  "startsWith",
  "endsWith",
  "match",
  "replace",
  "join",
  "toISOString",
  "toJSON",
  "test",
]);

function isPureByName(node: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(node) && PURE_METHODS.has(node.name.text);
}
