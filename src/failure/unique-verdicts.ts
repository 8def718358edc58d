import type { Judgement, Verdict } from "./verdict.js";

/**
 * Ways in which a handler drops a failure, and in which it lets a forgery pass; where its paths do so
 * in several of a row, the first of these is told.
 */
const ALIKE: readonly (readonly Judgement[])[] = [
  ["successReturned", "onlyLogged", "emptyHandler"],
  ["payloadUsed", "successResponse"],
];

function likesOf(judgement: Judgement): readonly Judgement[] {
  return ALIKE.find((row) => row.includes(judgement)) ?? [judgement];
}

/** One report for each place, judgement and operation; in source order. */
export function unique(verdicts: readonly Verdict[]): Verdict[] {
  const found = new Map<string, Verdict>();
  for (const verdict of verdicts) {
    const { place, judgement, origin, site } = verdict;
    const [what] = likesOf(judgement);
    const key = `${String(place.pos)} ${String(place.end)} ${String(what)} ${String(site.pos)} ${origin.operation}`;
    const known = found.get(key);
    found.set(key, known === undefined ? verdict : joined(known, verdict));
  }
  return [...found.values()].sort((a, b) => a.place.pos - b.place.pos);
}

function joined(one: Verdict, other: Verdict): Verdict {
  if (one.judgement === other.judgement) return one;
  const first = likesOf(one.judgement).find(
    (drop) => drop === one.judgement || drop === other.judgement,
  );
  const modes = [...new Set([...one.modes, ...other.modes])];
  return { ...(first === one.judgement ? one : other), modes };
}
