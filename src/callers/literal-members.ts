import ts from "typescript";
import type { Visibility } from "../sdk/visibility.js";
import { contextualMembers } from "./declarations.js";
import type { Mentions } from "./mentions.js";

/** What is asked of the program. */
interface LiteralContext {
  readonly mentions: Mentions;
  readonly visibility: Visibility;
  readonly checker: ts.TypeChecker;
}

/**
 * The members of object literals that stand for a member of a type, since that type is asked of the
 * literal where it is written (`const desk: Desk = { open() {} }`); in order of file and place.
 */
export function literalMembersFor(
  member: ts.Declaration,
  name: string,
  { mentions, visibility, checker }: LiteralContext,
): readonly ts.ObjectLiteralElementLike[] {
  const found: ts.ObjectLiteralElementLike[] = [];
  // Only who can know of the type can write a literal of it.
  const visible = visibility.of(member.getSourceFile());
  for (const file of mentions.filesOf(name, visible)) {
    for (const { parent } of mentions.inFile(file, name)) {
      if (!ts.isObjectLiteralElementLike(parent) || !ts.isObjectLiteralExpression(parent.parent))
        continue;
      if (contextualMembers(parent, checker).includes(member)) found.push(parent);
    }
  }
  return found;
}
