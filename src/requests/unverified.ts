import ts from "typescript";
import { checkerOf } from "../sdk/checker.js";
import type { Recogniser } from "../sdk/recogniser.js";
import { choicesAround } from "./chosen-checks.js";
import { symbolOf } from "./declarations.js";
import { isDefaultLogger } from "../sdk/logger-names.js";
import { isLogging, type IsLogger } from "./logging.js";
import { signalOf, type Decision, type Path, type Value } from "./path-values.js";
import { preparingCalls, requestOrigin } from "./request-origin.js";
import { settled, unwrapped, visit, type FunctionWithBody } from "./syntax.js";
import { verifySitesOf, type VerifySite } from "./verify-sites.js";
import { body, executeAll } from "./walk/statements.js";
import { OverBudget, Walk, type Outcome } from "./walk/walk.js";

/** A way on which a message is believed that nobody verified. */
export type Unverified =
  /** The condition that leads past verification. */
  | { readonly kind: "skippable"; readonly node: ts.Node; readonly decision: Decision }
  /** The first use of the payload, which comes before verification. */
  | { readonly kind: "usedBefore"; readonly node: ts.Node }
  /** Data of the request that the signature does not cover, used beside the verified body. */
  | { readonly kind: "otherData"; readonly node: ts.Node };

/**
 * Where a file believes messages before, or without, verifying them.
 *
 * Every function that has the request of a verification (or gets the body to verify) is walked path
 * by path, into the functions of the program that it calls. A path that ends after using something
 * derived from the body is compared with the paths that verify: the condition where they part is
 * what skips. What happens when verification fails is not looked at.
 *
 * Silent where the part is a choice of route or method, where the other path checks the sender in
 * another way, and where a function has more paths than can be walked.
 */
export function unverifiedUses(
  file: ts.SourceFile,
  program: ts.Program,
  sdk: Recogniser,
  isLogger?: IsLogger,
): readonly Unverified[] {
  const checker = checkerOf(program);
  const byRoot = new Map<
    FunctionWithBody | undefined,
    { sites: VerifySite[]; seeds: Map<ts.Symbol, Value> }
  >();
  const found: Unverified[] = [];
  for (const site of verifySitesOf(program, sdk).in(file)) {
    for (const decision of choicesAround(site.call, program))
      found.push({ kind: "skippable", node: decision.test, decision });
    const origin = requestOrigin(site, checker);
    if (!origin) continue;
    const entry = byRoot.get(origin.root) ?? { sites: [], seeds: new Map<ts.Symbol, Value>() };
    byRoot.set(origin.root, entry);
    entry.sites.push(site);
    for (const [symbol, value] of origin.seeds) entry.seeds.set(symbol, value);
  }
  for (const [root, { sites, seeds }] of byRoot) {
    const preparing = new Set(sites.flatMap((site) => [...preparingCalls(site, checker)]));
    const walk = new Walk(program, sdk, preparing, seeds, isLogger ?? isDefaultLogger);
    const outcomes = walked(root, file, walk);
    if (outcomes) found.push(...judged(outcomes, walk, root === undefined));
  }
  return distinct(found).filter(({ node }) => node.getSourceFile() === file);
}

function walked(
  root: FunctionWithBody | undefined,
  file: ts.SourceFile,
  walk: Walk,
): readonly Outcome[] | undefined {
  const start: Path = {
    verified: false,
    decisions: [],
    values: walk.seeds,
    facts: new Map(),
    use: undefined,
    acted: false,
  };
  try {
    if (!root)
      return executeAll(file.statements, start, walk).map(({ path }) => ({ path, value: {} }));
    walk.stack.push(root);
    return body(root, start, walk);
  } catch (error) {
    if (error instanceof OverBudget) return undefined;
    throw error;
  }
}

function judged(
  outcomes: readonly Outcome[],
  walk: Walk,
  isModule: boolean,
): readonly Unverified[] {
  const found: Unverified[] = [...walk.usedBefore].map((node) => ({ kind: "usedBefore", node }));
  const verified = outcomes.filter(({ path }) => path.verified);
  for (const { path, value } of outcomes) {
    if (path.verified) continue;
    const early =
      path.use?.at ??
      (!isModule && reportsSuccess(path, value, verified, walk)
        ? path.decisions.length
        : undefined);
    if (early === undefined || (path.use && walk.usedBefore.has(path.use.node))) continue;
    if (path.use && isRefusedBehind(path.use.node)) continue;
    const skips = skippingDecision(path.decisions, walk.verifiedBy, early);
    if (skips && !isRouting(skips, walk))
      found.push({ kind: "skippable", node: skips.test, decision: skips });
  }
  for (const node of walk.otherData)
    if (!selectsSecret(node, walk)) found.push({ kind: "otherData", node });
  return found;
}

