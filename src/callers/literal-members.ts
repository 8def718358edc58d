import ts from "typescript";
import { contextualMembers } from "./declarations.js";
import type { Mentions } from "./mentions.js";

type Written = ReadonlyMap<ts.Declaration, readonly ts.ObjectLiteralElementLike[]>;

const NONE: readonly ts.ObjectLiteralElementLike[] = [];

const known = new WeakMap<Mentions, Map<string, Written>>();

/**
 * The members of object literals that stand for a member of a type, since that type is asked of the
 * literal where it is written (`const desk: Desk = { open() {} }`); in order of file and place.
 */
export function literalMembersFor(
  member: ts.Declaration,
  name: string,
  mentions: Mentions,
  checker: ts.TypeChecker,
): readonly ts.ObjectLiteralElementLike[] {
  let byName = known.get(mentions);
  if (byName === undefined) known.set(mentions, (byName = new Map<string, Written>()));
  let written = byName.get(name);
  if (written === undefined) byName.set(name, (written = writtenAs(name, mentions, checker)));
  return written.get(member) ?? NONE;
}

/** All literal members of that name, by the members that they stand for. */
function writtenAs(name: string, mentions: Mentions, checker: ts.TypeChecker): Written {
  const written = new Map<ts.Declaration, ts.ObjectLiteralElementLike[]>();
  for (const file of mentions.filesOf(name)) {
    for (const { parent } of mentions.inFile(file, name)) {
      if (!ts.isObjectLiteralElementLike(parent) || !ts.isObjectLiteralExpression(parent.parent))
        continue;
      for (const member of new Set(contextualMembers(parent, checker))) {
        const others = written.get(member);
        if (others === undefined) written.set(member, [parent]);
        else others.push(parent);
      }
    }
  }
  return written;
}
