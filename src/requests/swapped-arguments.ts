import type ts from "typescript";
import { bodyFault } from "./body-origin.js";
import { replacing, type Edit } from "./edits.js";
import type { VerifySite } from "./verify-sites.js";

/**
 * The edits that put the body and the headers of a verification in each other's place; undefined
 * where a helper of the program is given them, and where what would be the body is known to be none.
 */
export function swappedArguments(
  { call, verify, payload, headers }: VerifySite,
  program: ts.Program,
): readonly Edit[] | undefined {
  if (call !== verify || !payload || !headers || bodyFault(headers, program)) return undefined;
  return [replacing(payload, headers.getText()), replacing(headers, payload.getText())];
}
