import ts from "typescript";
import { isContracted } from "../contract/postconditions.js";
import { TASK_KIND_TYPE, TASK_RESOURCE, TASK_STATUS_TYPE } from "../contract/sdk-facts.js";
import { packageNameOf, type DirectoryPackages, type SdkPackage } from "./packages.js";
import type { ErrorClass } from "./recogniser.js";

/** A method of the installed SDK that the plugin has something to say about. */
export interface SdkMethod {
  readonly operation: string;
  readonly resource: string;
  readonly method: string;
  readonly kind: "api" | "verify" | "sign";
  readonly contracted: boolean;
  readonly package: SdkPackage;
  readonly returnsTask: boolean;
}

/** What the SDK's declarations in a program offer, keyed by the declarations themselves. */
export interface SdkSurface {
  readonly methods: ReadonlyMap<ts.Node, SdkMethod>;
  readonly methodNames: ReadonlySet<string>;
  readonly constructible: ReadonlyMap<ts.Node, ConstructibleClass>;
  readonly errors: ReadonlyMap<ts.Node, Exclude<ErrorClass, "Error">>;
}

export interface ConstructibleClass {
  readonly className: "Svix" | "Webhook";
  readonly package: SdkPackage;
}

/**
 * The exported classes to start from: their methods' operations are called `Webhook.verify`, while
 * what hangs under the client (`Svix`) is called by its path, `message.create`.
 */
const ROOTS = new Map<string, readonly SdkPackage[]>([
  ["Svix", ["svix"]],
  ["Webhook", ["svix", "standardwebhooks"]],
  ["AutoConfig", ["svix"]],
  ["AutoConfigConsumer", ["svix"]],
]);

const ERRORS = new Map<string, readonly SdkPackage[]>([
  ["ApiException", ["svix"]],
  ["WebhookVerificationError", ["svix", "standardwebhooks"]],
]);

/** Deeper nesting than any SDK generation has (`ingest.endpoint.transformation` is three). */
const MAX_DEPTH = 6;

interface FoundClass {
  readonly declaration: ts.ClassDeclaration;
  readonly name: string;
  readonly package: SdkPackage;
}

/** Classes of a file that bear a name of interest; files keep their identity between programs. */
const namedClasses = new WeakMap<ts.SourceFile, readonly ts.ClassDeclaration[]>();

function namedClassesOf(file: ts.SourceFile): readonly ts.ClassDeclaration[] {
  const cached = namedClasses.get(file);
  if (cached) return cached;
  const found = file.statements.filter(
    (statement): statement is ts.ClassDeclaration =>
      ts.isClassDeclaration(statement) &&
      statement.name !== undefined &&
      (ROOTS.has(statement.name.text) || ERRORS.has(statement.name.text)),
  );
  namedClasses.set(file, found);
  return found;
}

function classesOfProgram(program: ts.Program): readonly FoundClass[] {
  const known: DirectoryPackages = new Map();
  return program.getSourceFiles().flatMap((file) =>
    namedClassesOf(file).flatMap((declaration) => {
      const name = declaration.name?.text ?? "";
      const owner = packageNameOf(file.fileName, known);
      const owners = ROOTS.get(name) ?? ERRORS.get(name) ?? [];
      const sdkPackage = owners.find((candidate) => candidate === owner);
      return sdkPackage === undefined ? [] : [{ declaration, name, package: sdkPackage }];
    }),
  );
}

/**
 * The SDK in a program, or undefined when none of its packages is loaded. It is read off the
 * declarations: resources are the class-typed properties and getters of `Svix`, however deep, and
 * operations are their methods that return a promise, so a new SDK needs no new table.
 */
export function surfaceOf(program: ts.Program): SdkSurface | undefined {
  const classes = classesOfProgram(program);
  if (classes.length === 0) return undefined;
  const checker = program.getTypeChecker();
  const surface = new SurfaceBuilder(checker);
  for (const found of classes) surface.add(found);
  return surface;
}

class SurfaceBuilder implements SdkSurface {
  readonly methods = new Map<ts.Node, SdkMethod>();
  readonly methodNames = new Set<string>();
  readonly constructible = new Map<ts.Node, ConstructibleClass>();
  readonly errors = new Map<ts.Node, Exclude<ErrorClass, "Error">>();

