import ts from "typescript";
import {
  errorBoundaries,
  type BoundaryKind,
  type ErrorBoundary,
  type FailureShape,
} from "../contract/error-boundaries.js";
import type { Held } from "./call-site.js";
import { contextualMembers, outermost } from "./declarations.js";
import { ancestorsOf } from "./heritage.js";
import { missingName } from "./missing-packages.js";
import type { Mentions } from "./mentions.js";
import { callsGiven } from "./module-calls.js";
import {
  originOf,
  originsOf,
  originsOfAskedType,
  originsOfCallee,
  originsOfType,
  type Origin,
} from "./origin.js";
import { memberOf, placementOf, type Placement } from "./placement.js";

/** Who deals with the error of a function that is handed on. */
export interface Boundary {
  /** configured: named in the settings; the others as in the contract. */
  readonly kind: BoundaryKind | "configured";
  readonly package: string;
  /** The function, type, member or decorator that it was recognised by. */
  readonly name: string;
  readonly reason: string;
  readonly source: string;
  /** Of kind "value": what the failure looks like. */
  readonly failure: FailureShape | undefined;
  /** The call that the function is given to, where there is one. */
  readonly call: ts.CallExpression | ts.NewExpression | undefined;
}

export interface BoundaryOptions {
  /** More boundaries: asked about what is called (or decorates, or is extended) and its type. */
  readonly extra?: (node: ts.Expression, type: ts.Type) => boolean;
}

/**
 * The boundary that a function is handed to, or undefined when nothing is known to deal with its
 * error. Takes the function where it is written, the expression that mentions it where it is handed
 * on, or a promise that is given away (`fromPromise(client.message.create(…))`).
 *
 * Not seen: boundaries that are reached through a variable (`const job = async () => …` handed on
 * elsewhere; ask with the place where it is handed on), and settings of the boundary itself, such as
 * retries switched off.
 */
export function boundaryOf(
  node: ts.Node,
  checker: ts.TypeChecker,
  mentions: Mentions,
  { extra }: BoundaryOptions = {},
): Boundary | undefined {
  const placement = placementOf(node);
  if (extra !== undefined) {
    const configured = configuredBoundary(node, placement, checker, extra);
    if (configured !== undefined) return configured;
  }
  return (
    (placement && ofCall(placement, checker, mentions)) ??
    ofMember(node, checker) ??
    ofAskedType(node, checker) ??
    ofClass(node, checker) ??
    ofModule(node, checker, mentions)
  );
}

/**
 * The boundary that is given an object which holds the function, where it asks for functions in such
 * an object by the name of a property: `Worker.create({ activities: createActivities(svix) })`.
 */
export function boundaryOfHeld(
  held: Held,
  checker: ts.TypeChecker,
  mentions: Mentions,
  { extra }: BoundaryOptions = {},
): Boundary | undefined {
  const { expression } = held.call;
  if (extra?.(expression, checker.getTypeAtLocation(expression)) === true)
    return configured(expression, held.call, checker);
  return ofCall(held, checker, mentions, NAMING_PROPERTIES);
}

const FOR_CALLS = errorBoundaries.filter(isForCalls);
const NAMING_PROPERTIES = FOR_CALLS.filter(({ properties }) => properties !== undefined);

function ofCall(
  { call, index, path }: Placement,
  checker: ts.TypeChecker,
  mentions: Mentions,
  candidates: readonly ErrorBoundary[] = FOR_CALLS,
): Boundary | undefined {
  const rows = candidates.filter((row) => takes(row, index, call.arguments?.length ?? 0, path));
  if (rows.length === 0) return undefined;
  for (const origin of originsOfCallee(call, checker)) {
    const row = rows.find(
      (candidate) =>
        declares(candidate, origin) &&
        (candidate.calls?.includes(origin.name) ?? true) &&
        (candidate.mentions === undefined || isMentioned(mentions, candidate.mentions)),
    );
    if (row !== undefined) return boundary(row, origin, call);
  }
  return undefined;
}

function isForCalls({
  members,
  types,
  extends: base,
  decorators,
  modules,
}: ErrorBoundary): boolean {
  return (members ?? types ?? base ?? decorators ?? modules) === undefined;
}

function takes(
  { argument, properties }: ErrorBoundary,
  index: number,
  count: number,
  path: readonly string[],
): boolean {
  if (argument === "last" ? index !== count - 1 : argument !== undefined && argument !== index)
    return false;
  return properties === undefined || (path[0] !== undefined && properties.includes(path[0]));
}

function declares(row: ErrorBoundary, origin: Origin): boolean {
  if (!row.packages.includes(origin.package)) return false;
  return (
    row.on === undefined || (origin.container !== undefined && row.on.includes(origin.container))
  );
}

/**
 * `useMutation({ mutationFn: send })`: by the member that the asked type declares, or by its name
 * where a missing package's function is called.
 */
function ofMember(node: ts.Node, checker: ts.TypeChecker): Boundary | undefined {
  const member = memberOf(ts.isExpression(node) ? outermost(node) : node);
  if (member === undefined) return undefined;
  const origins = contextualMembers(member, checker).flatMap(
    (declaration) => originOf(declaration) ?? [],
  );
  const placement = placementOf(node);
  const byType = firstMatch(
    origins,
    (row, origin) => row.members?.includes(origin.name) ?? false,
    placement?.call,
  );
  if (byType !== undefined || placement === undefined) return byType;
  const missing = missingName(placement.call.expression, checker);
  const name = placement.path.at(-1) ?? "";
  const row = errorBoundaries.find(
    ({ members, packages }) =>
      missing !== undefined &&
      members?.includes(name) === true &&
      packages.includes(missing.package),
  );
  return row && missing && boundary(row, { ...missing, container: undefined }, placement.call);
}

