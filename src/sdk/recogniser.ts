import ts from "typescript";
import { accessedName, withoutWrapping } from "./callee.js";
import type { SdkPackage } from "./packages.js";
import { surfaceOf, type SdkMethod, type SdkSurface } from "./surface.js";

/** A call of the SDK that the contract knows. */
export interface SvixCall {
  readonly call: ts.CallExpression;
  /** "message.create", "endpoint.replayMissing", "Webhook.verify", "operationalWebhook.endpoint.create" … */
  readonly operation: string;
  /** Property path without the method: "message", "Webhook". */
  readonly resource: string;
  readonly method: string;
  /**
   * api: talks to the network and returns a promise; verify: checks a signature and throws
   * synchronously; sign: `Webhook#sign`.
   */
  readonly kind: "api" | "verify" | "sign";
  /** Whether postconditions.json lists the operation with hazard "rejects" (api) or "throws" (verify). */
  readonly contracted: boolean;
  /** Whether the call's (awaited) type carries a background task in the installed SDK. */
  readonly returnsTask: boolean;
  /** The package that declares the method; undefined for a verifier that the host configured. */
  readonly package: SdkPackage | undefined;
}

export interface SvixConstruction {
  readonly node: ts.NewExpression;
  readonly className: "Svix" | "Webhook";
  readonly package: SdkPackage;
}

/** The SDK's own error classes, and the standard class that its network failures have. */
export type ErrorClass = "ApiException" | "WebhookVerificationError" | "Error";

/** The one door of sdk/: is this a Svix call, and which? Never throws. */
export interface Recogniser {
  callOf(node: ts.CallExpression): SvixCall | undefined;
  constructionOf(node: ts.NewExpression): SvixConstruction | undefined;
  /** Which SDK error class (or the global Error) an expression such as the right side of `instanceof` names. */
  errorClassOf(node: ts.Expression): ErrorClass | undefined;
}

/**
 * A further function that throws on a bad signature: answers the operation's name for its calls.
 * The host makes it of `settings.svix.verifiers`.
 */
export type ExtraVerifier = (
  call: ts.CallExpression,
  checker: ts.TypeChecker,
) => string | undefined;

export interface RecogniserOptions {
  readonly extraVerifier?: ExtraVerifier | undefined;
}

const NO_VERIFIER: ExtraVerifier = () => undefined;

const recognisers = new WeakMap<
  ts.Program,
  WeakMap<ExtraVerifier, Recogniser | "none">
>();

/**
 * The recogniser of a program, or undefined when no file of the SDK's packages is loaded in it (and
 * no further verifier is configured). Made once per program and verifier.
 */
export function recogniserOf(
  program: ts.Program,
  { extraVerifier = NO_VERIFIER }: RecogniserOptions = {},
): Recogniser | undefined {
  let ofProgram = recognisers.get(program);
  if (!ofProgram) recognisers.set(program, (ofProgram = new WeakMap()));
  let recogniser = ofProgram.get(extraVerifier);
  if (!recogniser) {
    const surface = surfaceOf(program);
    recogniser =
      surface || extraVerifier !== NO_VERIFIER
        ? new TypedRecogniser(program, surface ?? NOTHING, extraVerifier)
        : "none";
    ofProgram.set(extraVerifier, recogniser);
  }
  return recogniser === "none" ? undefined : recogniser;
}

const NOTHING: SdkSurface = {
  methods: new Map(),
  methodNames: new Set(),
  constructible: new Map(),
  errors: new Map(),
};

class TypedRecogniser implements Recogniser {
  private readonly checker: ts.TypeChecker;
  private readonly calls = new WeakMap<ts.CallExpression, SvixCall | "none">();

  constructor(
    private readonly program: ts.Program,
    private readonly surface: SdkSurface,
    private readonly extraVerifier: ExtraVerifier,
  ) {
    this.checker = program.getTypeChecker();
  }

  callOf(node: ts.CallExpression): SvixCall | undefined {
    let known = this.calls.get(node);
    if (!known) {
      known = this.recognise(node) ?? "none";
      this.calls.set(node, known);
    }
    return known === "none" ? undefined : known;
  }

  private recognise(call: ts.CallExpression): SvixCall | undefined {
    const method = this.methodOf(withoutWrapping(call.expression));
    if (method) {
      const { operation, resource, kind, contracted, returnsTask } = method;
      return { call, operation, resource, method: method.method, kind, contracted, returnsTask, package: method.package };
    }
    const operation = this.extraVerifier(call, this.checker);
    if (operation === undefined) return undefined;
    const dot = operation.lastIndexOf(".");
    return {
      call,
      operation,
      resource: operation.slice(0, Math.max(dot, 0)),
      method: operation.slice(dot + 1),
      kind: "verify",
      contracted: true,
      returnsTask: false,
      package: undefined,
    };
  }

  private methodOf(callee: ts.Expression): SdkMethod | undefined {
    const name = accessedName(callee);
    if (name !== undefined && !this.surface.methodNames.has(name)) return undefined;
    const place = ts.isPropertyAccessExpression(callee)
      ? callee.name
      : ts.isElementAccessExpression(callee)
        ? callee.argumentExpression
        : callee;
    const symbol = this.checker.getSymbolAtLocation(place);
    const declared = symbol && this.methodDeclaredBy(symbol.declarations);
    if (declared) return declared;
    if (!symbol || symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Method)) return undefined;
    const type = this.checker.getTypeAtLocation(callee);
    const signatures = type.getCallSignatures().flatMap((s) => s.declaration ?? []);
    return this.methodDeclaredBy(signatures);
  }

  private methodDeclaredBy(declarations: readonly ts.Node[] | undefined): SdkMethod | undefined {
    for (const declaration of declarations ?? []) {
      const method = this.surface.methods.get(declaration);
      if (method) return method;
    }
    return undefined;
  }

  constructionOf(node: ts.NewExpression): SvixConstruction | undefined {
    if (this.surface.constructible.size === 0) return undefined;
    const found = this.constructibleOf(this.checker.getTypeAtLocation(node), 0);
    return found && { node, ...found };
  }

  private constructibleOf(type: ts.Type, depth: number): Omit<SvixConstruction, "node"> | undefined {
    for (const declaration of type.symbol?.declarations ?? []) {
      const found = this.surface.constructible.get(declaration);
      if (found) return found;
    }
    if (depth > 10) return undefined;
    for (const base of type.getBaseTypes() ?? []) {
      const found = this.constructibleOf(base, depth + 1);
      if (found) return found;
    }
    return undefined;
  }

  errorClassOf(node: ts.Expression): ErrorClass | undefined {
    const symbol = this.checker.getTypeAtLocation(withoutWrapping(node)).symbol;
    for (const declaration of symbol?.declarations ?? []) {
      const found = this.surface.errors.get(declaration);
      if (found) return found;
      const isGlobal = this.program.isSourceFileDefaultLibrary(declaration.getSourceFile());
      if (isGlobal && symbol?.name === "ErrorConstructor") return "Error";
    }
    return undefined;
  }
}
