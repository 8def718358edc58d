import ts from "typescript";

export type Call = ts.CallExpression | ts.NewExpression;

/** The calls in a node, itself among them, in order of place; each file is walked once, for everybody. */
export function callsIn(node: ts.Node): readonly Call[] {
  const file = node.getSourceFile();
  let calls = cache.get(file);
  if (calls === undefined) cache.set(file, (calls = callsOf(file)));
  // A part of the list is found faster than thousands of them are worth keeping.
  return node === file ? calls : callsWithin(node, calls);
}

const cache = new WeakMap<ts.SourceFile, readonly Call[]>();

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