/** `const handler: SQSHandler = async (event) => …`: by the type that the function is asked to have. */
function ofAskedType(node: ts.Node, checker: ts.TypeChecker): Boundary | undefined {
  return firstMatch(
    originsOfAskedType(node, checker),
    (row, origin) => row.types?.includes(origin.name) ?? false,
  );
}

function firstMatch(
  origins: readonly Origin[],
  matches: (row: ErrorBoundary, origin: Origin) => boolean,
  call?: ts.CallExpression | ts.NewExpression,
): Boundary | undefined {
  for (const origin of origins) {
    const row = errorBoundaries.find(
      (candidate) => declares(candidate, origin) && matches(candidate, origin),
    );
    if (row !== undefined) return boundary(row, origin, call);
  }
  return undefined;
}

/** `class Jobs extends WorkerHost { process() {} }`, `@Process() send() {}` */
function ofClass(node: ts.Node, checker: ts.TypeChecker): Boundary | undefined {
  if (!ts.isMethodDeclaration(node) || !ts.isClassLike(node.parent)) return undefined;
  const method = node.name.getText();
  const bases = [
    ...[...ancestorsOf(node.parent, checker)].flatMap((base) => originOf(base) ?? []),
    ...baseOf(node.parent).flatMap((base) => originsOf(base, checker)),
  ];
  const byBase = firstMatch(
    bases,
    (row, origin) => row.extends?.base === origin.name && row.extends.methods.includes(method),
  );
  if (byBase !== undefined) return byBase;
  const decorators = decoratorsOf(node).flatMap((decorator) => originsOf(decorator, checker));
  return firstMatch(decorators, (row, origin) => row.decorators?.includes(origin.name) ?? false);
}

/** What a class extends, as it is written. */
function baseOf({ heritageClauses }: ts.ClassLikeDeclaration): readonly ts.Expression[] {
  const clause = heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  return clause?.types.map(({ expression }) => expression) ?? [];
}

/** What the decorators of a class or member name, without their arguments. */
export function decoratorsOf(node: ts.HasDecorators): readonly ts.Expression[] {
  return (ts.getDecorators(node) ?? []).map(({ expression }) =>
    ts.isCallExpression(expression) ? expression.expression : expression,
  );
}

/** Temporal: `proxyActivities<typeof activities>()`, `Worker.create({ activities })`. */
function ofModule(
  node: ts.Node,
  checker: ts.TypeChecker,
  mentions: Mentions,
): Boundary | undefined {
  const named = ts.isVariableDeclaration(node.parent)
    ? node.parent
    : ts.isFunctionDeclaration(node)
      ? node
      : undefined;
  const module = checker.getSymbolAtLocation(node.getSourceFile());
  if (
    named === undefined ||
    module === undefined ||
    (ts.getCombinedModifierFlags(named) & ts.ModifierFlags.Export) === 0
  ) {
    return undefined;
  }
  for (const row of errorBoundaries) {
    if (row.modules === undefined || !isNamedIn(mentions, row.packages)) continue;
    for (const name of row.calls ?? []) {
      for (const call of callsGiven(module, name, mentions, checker)) {
        const origin = originsOfCallee(call, checker).find((found) => declares(row, found));
        if (origin !== undefined) return boundary(row, origin, call);
      }
    }
  }
  return undefined;
}

/** Whether any file of the project names one of the packages: without that nobody calls them. */
function isNamedIn(mentions: Mentions, packages: readonly string[]): boolean {
  return packages.some((name) => isMentioned(mentions, name));
}

const mentioned = new WeakMap<Mentions, Map<string, boolean>>();

/** Whether a text stands in any file of the project. */
function isMentioned(mentions: Mentions, searched: string): boolean {
  let known = mentioned.get(mentions);
  if (known === undefined) mentioned.set(mentions, (known = new Map<string, boolean>()));
  let isThere = known.get(searched);
  if (isThere === undefined) {
    isThere = mentions.files.some(({ text }) => text.includes(searched));
    known.set(searched, isThere);
  }
  return isThere;
}

function configuredBoundary(
  node: ts.Node,
  placement: Placement | undefined,
  checker: ts.TypeChecker,
  extra: (node: ts.Expression, type: ts.Type) => boolean,
): Boundary | undefined {
  const candidates: ts.Expression[] = placement === undefined ? [] : [placement.call.expression];
  if (ts.isMethodDeclaration(node) && ts.isClassLike(node.parent)) {
    candidates.push(...decoratorsOf(node), ...baseOf(node.parent));
  }
  const found = candidates.find((candidate) =>
    extra(candidate, checker.getTypeAtLocation(candidate)),
  );
  return found && configured(found, placement?.call, checker);
}

function configured(
  found: ts.Expression,
  call: Boundary["call"],
  checker: ts.TypeChecker,
): Boundary {
  const [origin] = [
    ...originsOf(found, checker),
    ...originsOfType(checker.getTypeAtLocation(found)),
  ];
  return {
    kind: "configured",
    package: origin?.package ?? "",
    name: found.getText(),
    reason: "the settings name it as an error boundary",
    source: "settings.svix.errorBoundaries",
    failure: undefined,
    call,
  };
}

function boundary(row: ErrorBoundary, origin: Origin, call: Boundary["call"]): Boundary {
  const { kind, reason, source, failure } = row;
  return { kind, package: origin.package, name: origin.name, reason, source, failure, call };
}
