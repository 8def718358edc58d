import ts from "typescript";
import { namedAccessOf, withoutWrapping } from "./callee.js";
import { checkerOf } from "./checker.js";
import { constructedClassOf, errorClassNamedBy } from "./class-identity.js";
import { filesNamingErrors, namesErrorsWithoutSdk } from "./declared-errors.js";
import { HeldMethods } from "./held-method.js";
import type { SdkPackage } from "./packages.js";
import { visibilityOf } from "./visibility.js";
import { surfaceOf, type SdkErrorClass, type SdkSurface } from "./surface.js";

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
  /**
   * Whether the contract has an entry of hazard "rejects" for the operation. A verifier always is
   * contracted: what holds for `Webhook.verify` holds for each.
   */
  readonly contracted: boolean;
  /** Whether the call starts a background task and says so, in the installed SDK. */
  readonly returnsTask: boolean;
  /** The package that declares the method; undefined for a verifier that the host configured. */
  readonly package: SdkPackage | undefined;
  /**
   * What the method itself is given, also through `.call`, `.apply` and bound arguments; undefined
   * where that cannot be told (`create.apply(message, list)`).
   */
  readonly args: readonly ts.Expression[] | undefined;
  /** Names of the types that the SDK declares for the method's parameters: "MessageIn". */
  readonly parameterTypes: readonly (string | undefined)[];
  /** Index of the parameter whose type has an `idempotencyKey`; undefined where there is none. */
  readonly idempotencyParameter: number | undefined;
}

/** `new Svix(…)` or `new Webhook(…)`, or `super(…)` of a class that extends one. */
export interface SvixConstruction {
  readonly node: ts.NewExpression | ts.CallExpression;
  readonly className: "Svix" | "Webhook";
  readonly package: SdkPackage;
}

/** The SDK's own error classes, and the standard class that its network failures have. */
export type ErrorClass = SdkErrorClass | "Error";

/** The one door of sdk/: is this a Svix call, and which? Never throws. */
export interface Recogniser {
  callOf(node: ts.CallExpression): SvixCall | undefined;
  /** Takes `new X(…)` or `super(…)`. */
  constructionOf(node: ts.NewExpression | ts.CallExpression): SvixConstruction | undefined;
  /** Which SDK error class (or the global Error) an expression such as the right side of `instanceof` names. */
  errorClassOf(node: ts.Expression): ErrorClass | undefined;
  /**
   * The files that can know of something that fails as the SDK does: they import the SDK, or a file
   * that documents such failures, directly or through others. "all" where that cannot be told, as
   * with verifiers that the settings name.
   */
  filesKnowing(): ReadonlySet<ts.SourceFile> | "all";
}

/**
 * A further function that throws on a bad signature: answers the operation's name for its calls.
 * The host makes it of the settings, and keeps its identity for as long as they stay the same.
 */
export type ExtraVerifier = (
  call: ts.CallExpression,
  checker: ts.TypeChecker,
) => string | undefined;

export interface RecogniserOptions {
  readonly extraVerifier?: ExtraVerifier | undefined;
}

const NO_VERIFIER: ExtraVerifier = () => undefined;

const NO_SDK: SdkSurface = {
  methods: new Map(),
  methodNames: new Set(),
  constructible: new Map(),
  errors: new Map(),
};

type Known = WeakMap<ExtraVerifier, { readonly recogniser: Recogniser | undefined }>;

const recognisers = new WeakMap<ts.Program, Known>();

/**
 * The recogniser of a program, or undefined when no file of the SDK's packages is loaded in it (and
 * no further verifier is configured, and no other package of the workspace declares its errors). Made once per program and verifier.
 */
export function recogniserOf(
  program: ts.Program,
  { extraVerifier = NO_VERIFIER }: RecogniserOptions = {},
): Recogniser | undefined {
  let known = recognisers.get(program);
  if (!known) recognisers.set(program, (known = new WeakMap()));
  let entry = known.get(extraVerifier);
  if (!entry) {
    entry = { recogniser: withinStack(() => newRecogniser(program, extraVerifier)) };
    known.set(extraVerifier, entry);
  }
  return entry.recogniser;
}

function newRecogniser(program: ts.Program, extraVerifier: ExtraVerifier): Recogniser | undefined {
  const surface =
    surfaceOf(program) ?? (hasOtherSource(program, extraVerifier) ? NO_SDK : undefined);
  return surface && new TypedRecogniser(program, surface, extraVerifier);
}

