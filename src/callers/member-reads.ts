import ts from "typescript";
import { contextualMembers, memberName } from "./declarations.js";
import type { MentionGroups } from "./mention-groups.js";
import type { Mention, Mentions } from "./mentions.js";
import { memberOf } from "./placement.js";
import { isProjectFile } from "./project-files.js";

/** What is asked of the program. */
interface MemberContext {
  readonly mentions: Mentions;
  readonly groups: MentionGroups;
  readonly checker: ts.TypeChecker;
}

/**
 * Whether somebody takes the member of a type of the project for which a function is written out of its
 * object: `for (const { label, run } of steps)`, for `{ label, run: async () => … }`. Where it is then
 * called is not followed.
 */
export function isMemberRead(fn: ts.Node, { mentions, groups, checker }: MemberContext): boolean {
  const member = memberOf(fn);
  const name = member?.name && memberName(member.name);
  if (member === undefined || name === undefined) return false;
  const members = contextualMembers(member, checker);
  const asked = members.filter((declaration) => !ts.isObjectLiteralElement(declaration));
  // In a list that a generic function gathers, the type that is asked for is the literals' own.
  if (members.length > 0 && asked.length === 0)
    return mentions
      .filesOf(name)
      .some((file) =>
        mentions.inFile(file, name).some(({ parent }) => ts.isBindingElement(parent)),
      );
  return asked
    .filter((declaration) => isProjectFile(declaration.getSourceFile()))
    .some((declaration) => groups.anywhere(name, declaration).some(isTakenOut));
}

function isTakenOut(mention: Mention): boolean {
  const { parent } = mention;
  if (ts.isBindingElement(parent)) return true;
  if (!ts.isPropertyAccessExpression(parent) || parent.name !== mention) return false;
  const { parent: use } = parent;
  const isCalled = ts.isCallExpression(use) && use.expression === parent;
  const isWritten = ts.isBinaryExpression(use) && use.left === parent;
  return !isCalled && !isWritten;
}
