import ts from "typescript";
import {
  decided,
  known,
  limited,
  PAYLOAD,
  signalOf,
  UNKNOWN,
  type Path,
  type Value,
} from "../path-values.js";
import { type FunctionWithBody } from "../syntax.js";
import { branches, toldOn } from "./conditions.js";
import { bind } from "./bindings.js";
import { evaluate } from "./expressions.js";
import { turnsAway } from "./other-checks.js";
import { verifiedOn } from "./verification.js";
import type { Completion, Outcome, Walk } from "./walk.js";

/** The ways through a function's body, with what they return; ways that throw are left out. */
export function body(fn: FunctionWithBody, path: Path, walk: Walk): readonly Outcome[] {
  if (!ts.isBlock(fn.body)) return evaluate(fn.body, path, walk);
  return executeAll(fn.body.statements, path, walk).map(({ path: end, value }) => ({
    path: end,
    value: value ?? known(undefined),
  }));
}

export function executeAll(
  statements: readonly ts.Statement[],
  path: Path,
  walk: Walk,
): readonly Completion[] {
  const ended: Completion[] = [];
  let going: readonly Completion[] = [{ path, type: "normal" }];
  for (const statement of statements) {
    const next = going.flatMap((way) => execute(statement, way.path, walk));
    ended.push(...next.filter(({ type }) => type !== "normal"));
    going = limited(
      next.filter(({ type }) => type === "normal"),
      () => "",
    );
    if (going.length === 0) break;
  }
  return limited([...ended, ...going], completionKey);
}

function completionKey({ type, label, value }: Completion): string {
  return `${type}${label ?? ""}${value ? signalOf(value) : ""}`;
}

function execute(statement: ts.Statement, path: Path, walk: Walk): readonly Completion[] {
  walk.step();
  if (ts.isBlock(statement)) return executeAll(statement.statements, path, walk);
  if (ts.isIfStatement(statement)) return ifStatement(statement, path, walk);
  if (ts.isVariableStatement(statement))
    return normal(declare(statement.declarationList, path, walk));
  if (ts.isExpressionStatement(statement)) return normal(paths(statement.expression, path, walk));
  if (ts.isReturnStatement(statement)) return returned(statement, path, walk);
  if (ts.isThrowStatement(statement)) {
    evaluate(statement.expression, path, walk);
    return [];
  }
  if (ts.isTryStatement(statement)) return tryStatement(statement, path, walk);
  if (ts.isSwitchStatement(statement)) return switchStatement(statement, path, walk);
  if (ts.isIterationStatement(statement, false)) return loop(statement, path, walk);
  if (ts.isBreakStatement(statement))
    return [{ path, type: "break", label: statement.label?.text }];
  if (ts.isContinueStatement(statement))
    return [{ path, type: "continue", label: statement.label?.text }];
  if (ts.isLabeledStatement(statement)) {
    const label = statement.label.text;
    return execute(statement.statement, path, walk).map((way) =>
      way.label === label ? { path: way.path, type: "normal" } : way,
    );
  }
  return [{ path, type: "normal" }];
}

function normal(ends: readonly Path[]): readonly Completion[] {
  return ends.map((path) => ({ path, type: "normal" }));
}

function paths(expression: ts.Expression, path: Path, walk: Walk): readonly Path[] {
  return evaluate(expression, path, walk).map(({ path: after }) => after);
}

function declare(list: ts.VariableDeclarationList, path: Path, walk: Walk): readonly Path[] {
  let ends: readonly Path[] = [path];
  for (const { name, initializer } of list.declarations) {
    ends = ends.flatMap((end) =>
      initializer
        ? evaluate(initializer, end, walk).map(({ path: after, value }) =>
            bind(name, value, after, walk),
          )
        : [bind(name, known(undefined), end, walk)],
    );
  }
  return ends;
}

function returned(statement: ts.ReturnStatement, path: Path, walk: Walk): readonly Completion[] {
  if (!statement.expression) return [{ path, type: "return", value: known(undefined) }];
  return evaluate(statement.expression, path, walk).map(({ path: after, value }) => ({
    path: after,
    type: "return",
    value,
  }));
}

function ifStatement(statement: ts.IfStatement, path: Path, walk: Walk): readonly Completion[] {
  return branches(statement.expression, path, walk).flatMap(
    ({ path: from, truth, verdict }): readonly Completion[] => {
      const other = truth ? statement.elseStatement : statement.thenStatement;
      const isKnown =
        verdict !== undefined &&
        (turnsAway(other, verdict) || (verdict === "request" && other && walk.verifies(other)));
      const after = isKnown ? verifiedOn(from, walk) : from;
      if (truth) return execute(statement.thenStatement, after, walk);
      return statement.elseStatement
        ? execute(statement.elseStatement, after, walk)
        : [{ path: after, type: "normal" }];
    },
  );
}