/** Whether there are failures to speak of in a program that does not load the SDK. */
function hasOtherSource(program: ts.Program, extraVerifier: ExtraVerifier): boolean {
  return extraVerifier !== NO_VERIFIER || namesErrorsWithoutSdk(program);
}

class TypedRecogniser implements Recogniser {
  private readonly checker: ts.TypeChecker;
  private readonly methods: HeldMethods;
  private importing: ReadonlySet<ts.SourceFile> | "all" | undefined;
  private readonly calls = new WeakMap<ts.CallExpression, SvixCall | "none">();

  constructor(
    private readonly program: ts.Program,
    private readonly surface: SdkSurface,
    private readonly extraVerifier: ExtraVerifier,
  ) {
    this.checker = checkerOf(program);
    this.methods = new HeldMethods(program, surface);
  }

  callOf(node: ts.CallExpression): SvixCall | undefined {
    let known = this.calls.get(node);
    if (!known) {
      known = withinStack(() => this.sdkCallOf(node) ?? this.configuredCallOf(node)) ?? "none";
      this.calls.set(node, known);
    }
    return known === "none" ? undefined : known;
  }

  constructionOf(node: ts.NewExpression | ts.CallExpression): SvixConstruction | undefined {
    const constructed = ts.isNewExpression(node) ? node.expression : extendedAround(node);
    const found =
      constructed && withinStack(() => constructedClassOf(constructed, this.surface, this.checker));
    return found && { node, ...found };
  }

  errorClassOf(node: ts.Expression): ErrorClass | undefined {
    return withinStack(() => errorClassNamedBy(node, this.surface, this.program));
  }

  private sdkCallOf(call: ts.CallExpression): SvixCall | undefined {
    if (!this.mayKnowSdk(call.getSourceFile())) return undefined;
    const callee = withoutWrapping(call.expression);
    const access = namedAccessOf(callee);
    // create.call(message, …), create.apply(message, […])
    const through = access?.name === "call" || access?.name === "apply" ? access : undefined;
    const held = this.methods.heldBy(through ? through.object : callee);
    if (!held) return undefined;
    const { method, bound } = held;
    const given = through ? argumentsPassedOn(call, through.name) : call.arguments;
    const args = given && [...bound, ...given];
    const { operation, resource, kind, contracted, signature } = method;
    return {
      ...{ call, operation, resource, method: method.method, kind, contracted },
      ...{ package: method.package, args, ...signature },
    };
  }

  filesKnowing(): ReadonlySet<ts.SourceFile> | "all" {
    return this.extraVerifier === NO_VERIFIER ? this.importers() : "all";
  }

  private importers(): ReadonlySet<ts.SourceFile> | "all" {
    if (this.importing === undefined) {
      const declaring = [...this.surface.methods.keys()].map((method) => method.getSourceFile());
      const sources = new Set([...declaring, ...filesNamingErrors(this.program)]);
      this.importing = visibilityOf(this.program).ofAny(sources) ?? "all";
    }
    return this.importing;
  }

  /** Whether a file imports the SDK, directly or through others: no other file has its types. */
  private mayKnowSdk(file: ts.SourceFile): boolean {
    const importing = this.importers();
    return importing === "all" || importing.has(file);
  }

  private configuredCallOf(call: ts.CallExpression): SvixCall | undefined {
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
      args: call.arguments,
      parameterTypes: [],
      idempotencyParameter: undefined,
    };
  }
}

function argumentsPassedOn(
  { arguments: given }: ts.CallExpression,
  through: string,
): readonly ts.Expression[] | undefined {
  if (through === "call") return given.slice(1);
  const list = given[1] && withoutWrapping(given[1]);
  return list && ts.isArrayLiteralExpression(list) ? list.elements : undefined;
}

/**
 * The answer, or undefined where TypeScript runs out of stack: binder and checker descend one level
 * for each link of a chain and give up at about a thousand (`a.b().b().b()…`, in generated code).
 */
function withinStack<Answer>(ask: () => Answer | undefined): Answer | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What the class extends whose constructor makes this call of `super`. */
function extendedAround({ expression }: ts.CallExpression): ts.Expression | undefined {
  if (expression.kind !== ts.SyntaxKind.SuperKeyword) return undefined;
  const clauses = ts.findAncestor(expression, ts.isClassLike)?.heritageClauses;
  return clauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;
}
