import path from "node:path";
import { postconditions } from "../contract/postconditions.js";
import type { Surveyed } from "./survey.js";

/** What the table needs of ESLint's results. */
export interface Reported {
  readonly filePath: string;
  readonly messages: readonly { readonly line: number; readonly message: string }[];
}

/** A promise of the contract and how the call sites of its operation keep it. */
export interface Standing {
  readonly id: string;
  readonly operation: string;
  readonly seen: number;
  readonly broken: number;
  readonly unknown: number;
  readonly kept: number;
}

// "… [api-error, network-error]": every message of the plugin ends so.
const IDS = /\[([a-z\d-]+(?:, [a-z\d-]+)*)\]$/u;

/**
 * How the calls that were seen stand to each promise of the contract; promises whose operation is
 * never called are left out. A call site is broken where a report names the promise, and unknown
 * where nothing is reported and the engine lost track of it.
 */
export function standings(
  seen: readonly Surveyed[],
  results: readonly Reported[],
): readonly Standing[] {
  const broken = brokenPlaces(results);
  return postconditions.flatMap(({ id, operation }) => {
    const calls = seen.filter((call) => call.operation === operation);
    const places = broken.get(id)?.size ?? 0;
    if (calls.length === 0 && places === 0) return [];
    const count = Math.max(calls.length, places);
    const unknown = Math.min(calls.filter((call) => call.unknown).length, count - places);
    return [
      { id, operation, seen: count, broken: places, unknown, kept: count - places - unknown },
    ];
  });
}

function brokenPlaces(results: readonly Reported[]): ReadonlyMap<string, ReadonlySet<string>> {
  const places = new Map<string, Set<string>>();
  for (const { filePath, messages } of results) {
    for (const { line, message } of messages) {
      for (const id of IDS.exec(message)?.[1]?.split(", ") ?? []) {
        const known = places.get(id) ?? new Set<string>();
        places.set(id, known.add(`${path.resolve(filePath)}:${String(line)}`));
      }
    }
  }
  return places;
}

/** The standings as a text table. */
export function tableOf(rows: readonly Standing[]): string {
  if (rows.length === 0) return "No call of an operation of the Svix contract was found.";
  const head = ["promise of the contract", "operation", "calls", "kept", "broken", "unknown"];
  const cells = rows.map(({ id, operation, seen, kept, broken, unknown }) => [
    ...[id, operation],
    ...[seen, kept, broken, unknown].map(String),
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...cells.map(line)].join(
    "\n",
  );
}