/**
 * Whether nothing but an answer that refuses follows in the block around a use: what is kept of the
 * message there is no work that it asks for, `if (!genuine) { await evidence.keep(raw); return
 * c.text("no", 403); }`.
 */
function isRefusedBehind(use: ts.Node): boolean {
  const block = ts.findAncestor(use, ts.isBlock);
  if (block === undefined || ts.isFunctionLike(block.parent)) return false;
  const last = block.statements.at(-1);
  if (last === undefined || !(ts.isReturnStatement(last) || ts.isThrowStatement(last)))
    return false;
  const behind = block.statements.filter(({ pos }) => pos >= use.end);
  const answer = behind.map((statement) => statement.getText()).join("\n");
  return behind.length <= MOST_OF_AN_ANSWER && REFUSES.test(answer) && !ACCEPTS.test(answer);
}

/** `context.reject(403); return;` */
const MOST_OF_AN_ANSWER = 2;

/** Statuses as they are written in an answer. */
const REFUSES = /\b[45]\d\d\b/u;
const ACCEPTS = /\b2\d\d\b/u;

/**
 * Whether a function that only checks says on this path what it says after verification: true, the
 * payload, or nothing at all when it has done nothing but log.
 */
function reportsSuccess(
  path: Path,
  value: Value,
  verified: readonly Outcome[],
  walk: Walk,
): boolean {
  if (walk.processes || verified.length === 0) return false;
  const signal = signalOf(value);
  const isSame = verified.some((outcome) => signalOf(outcome.value) === signal);
  if (!isSame) return false;
  if (signal === "=undefined")
    return !path.acted && verified.every((outcome) => signalOf(outcome.value) === signal);
  return signal === "=true" || signal === "payload" || /^\{\w+:true\}$/u.test(signal);
}

/**
 * The choice that leads a path past verification: of the path that verifies and goes along with it
 * the longest, the last condition that both met and answered differently. Where an earlier choice has
 * settled it (`if (!secret && !relaxed) refuse; … if (!relaxed) verify`), that later one is what skips.
 */
function skippingDecision(
  taken: readonly Decision[],
  verifiedBy: readonly (readonly Decision[])[],
  before: number,
): Decision | undefined {
  let best: { readonly shared: number; readonly parting: readonly number[] } | undefined;
  for (const other of verifiedBy) {
    let shared = 0;
    while (shared < taken.length && shared < other.length && isSame(taken[shared], other[shared]))
      shared += 1;
    if (shared >= other.length || (best && shared < best.shared)) continue;
    const parting = partingOf(taken.slice(0, before), other, shared);
    if (!best || shared > best.shared || parting.length < best.parting.length)
      best = { shared, parting };
  }
  if (!best || best.shared >= before) return undefined;
  return taken[best.parting.at(-1) ?? best.shared];
}

/** Where, from some choice on, a path answers a condition otherwise than another path does. */
function partingOf(
  taken: readonly Decision[],
  other: readonly Decision[],
  from: number,
): readonly number[] {
  const rest = other.slice(from);
  return taken.flatMap((one, index) => {
    const same = rest.find(({ leaf }) => leaf === one.leaf);
    return index >= from && same && same.taken !== one.taken ? [index] : [];
  });
}

function isSame(a: Decision | undefined, b: Decision | undefined): boolean {
  return a?.leaf === b?.leaf && a?.taken === b?.taken;
}

const ROUTING =
  /\b(?:method|url|path|rawPath|pathname|originalUrl|baseUrl|route|routeKey|routePath|resource|params)\b/iu;
/** What the program itself has written beside a route: Nest's metadata and context, Fastify's options. */
const OF_THE_ROUTE =
  /\b(?:reflector|getHandler\(\)|getClass\(\)|(?:ctx|context|host)\.getType\b|routeOptions|routeConfig)/iu;