  constructor(private readonly checker: ts.TypeChecker) {}

  add({ declaration, name, package: owner }: FoundClass): void {
    if (name === "ApiException" || name === "WebhookVerificationError") {
      this.errors.set(declaration, name);
      return;
    }
    if (name === "Svix" || name === "Webhook")
      this.constructible.set(declaration, { className: name, package: owner });
    this.addMembers(declaration, owner, name === "Svix" ? [] : [name]);
  }

  private addMembers(declaration: ts.ClassDeclaration, owner: SdkPackage, path: readonly string[]) {
    const symbol = declaration.name && this.checker.getSymbolAtLocation(declaration.name);
    if (!symbol || path.length > MAX_DEPTH) return;
    for (const member of this.checker.getDeclaredTypeOfSymbol(symbol).getProperties()) {
      if (!isPublic(member)) continue;
      const type = this.checker.getTypeOfSymbolAtLocation(member, declaration);
      const resource = type.symbol?.valueDeclaration;
      if (resource && ts.isClassDeclaration(resource) && !(member.flags & ts.SymbolFlags.Method))
        this.addMembers(resource, owner, [...path, member.name]);
      else for (const method of methodDeclarations(member)) this.addMethod(method, owner, path);
    }
  }

  private addMethod(declaration: ts.MethodDeclaration, owner: SdkPackage, path: readonly string[]) {
    const method = declaration.name.getText();
    const resource = path.join(".");
    const kind = this.kindOf(declaration, resource, method);
    const earlier = this.methods.get(declaration);
    // A class with two places (1.99 has `operationalWebhookEndpoint` and `operationalWebhook.endpoint`)
    // goes by the nested one, which is the name that 2.x kept.
    if (!kind || (earlier && earlier.resource.split(".").length >= path.length)) return;
    const operation = `${resource}.${method}`;
    const { checker } = this;
    this.methodNames.add(method);
    this.methods.set(declaration, {
      operation,
      resource,
      method,
      kind,
      package: owner,
      contracted: kind === "verify" || isContracted(operation),
      get returnsTask() {
        return kind === "api" && resource !== TASK_RESOURCE && startsTask(declaration, checker);
      },
    });
  }

  private kindOf(declaration: ts.MethodDeclaration, resource: string, method: string) {
    const isReceiver = resource === "Webhook" || resource === "AutoConfig";
    if (isReceiver && method === "verify") return "verify";
    if (resource === "Webhook" && method === "sign") return "sign";
    const returned = returnTypeOf(declaration, this.checker);
    return returned?.symbol?.name === "Promise" ? "api" : undefined;
  }
}

function isPublic(member: ts.Symbol): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (member.declarations ?? []).every(
    (declaration) => !(ts.getCombinedModifierFlags(declaration) & hidden),
  );
}

function methodDeclarations(member: ts.Symbol): readonly ts.MethodDeclaration[] {
  return (member.declarations ?? []).filter(ts.isMethodDeclaration);
}

function returnTypeOf(declaration: ts.MethodDeclaration, checker: ts.TypeChecker) {
  const signature = checker.getSignatureFromDeclaration(declaration);
  return signature && checker.getReturnTypeOfSignature(signature);
}

/**
 * Whether what a method resolves with is a background task: `id`, `status: BackgroundTaskStatus`
 * and `task: BackgroundTaskType`, as in RecoverOut or ReplayOut. `backgroundTask.get` answers with
 * the same fields, but reads a task where the others start one.
 */
function startsTask(declaration: ts.MethodDeclaration, checker: ts.TypeChecker): boolean {
  const returned = returnTypeOf(declaration, checker);
  const value = returned && checker.getAwaitedType(returned);
  if (!value) return false;
  const typeNameOf = (property: string) => {
    const symbol = value.getProperty(property);
    const type = symbol && checker.getTypeOfSymbolAtLocation(symbol, declaration);
    return type && (type.aliasSymbol ?? type.symbol)?.name;
  };
  return (
    value.getProperty("id") !== undefined &&
    typeNameOf("status") === TASK_STATUS_TYPE &&
    typeNameOf("task") === TASK_KIND_TYPE
  );
}
