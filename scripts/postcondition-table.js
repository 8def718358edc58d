/**
 * @typedef {{ id: string, operation: string, severity: string }} Entry
 * @typedef {{ filePath: string, messages: { line: number, column: number, message: string }[] }} Result
 */

// "… [api-error, network-error]": every message of the plugin ends so.
const IDS = /\[([a-z\d-]+(?:, [a-z\d-]+)*)\]$/;

/**
 * The places at which each postcondition is broken. Reports of several rules at one place count once.
 *
 * @param {readonly Result[]} results what ESLint returned
 * @returns {Map<string, Set<string>>} postcondition id → "file:line:column"
 */
export function callSitesByPostcondition(results) {
  /** @type {Map<string, Set<string>>} */
  const sites = new Map();
  for (const { filePath, messages } of results) {
    for (const { line, column, message } of messages) {
      for (const id of IDS.exec(message)?.[1].split(", ") ?? []) {
        const places = sites.get(id) ?? new Set();
        sites.set(id, places.add(`${filePath}:${line}:${column}`));
      }
    }
  }
  return sites;
}

/**
 * @param {readonly Entry[]} entries
 * @param {ReadonlyMap<string, ReadonlySet<string>>} sites
 * @returns {string} a text table, one line an entry, with a closing line
 */
export function table(entries, sites) {
  const rows = entries.map(({ id, operation, severity }) => [
    id,
    operation,
    severity,
    String(sites.get(id)?.size ?? 0),
  ]);
  const head = ["postcondition", "operation", "severity", "broken at"];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column].length)),
  );
  const line = (/** @type {string[]} */ cells) =>
    cells
      .map((cell, column) =>
        column === cells.length - 1 ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
      )
      .join("  ");
  const shown = entries.filter(({ id }) => sites.has(id)).length;
  return [
    line(head),
    line(widths.map((width) => "-".repeat(width))),
    ...rows.map(line),
    "",
    `${shown} of ${entries.length} postconditions are broken somewhere.`,
  ].join("\n");
}