/** Parts of a URL that the sender chooses for itself, whichever route it is for. */
const CHOSEN_BY_SENDER = /\b(?:host|hostname|searchParams|search|query)\b/iu;
const ASKS_FOR_QUERY = /includes\(["'`]\?/iu;
/** `"/search"` is a route like any other. */
const LITERALS = /(["'`])(?:\\.|(?!\1)[^\\])*\1/gu;
/** What verification is made with. */
const SECRET = /secret|signing/iu;

/** `req.method !== "POST"`, `path.startsWith("/hooks")`, also by way of a variable. */
function isRouting({ test, leaf }: Decision, walk: Walk): boolean {
  const text = test.getText();
  if (ASKS_FOR_QUERY.test(text) || CHOSEN_BY_SENDER.test(text.replace(LITERALS, ""))) return false;
  if (ROUTING.test(text) || OF_THE_ROUTE.test(text)) return true;
  // `secret && !matches(secret, body)`: whether there is one, whatever it was looked up by.
  if (SECRET.test(leaf.getText()) && asksForPresence(leaf)) return false;
  let found = false;
  visit(test, (node) => {
    if (!ts.isIdentifier(node) || found) return;
    const declaration = ts.findAncestor(
      symbolOf(node, walk.checker)?.valueDeclaration,
      (each) => !ts.isBindingElement(each) && !ts.isBindingName(each),
    );
    found =
      declaration !== undefined &&
      ts.isVariableDeclaration(declaration) &&
      declaration.initializer !== undefined &&
      (OF_THE_ROUTE.test(declaration.initializer.getText()) ||
        (ROUTING.test(valueText(declaration.initializer)) &&
          !(walk.preparing.has(settled(declaration.initializer)) && asksForPresence(test))));
  });
  return found;
}

/**
 * `tenant.secret`, `tenant.verifies`, not `provider === "github"`. Of what verification itself is made
 * with, this asks whether there is something to verify with, whatever it was looked up by.
 */
function asksForPresence(test: ts.Node): boolean {
  let compares = ts.isSwitchStatement(test.parent);
  visit(test, (node) => {
    compares ||= ts.isStringLiteralLike(node) || ts.isCallExpression(node);
  });
  return !compares;
}

/**
 * The text of a value without the key it was looked up by: whether `webhooks[params.provider]` or
 * `secrets.get(params.tenant)` is there is no question of the route, but of what can be verified.
 */
function valueText(initializer: ts.Expression): string {
  const node = settled(initializer);
  if (ts.isElementAccessExpression(node)) return node.expression.getText();
  const isLookup =
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === "get";
  return isLookup ? node.expression.getText() : node.getText();
}

/** Whether the same data chooses the secret, or is given to a log only. */
function selectsSecret(node: ts.Expression, walk: Walk): boolean {
  const text = node.getText();
  const call = node.parent;
  if (ts.isCallExpression(call) && isLogging(call, walk.isLogger)) return true;
  if ([...walk.preparing].some((preparing) => preparing !== call && mentions(preparing, text)))
    return true;
  const owner = lookedUp(node, walk);
  return owner !== undefined && [...walk.preparing].some((made) => isMadeWith(made, owner));
}

/** The record of which something is taken: `tenant` of `tenant.id`, where it was looked up. */
function lookedUp(node: ts.Expression, walk: Walk): string | undefined {
  const member = unwrapped(node);
  if (!ts.isPropertyAccessExpression(member) || !ts.isIdentifier(member.expression))
    return undefined;
  const declaration = symbolOf(member.expression, walk.checker)?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer)
    return undefined;
  const lookup = settled(declaration.initializer);
  return ts.isCallExpression(lookup) && !READS.test(lookup.expression.getText())
    ? member.expression.text
    : undefined;
}

/** What takes the request itself apart, and looks nothing up. */
const READS = /(?:json|parse|text|formData|body|query|get)$/iu;

/** `new Webhook(tenant.secret)`: whoever names another record has another secret to sign with. */
function isMadeWith(made: ts.Node, owner: string): boolean {
  return (
    ts.isNewExpression(made) &&
    (made.arguments ?? []).some((argument) => {
      const secret = unwrapped(argument);
      return (
        ts.isPropertyAccessExpression(secret) &&
        ts.isIdentifier(secret.expression) &&
        secret.expression.text === owner
      );
    })
  );
}

function mentions(node: ts.Node, text: string): boolean {
  return node.getText().includes(text);
}

function distinct(found: readonly Unverified[]): readonly Unverified[] {
  const seen = new Map<ts.Node, Unverified>();
  for (const one of found) if (!seen.has(one.node)) seen.set(one.node, one);
  return [...seen.values()];
}
