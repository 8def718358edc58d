import ts from "typescript";
import { isContracted } from "../contract/postconditions.js";
import { TASK_KIND_TYPE, TASK_RESOURCE, TASK_STATUS_TYPE } from "../contract/sdk-facts.js";
import { checkerOf } from "./checker.js";
import type { SdkPackage } from "./packages.js";
import { sdkClassesOf, type SdkClass } from "./sdk-classes.js";

/** A method of the installed SDK that the plugin has something to say about. */
export interface SdkMethod {
  readonly operation: string;
  readonly resource: string;
  readonly method: string;
  readonly kind: "api" | "verify" | "sign";
  readonly contracted: boolean;
  readonly package: SdkPackage;
  readonly signature: SdkSignature;
  /** As in the signature; found without the rest of it. */
  readonly returnsTask: boolean;
}

/** What the method's declaration says of its parameters and result. */
export interface SdkSignature {
  readonly returnsTask: boolean;
  /** Names of the parameters' types as the SDK declares them, "MessageIn"; undefined for others. */
  readonly parameterTypes: readonly (string | undefined)[];
  /** Which parameter takes options with an `idempotencyKey`; undefined where none does. */
  readonly idempotencyParameter: number | undefined;
}

export interface ConstructibleClass {
  readonly className: "Svix" | "Webhook";
  readonly package: SdkPackage;
}

export type SdkErrorClass = "ApiException" | "WebhookVerificationError";

/** What the SDK's declarations in a program offer, keyed by the declarations themselves. */
export interface SdkSurface {
  readonly methods: ReadonlyMap<ts.Node, SdkMethod>;
  readonly methodNames: ReadonlySet<string>;
  readonly constructible: ReadonlyMap<ts.Node, ConstructibleClass>;
  readonly errors: ReadonlyMap<ts.Node, SdkErrorClass>;
}

/** Deeper nesting than any SDK generation has (`ingest.endpoint.transformation` is three). */
const MAX_DEPTH = 6;

/**
 * The SDK in a program, or undefined when none of its packages is loaded. It is read off the
 * declarations: resources are the class-typed properties and getters of `Svix`, however deep, and
 * operations are their methods that return a promise, so a new SDK needs no new table.
 */
export function surfaceOf(program: ts.Program): SdkSurface | undefined {
  let known = surfaces.get(program);
  if (known === undefined) {
    const classes = sdkClassesOf(program);
    known = { surface: classes.length === 0 ? undefined : surfaceIn(classes, program) };
    surfaces.set(program, known);
  }
  return known.surface;
}

const surfaces = new WeakMap<ts.Program, { readonly surface: SdkSurface | undefined }>();

/** The SDK stays the same from keystroke to keystroke, and so does what its declarations offer. */
let latest: { readonly classes: readonly SdkClass[]; readonly builder: SurfaceBuilder } | undefined;

function surfaceIn(classes: readonly SdkClass[], program: ts.Program): SdkSurface {
  const checker = checkerOf(program);
  const isSame =
    latest?.classes.length === classes.length &&
    latest.classes.every(({ declaration }, index) => declaration === classes[index]?.declaration);
  if (latest !== undefined && isSame) {
    latest.builder.checker = checker;
    return latest.builder;
  }
  const builder = new SurfaceBuilder(checker);
  for (const found of classes) builder.add(found);
  latest = { classes, builder };
  return builder;
}

class SurfaceBuilder implements SdkSurface {
  readonly methods = new Map<ts.Node, SdkMethod>();
  readonly methodNames = new Set<string>();
  readonly constructible = new Map<ts.Node, ConstructibleClass>();
  readonly errors = new Map<ts.Node, SdkErrorClass>();

  /** @param checker of the program that asks; what is still unknown of a method is asked of the latest */
  constructor(public checker: ts.TypeChecker) {}

  add({ declaration, name, package: owner }: SdkClass): void {
    if (name === "ApiException" || name === "WebhookVerificationError") {
      this.errors.set(declaration, name);
      return;
    }
    if (name === "Svix" || name === "Webhook")
      this.constructible.set(declaration, { className: name, package: owner });
    // Operations under the client are called by their path, those of other classes by the class.
    this.addMembers(declaration, owner, name === "Svix" ? [] : [name]);
  }

  private addMembers(
    declaration: ts.ClassDeclaration,
    owner: SdkPackage,
    path: readonly string[],
  ): void {
    const type = this.checker.getTypeAtLocation(declaration);
    for (const member of type.getProperties()) {
      const [place] = member.declarations ?? [];
      // An interface that the program merged in (`declare module "svix"`) is not the SDK.
      if (!place || !ts.isClassLike(place.parent) || isHidden(place)) continue;
      if (ts.isMethodDeclaration(place)) this.addMethod(place, owner, path);
      else this.addResource(member, declaration, owner, [...path, member.name]);
    }
  }

