import ts from "typescript";
import type { Analysis, RootAnalysis } from "./analysis.js";
import { mayHold } from "./assumptions.js";
import { fateOf, type Fate } from "./fate.js";
import { contains, isFunctionNode } from "./roots.js";
import { judgeApi } from "./judge-api.js";
import { judgeVerification } from "./judge-verification.js";
import type { Ending } from "./endings.js";
import type { Trail } from "./state.js";
import type { Judgement, Verdict } from "./verdict.js";

/** What an ending is judged with. */
export interface Case {
  readonly analysis: Analysis;
  readonly root: RootAnalysis;
  readonly ending: Ending;
  readonly fate: Fate;
}

/** What one path amounts to: nothing wrong, or what is wrong and where. */
export interface Finding {
  readonly judgement: Judgement;
  readonly place: ts.Node;
  readonly status?: number | undefined;
}

/** The verdicts on a root: at most one for each place and judgement. */
export function judge(analysis: Analysis, root: RootAnalysis): Verdict[] {
  const verdicts = new Map<string, Verdict>();
  const fine = new Set<string>();
  for (const ending of root.simulated.endings) {
    const origin = root.watch.origins.get(ending.watched);
    if (origin === undefined) continue;
    const family = origin.kind === "verify" ? "verification" : "api";
    const found = findingOf(analysis, root, ending, family);
    if (found !== undefined && hasGoodSibling(analysis, root, ending, found, family)) continue;
    if (isRuledOut(analysis, ending)) continue;
    if (found === undefined) {
      if (ending.watched.mode === "api") fine.add(String(ending.watched.call.pos));
      continue;
    }
    const { trail, watched } = ending;
    const site = trail.throughUnknown === true ? watched.call : trail.site;
    const within = trail.quiet === true ? root.root.getSourceFile() : root.root;
    const place = visible(found.place, within, calledFrom(found, trail, root.root) ?? site);
    const verdict: Verdict = {
      family,
      judgement: found.judgement,
      origin,
      site,
      place: place.node,
      related: place.related,
      mode: watched.mode,
      modes: [watched.mode],
      given: givenBy(ending, root),
      status: found.status,
    };
    const key = `${String(place.node.pos)} ${String(place.node.end)} ${found.judgement} ${family === "api" ? `${String(site.pos)} ${origin.operation}` : ""}`;
    const known = verdicts.get(key);
    const isNew = known?.modes.includes(watched.mode) === false;
    if (known === undefined) verdicts.set(key, verdict);
    else if (isNew) verdicts.set(key, { ...known, modes: [...known.modes, watched.mode] });
  }
  return onlyNetwork([...verdicts.values()], root);
}

/** The value by which a function tells its caller of the failure. */
function givenBy({ watched }: Ending, { watch }: RootAnalysis): Verdict["given"] {
  const met = watch.calls.get(watched.call)?.manifestations.find((one) => one.watched === watched);
  return met?.how === "returns" || met?.how === "resolves" ? met.value : undefined;
}

function findingOf(
  analysis: Analysis,
  root: RootAnalysis,
  ending: Ending,
  family: "api" | "verification",
): Finding | undefined {
  const subject: Case = { analysis, root, ending, fate: fateOf(analysis, root, ending) };
  return family === "api" ? judgeApi(subject) : judgeVerification(subject);
}

/**
 * Whether the other way of an undecided condition ends well: then the code tells failures apart by
 * something that the simulation does not know, and there is nothing to say about this way alone.
 * Where a setting decides (`if (options.strict) throw error`), the failure is dropped for those who have
 * set it so; only what is done about it in place of throwing may be of no use to them.
 * A payload that is used, or a forgery that is answered with success, is wrong whatever the other way does.
 */
function hasGoodSibling(
  analysis: Analysis,
  root: RootAnalysis,
  ending: Ending,
  found: Finding,
  family: "api" | "verification",
): boolean {
  const { guessed, bySetting } = ending.trail;
  if (guessed !== true && bySetting !== true) return false;
  if (family === "verification" && found.judgement !== "wrongStatus") return false;
  const isOtherWay = (other: Ending): boolean =>
    guessed === true
      ? other.trail.guessed === true
      : other.trail.bySetting === true && (family === "verification" || !isThrown(other));
  return root.simulated.endings.some(
    (other) =>
      other !== ending &&
      other.watched === ending.watched &&
      other.trail.lost === undefined &&
      isOtherWay(other) &&
      (family === "verification"
        ? findingOf(analysis, root, other, family)?.judgement !== "wrongStatus"
        : findingOf(analysis, root, other, family) === undefined),
  );
}

/** Whether every call of the function gives it something else than the path takes for granted. */
function isRuledOut({ callers, world }: Analysis, { leaves, trail }: Ending): boolean {
  const { assumes = [] } = trail;
  if (assumes.length === 0 || !isFunctionNode(leaves)) return false;
  const { sites, handedOn } = callers.callSitesOf(leaves);
  return (
    sites.length > 0 &&
    handedOn.length === 0 &&
    sites.every(({ call }) => isCall(call) && !mayHold(assumes, call, leaves, world))
  );
}

function isCall(node: ts.Node): node is ts.CallExpression | ts.NewExpression {
  return ts.isCallExpression(node) || ts.isNewExpression(node);
}

function isThrown({ kind }: Ending): boolean {
  return kind === "throws" || kind === "rejects";
}

/**
 * Where a handler in the linted file has another file answer for it: its own `throw`, or its call of
 * what answers or throws (`return toResponse(error)`). A wrapper around the failing call is no such call.
 */
function calledFrom(
  { judgement }: Finding,
  { thrownAt, madeBy, site }: Trail,
  root: ts.Node,
): ts.Node | undefined {
  if (judgement !== "wrongStatus") return undefined;
  return [thrownAt, madeBy].find(
    (node) => node !== undefined && contains(root, node) && !contains(node, site),
  );
}

/** A place that the reader of the linted file can see: in the root's file, else the call in it. */
function visible(
  node: ts.Node,
  root: ts.Node,
  site: ts.Node,
): { readonly node: ts.Node; readonly related?: ts.Node } {
  return contains(root, node) ? { node } : { node: site, related: node };
}

/** Where ApiException is dealt with and only a network error is dropped, the report says so. */
function onlyNetwork(verdicts: readonly Verdict[], root: RootAnalysis): Verdict[] {
  return verdicts.map((verdict) => {
    if (verdict.mode !== "network" || verdict.family !== "api" || !isSwallowed(verdict.judgement))
      return verdict;
    const apiEndings = root.simulated.endings.filter(
      ({ watched }) => watched.call === verdict.origin.call || watched.call === verdict.site,
    );
    const apiDropped = verdicts.some(
      (other) => other.mode === "api" && other.site === verdict.site,
    );
    return apiDropped || !apiEndings.some(({ watched }) => watched.mode === "api")
      ? verdict
      : { ...verdict, judgement: "networkErrorIgnored" };
  });
}

function isSwallowed(judgement: Judgement): boolean {
  return (
    judgement === "emptyHandler" || judgement === "onlyLogged" || judgement === "successReturned"
  );
}
