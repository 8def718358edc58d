import type ts from "typescript";
import type { FunctionNode } from "../callers/index.js";
import type { End } from "./flow.js";
import { sourceOf } from "./form.js";
import { worthOf, type Subject } from "./subject.js";

/** What the program does with a result. */
export type Outcome =
  /** The verdict is looked at here. */
  | { readonly kind: "discharged"; readonly at: ts.Node }
  /** The result or its id goes where it cannot be followed: "stored", "passed to res.json". */
  | { readonly kind: "handedOn"; readonly at: ts.Node; readonly how: string }
  /** It leaves this function; each call of the function is judged where it stands. */
  | { readonly kind: "toCallers"; readonly fn: FunctionNode | ts.Expression }
  /** Nobody can look any more; the reasons are what was done with it instead, none when unused. */
  | { readonly kind: "dropped"; readonly reasons: readonly Reason[] }
  /** The engine cannot tell. */
  | { readonly kind: "unknown"; readonly at: ts.Node };

export interface Reason {
  readonly what: "logged" | "detail" | "tested" | "confirmed";
  readonly at: ts.Node;
}

/**
 * The outcome of all the ends of a value.
 *
 * @param hasCallers whether calls of a function that the value is returned from are known
 */
export function outcomeOf(
  ends: readonly End[],
  subject: Subject,
  hasCallers: (fn: FunctionNode | ts.Expression) => boolean,
): Outcome {
  const meanings = ends.map((end) => ({ end, meaning: meaningOf(end, subject, hasCallers) }));
  const first = (meaning: Meaning): End | undefined =>
    meanings.find((entry) => entry.meaning === meaning)?.end;
  const looked = first("discharged");
  if (looked) return { kind: "discharged", at: looked.node };
  const unknown = first("unknown");
  if (unknown) return { kind: "unknown", at: unknown.node };
  const handedOn = first("handedOn");
  if (handedOn) return { kind: "handedOn", at: handedOn.node, how: handedOn.how ?? "returned" };
  const returned = first("toCallers");
  if (returned?.fn) return { kind: "toCallers", fn: returned.fn };
  return { kind: "dropped", reasons: reasonsOf(ends) };
}

type Meaning = Outcome["kind"];

function meaningOf(
  end: End,
  subject: Subject,
  hasCallers: (fn: FunctionNode | ts.Expression) => boolean,
): Meaning {
  switch (end.kind) {
    case "looked":
      return lookMeaning(end, subject);
    case "unknown":
      return isDetail(end, subject) ? "dropped" : "unknown";
    case "handedOn":
      return handMeaning(end, subject);
    case "returned":
      if (end.fn && hasCallers(end.fn)) return isDetail(end, subject) ? "dropped" : "toCallers";
      return handMeaning(end, subject);
    default:
      return "dropped";
  }
}

function isDetail({ form }: End, subject: Subject): boolean {
  return worthOf(form, subject) === "detail";
}

/** Looking at the status that the operation itself returned is no look. */
function lookMeaning(end: End, subject: Subject): Meaning {
  return isDetail(end, subject) ? "dropped" : "discharged";
}

/** Whoever gets the answer of a later look, or its verdict, can look at it. */
function handMeaning(end: End, subject: Subject): Meaning {
  if (isDetail(end, subject)) return "dropped";
  return sourceOf(end.form.core) === "result" ? "handedOn" : "discharged";
}

function reasonsOf(ends: readonly End[]): readonly Reason[] {
  const reasons: Reason[] = [];
  for (const { kind, node } of ends) {
    if (kind === "logged" || kind === "tested" || kind === "confirmed")
      reasons.push({ what: kind, at: node });
    else reasons.push({ what: "detail", at: node });
  }
  const rank = { confirmed: 0, logged: 1, detail: 2, tested: 3 };
  return reasons.sort((a, b) => rank[a.what] - rank[b.what] || a.at.pos - b.at.pos);
}