/**
 * A verification that fails leaves the path, so handlers are not walked. Where only the handler
 * verifies, the try has asked somebody else: `try { stripe… } catch { wh.verify(…) }`.
 */
function tryStatement(statement: ts.TryStatement, path: Path, walk: Walk): readonly Completion[] {
  const tried = executeAll(statement.tryBlock.statements, path, walk);
  const isOther =
    statement.catchClause !== undefined &&
    walk.verifies(statement.catchClause.block) &&
    !walk.verifies(statement.tryBlock);
  const ends = isOther ? tried.map((way) => ({ ...way, path: verifiedOn(way.path, walk) })) : tried;
  const { finallyBlock } = statement;
  if (!finallyBlock) return ends;
  return ends.flatMap((way) =>
    executeAll(finallyBlock.statements, way.path, walk).map((last) =>
      last.type === "normal" ? { ...way, path: last.path } : last,
    ),
  );
}

function switchStatement(
  statement: ts.SwitchStatement,
  path: Path,
  walk: Walk,
): readonly Completion[] {
  const { clauses } = statement.caseBlock;
  const hasDefault = clauses.some(ts.isDefaultClause);
  const found: Completion[] = [];
  for (const { path: asked, value } of evaluate(statement.expression, path, walk)) {
    const named = value.known && clauseOf(value, clauses, asked, walk);
    const start = named === undefined ? toldOn(asked, value, walk) : asked;
    for (const [index, clause] of clauses.entries()) {
      if (named !== undefined && named !== clause) continue;
      const chosen = decided(start, { test: statement.expression, leaf: clause, taken: true });
      const following = clauses.slice(index).flatMap(({ statements }) => [...statements]);
      found.push(...executeAll(following, chosen, walk).map(outOfSwitch));
    }
    if (!hasDefault && (named === undefined || named === "none"))
      found.push({
        path: decided(start, { test: statement.expression, leaf: statement, taken: false }),
        type: "normal",
      });
  }
  return limited(found, completionKey);
}

/** The clause at which a known value enters, "none" where there is none, undefined where that is not known. */
function clauseOf(
  { known: is }: Value,
  clauses: readonly ts.CaseOrDefaultClause[],
  path: Path,
  walk: Walk,
): ts.CaseOrDefaultClause | "none" | undefined {
  for (const clause of clauses) {
    if (ts.isDefaultClause(clause)) continue;
    const [own] = evaluate(clause.expression, path, walk);
    if (own?.value.known === undefined) return undefined;
    if (own.value.known.is === is?.is) return clause;
  }
  return clauses.find(ts.isDefaultClause) ?? "none";
}

function outOfSwitch(way: Completion): Completion {
  return way.type === "break" && way.label === undefined ? { path: way.path, type: "normal" } : way;
}

/**
 * A loop's body is walked once. A loop that verifies is taken to run at least once, as in a search
 * for the secret that matches.
 */
function loop(statement: ts.IterationStatement, path: Path, walk: Walk): readonly Completion[] {
  const starts = loopStart(statement, path, walk);
  const ways = starts.flatMap((start) => execute(statement.statement, start, walk));
  const after = ways.map((way): Completion =>
    (way.type === "break" || way.type === "continue") && way.label === undefined
      ? { path: way.path, type: "normal" }
      : way,
  );
  return limited(walk.verifies(statement) ? after : [...after, ...normal(starts)], completionKey);
}

function loopStart(statement: ts.IterationStatement, path: Path, walk: Walk): readonly Path[] {
  if (ts.isForOfStatement(statement) || ts.isForInStatement(statement)) {
    return evaluate(statement.expression, path, walk).map(({ path: after, value }) => {
      const { initializer } = statement;
      const [declaration] = ts.isVariableDeclarationList(initializer)
        ? initializer.declarations
        : [];
      // for await (const chunk of req)
      const element =
        value.payload || value.request
          ? PAYLOAD
          : value.metadata
            ? { metadata: value.metadata }
            : UNKNOWN;
      return declaration ? bind(declaration.name, element, after, walk) : after;
    });
  }
  if (ts.isForStatement(statement)) {
    const { initializer, condition } = statement;
    const started =
      initializer && ts.isVariableDeclarationList(initializer)
        ? declare(initializer, path, walk)
        : [path];
    return condition ? started.flatMap((start) => paths(condition, start, walk)) : started;
  }
  if (ts.isWhileStatement(statement)) return paths(statement.expression, path, walk);
  return [path];
}
