import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type ts from "typescript";
import { callersOf } from "../callers/index.js";
import { sdkSuspectsOf } from "../callers/likely-sdk-calls.js";
import type { RetryContext } from "../retries/attempts.js";
import { checkerOf } from "../sdk/checker.js";
import type { SvixServices } from "./create-rule.js";
import { locOf } from "./locations.js";
import { loggersOf } from "./loggers.js";

/** What the analyses of retries ask about the linted program. */
export function retryContextOf({
  services: { program },
  sdk,
  settings,
}: SvixServices): RetryContext {
  const callers = callersOf(program);
  return {
    program,
    checker: checkerOf(program),
    callers,
    sdk,
    suspects: sdkSuspectsOf(program, sdk, callers.declaredRaisers().names),
    isLogger: loggersOf(settings, program),
    scope: settings.callers,
  };
}

/** Where a call is shown: all of it, or its first line where it has several. */
export function locOfCall(
  call: ts.Node,
  sourceCode: Readonly<TSESLint.SourceCode>,
): TSESTree.SourceLocation {
  const loc = locOf(call);
  if (loc.start.line === loc.end.line) return loc;
  const line = sourceCode.lines[loc.start.line - 1] ?? "";
  return { start: loc.start, end: { line: loc.start.line, column: line.trimEnd().length } };
}
