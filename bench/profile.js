// Reads what `node --cpu-prof` writes.
import path from "node:path";
import { pathToFileURL } from "node:url";

/**
 * The functions of a folder that take the most time, with what they call outside of it (the type
 * checker) but without what they call inside.
 */
export function hottest({ nodes, samples, timeDeltas }, folder, count) {
  const prefix = `${pathToFileURL(folder).href}/`;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
  );
  const own = new Map();
  for (const [index, sample] of samples.entries()) {
    let node = byId.get(sample);
    while (node && !node.callFrame.url.startsWith(prefix)) node = byId.get(parents.get(node.id));
    if (!node) continue;
    const { functionName, url, lineNumber } = node.callFrame;
    const place = `${path.posix.relative(prefix, url)}:${lineNumber + 1}`;
    const key = `${functionName || "(anonymous)"} ${place}`;
    own.set(key, (own.get(key) ?? 0) + timeDeltas[index] / 1000);
  }
  return [...own]
    .sort((a, b) => b[1] - a[1])
    .slice(0, count)
    .map(([name, time]) => ({ function: name, ms: Math.round(time) }));
}
