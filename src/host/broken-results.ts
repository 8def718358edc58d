import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";
import { isRunByTests } from "../callers/project-files.js";
import type { RuleName } from "../contract/types.js";
import {
  obligationsOf,
  type Obligation,
  type Obligations,
  type SubjectName,
} from "../obligations/index.js";
import { wordsFor } from "../obligations/wording.js";
import type { SvixServices } from "./create-rule.js";
import { locOf, place } from "./locations.js";
import { loggersOf } from "./loggers.js";

/** A result that nobody looks at as the contract asks, with what every message about it says. */
export interface BrokenResult<Kind extends Obligation["outcome"]["kind"]> {
  readonly origin: Obligation["origin"];
  readonly outcome: Extract<Obligation["outcome"], { readonly kind: Kind }>;
  readonly loc: TSESTree.SourceLocation;
  readonly operation: string;
  readonly ids: string;
}

/** The results of a kind (tasks, messages, precheck answers) that a rule looks after, in one file. */
export class ResultsOf {
  readonly obligations: Obligations;
  readonly #reported = new Set<ts.Node>();

  constructor(
    private readonly rule: RuleName,
    private readonly subject: SubjectName,
    private readonly context: Readonly<TSESLint.RuleContext<string, readonly unknown[]>>,
    private readonly svix: SvixServices,
  ) {
    const { services, sdk, settings } = svix;
    const isLogger = loggersOf(settings, services.program);
    const { callers } = settings;
    this.obligations = obligationsOf(services.program, sdk, { callers, isLogger });
  }

  /** The TypeScript twin of an ESTree call. */
  callAt(node: TSESTree.CallExpression): ts.CallExpression | undefined {
    const call = this.svix.services.esTreeNodeToTSNodeMap.get(node);
    return ts.isCallExpression(call) ? call : undefined;
  }

  /** What a call owes that ends in one of these ways; once for each place, however often it is asked. */
  broken<Kind extends Obligation["outcome"]["kind"]>(
    call: ts.CallExpression,
    ...kinds: readonly Kind[]
  ): readonly BrokenResult<Kind>[] {
    const found: BrokenResult<Kind>[] = [];
    // A test looks at the task or the message itself.
    if (isRunByTests(call.getSourceFile(), this.svix.services.program)) return found;
    for (const obligation of this.obligations.at(call)) {
      const { subject, node, origin, outcome } = obligation;
      if (subject !== this.subject || !isOneOf(outcome, kinds) || !this.isNew(node)) continue;
      const named = (target: ts.Node): string => place(target, this.context.cwd);
      found.push({ origin, outcome, loc: locOf(node), ...wordsFor(this.rule, obligation, named) });
    }
    return found;
  }

  /** Whether nothing was reported at the place before. */
  isNew(node: ts.Node): boolean {
    if (this.#reported.has(node)) return false;
    this.#reported.add(node);
    return true;
  }
}

function isOneOf<Kind extends string, Outcome extends { readonly kind: string }>(
  outcome: Outcome,
  kinds: readonly Kind[],
): outcome is Extract<Outcome, { readonly kind: Kind }> {
  return (kinds as readonly string[]).includes(outcome.kind);
}
