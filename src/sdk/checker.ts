import type ts from "typescript";

const checkers = new WeakMap<ts.Program, ts.TypeChecker>();

/**
 * The program's type checker, which remembers what it was asked about a node.
 *
 * TypeScript looks a name up scope by scope, and works out narrowed types, anew for each question;
 * all rules ask about the same nodes, and a simulation asks about them once a path.
 */
export function checkerOf(program: ts.Program): ts.TypeChecker {
  let checker = checkers.get(program);
  if (checker === undefined)
    checkers.set(program, (checker = remembering(program.getTypeChecker())));
  return checker;
}

function remembering(checker: ts.TypeChecker): ts.TypeChecker {
  return Object.assign(Object.create(checker) as ts.TypeChecker, {
    getSymbolAtLocation: remembered((node: ts.Node) => checker.getSymbolAtLocation(node)),
    getTypeAtLocation: remembered((node: ts.Node) => checker.getTypeAtLocation(node)),
    getShorthandAssignmentValueSymbol: remembered((node: ts.Node | undefined) =>
      checker.getShorthandAssignmentValueSymbol(node),
    ),
    getAliasedSymbol: remembered((symbol: ts.Symbol) => checker.getAliasedSymbol(symbol)),
    getResolvedSignature: remembered((call: ts.CallLikeExpression) =>
      checker.getResolvedSignature(call),
    ),
    getContextualType: remembered((node: ts.Expression) => checker.getContextualType(node)),
  });
}

/** An answer for each question; one that throws, for want of stack, is asked again. */
function remembered<Question, Answer>(ask: (question: Question) => Answer) {
  const known = new Map<Question, Answer | typeof NOTHING>();
  return (question: Question): Answer | undefined => {
    const answer = known.get(question);
    if (answer !== undefined) return answer === NOTHING ? undefined : answer;
    const fresh = ask(question);
    known.set(question, fresh ?? NOTHING);
    return fresh;
  };
}

const NOTHING = Symbol("no answer");

/**
 * Whether a call of something gives only such a type (`void`, `never`), whichever overload is meant.
 * By its signatures: the type of a call costs the choice among them, and inference.
 */
export function returnsOnly(
  flag: ts.TypeFlags,
  callee: ts.Expression,
  checker: ts.TypeChecker,
): boolean {
  const signatures = checker.getTypeAtLocation(callee).getCallSignatures();
  const gives = (signature: ts.Signature): boolean =>
    (signature.getReturnType().flags & flag) !== 0;
  return signatures.length > 0 && signatures.every(gives);
}