  private addResource(
    member: ts.Symbol,
    holder: ts.ClassDeclaration,
    owner: SdkPackage,
    path: readonly string[],
  ): void {
    const type = this.checker.getTypeOfSymbolAtLocation(member, holder);
    const resource = (type.symbol as ts.Symbol | undefined)?.valueDeclaration;
    if (resource && ts.isClassDeclaration(resource) && path.length < MAX_DEPTH)
      this.addMembers(resource, owner, path);
  }

  private addMethod(
    declaration: ts.MethodDeclaration,
    owner: SdkPackage,
    path: readonly string[],
  ): void {
    const method = declaration.name.getText();
    const resource = path.join(".");
    const kind = this.kindOf(declaration, resource, method);
    const earlier = this.methods.get(declaration);
    // A class with two places (1.99 has `operationalWebhookEndpoint` and `operationalWebhook.endpoint`)
    // goes by the nested one, which is the name that 2.x kept.
    if (!kind || (earlier && earlier.resource.split(".").length >= path.length)) return;
    const checkerNow = (): ts.TypeChecker => this.checker;
    const operation = `${resource}.${method}`;
    let signature: SdkSignature | undefined;
    let returnsTask: boolean | undefined;
    this.methodNames.add(method);
    this.methods.set(declaration, {
      operation,
      resource,
      method,
      kind,
      package: owner,
      contracted: kind === "verify" || isContracted(operation),
      get returnsTask() {
        return (returnsTask ??=
          kind === "api" && resource !== TASK_RESOURCE && startsTask(declaration, checkerNow()));
      },
      // Of the hundred methods a program calls a few.
      get signature() {
        return (signature ??= {
          returnsTask: this.returnsTask,
          parameterTypes: declaration.parameters.map(typeNameOfParameter),
          idempotencyParameter: parameterWithIdempotencyKey(declaration, checkerNow()),
        });
      },
    });
  }

  private kindOf(
    declaration: ts.MethodDeclaration,
    resource: string,
    method: string,
  ): SdkMethod["kind"] | undefined {
    const isReceiver = resource === "Webhook" || resource === "AutoConfig";
    if (isReceiver && method === "verify") return "verify";
    if (resource === "Webhook" && method === "sign") return "sign";
    const returned = returnTypeOf(declaration, this.checker)?.symbol;
    return returned?.name === "Promise" ? "api" : undefined;
  }
}

function isHidden(declaration: ts.Declaration): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (ts.getCombinedModifierFlags(declaration) & hidden) !== 0;
}

function returnTypeOf(
  declaration: ts.MethodDeclaration,
  checker: ts.TypeChecker,
): ts.Type | undefined {
  const signature = checker.getSignatureFromDeclaration(declaration);
  return signature && checker.getReturnTypeOfSignature(signature);
}

/**
 * Whether what a method resolves with is a background task: `id`, `status: BackgroundTaskStatus`
 * and `task: BackgroundTaskType`, as in RecoverOut or ReplayOut. `backgroundTask.get` answers with
 * the same fields, but reads a task where the others start one.
 */
function startsTask(declaration: ts.MethodDeclaration, checker: ts.TypeChecker): boolean {
  if (!mayBeTask(declaration.type, checker)) return false;
  const returned = returnTypeOf(declaration, checker);
  const value = returned && checker.getAwaitedType(returned);
  if (!value) return false;
  const typeNameOf = (property: string): string | undefined => {
    const symbol = value.getProperty(property);
    const type = symbol && checker.getTypeOfSymbolAtLocation(symbol, declaration);
    // An enum in most generations, a string union under an alias in 1.45.
    return type && ((type.aliasSymbol ?? type.symbol) as ts.Symbol | undefined)?.name;
  };
  return (
    value.getProperty("id") !== undefined &&
    typeNameOf("status") === TASK_STATUS_TYPE &&
    typeNameOf("task") === TASK_KIND_TYPE
  );
}

/** By where the result's type is declared: most operations give something else, whose type need not be known. */
function mayBeTask(type: ts.TypeNode | undefined, checker: ts.TypeChecker): boolean {
  const [result] = type && ts.isTypeReferenceNode(type) ? (type.typeArguments ?? []) : [];
  if (result === undefined || !ts.isTypeReferenceNode(result)) return result === undefined;
  const symbol = checker.getSymbolAtLocation(result.typeName);
  const isAlias = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const [declared] = (isAlias ? checker.getAliasedSymbol(symbol) : symbol)?.declarations ?? [];
  return declared?.getSourceFile().text.includes(TASK_STATUS_TYPE) ?? true;
}

function typeNameOfParameter({ type }: ts.ParameterDeclaration): string | undefined {
  return type && ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)
    ? type.typeName.text
    : undefined;
}

function parameterWithIdempotencyKey(
  declaration: ts.MethodDeclaration,
  checker: ts.TypeChecker,
): number | undefined {
  const index = declaration.parameters.findIndex((parameter) =>
    checker.getTypeAtLocation(parameter).getNonNullableType().getProperty("idempotencyKey"),
  );
  return index === -1 ? undefined : index;
}
