import ts from "typescript";

export type Call = ts.CallExpression | ts.NewExpression;

/** The calls in a node, itself among them, in order of place; each file is walked once, for everybody. */
export function callsIn(node: ts.Node): readonly Call[] {
  let calls = cache.get(node);
  if (calls === undefined) {
    calls = ts.isSourceFile(node)
      ? callsOf(node)
      : callsWithin(node, callsIn(node.getSourceFile()));
    cache.set(node, calls);
  }
  return calls;
}

const cache = new WeakMap<ts.Node, readonly Call[]>();

function callsOf(file: ts.SourceFile): readonly Call[] {
  const found: Call[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** A node's calls stand together in the list of the file's, which begins with what begins first. */
function callsWithin({ pos, end }: ts.Node, all: readonly Call[]): readonly Call[] {
  let first = 0;
  for (let after = all.length; first < after;) {
    const middle = (first + after) >> 1;
    if ((all[middle]?.pos ?? end) < pos) first = middle + 1;
    else after = middle;
  }
  let last = first;
  while ((all[last]?.pos ?? end) < end) last += 1;
  return all.slice(first, last).filter((call) => call.end <= end);
}
