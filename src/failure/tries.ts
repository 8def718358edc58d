import type ts from "typescript";
import { filledIn, assignedIn, propertiesAssignedIn, variableOf } from "./assigned.js";
import { bindPattern } from "./bindings.js";
import { markSkippedCounts } from "./counters.js";
import { andThen, merge, split, type Completion, type Machine } from "./machine.js";
import { promiseEntryOf } from "./promises.js";
import type { State } from "./state.js";
import { derived, marked, UNKNOWN, type Value } from "./values.js";

export type ExecuteBlock = (
  machine: Machine,
  statements: readonly ts.Statement[],
  states: readonly State[],
) => Completion[];

/** try / catch / finally, where a finally that leaves by itself overrides everything. */
export function executeTry(
  machine: Machine,
  node: ts.TryStatement,
  states: readonly State[],
  executeBlock: ExecuteBlock,
): Completion[] {
  const depth = states[0]?.scopes.length ?? 0;
  const strayed = strayedInto(machine, node.tryBlock, states);
  let completions = merge(executeBlock(machine, node.tryBlock.statements, states));
  if (node.catchClause !== undefined) {
    completions = executeCatch(
      machine,
      node,
      node.catchClause,
      completions,
      strayed,
      depth,
      executeBlock,
    );
  }
  if (node.finallyBlock !== undefined)
    completions = executeFinally(
      machine,
      node,
      node.finallyBlock,
      completions,
      depth,
      executeBlock,
    );
  return merge(completions);
}

/** The state in which something else in the block has thrown: what the block assigns is unknown then. */
function strayedInto(
  machine: Machine,
  block: ts.Block,
  states: readonly State[],
): State | undefined {
  const first = states.find((state) => state.phase !== "failed");
  if (first === undefined) return undefined;
  const strayed = first.fork();
  strayed.goAstray();
  for (const symbol of assignedIn(block, machine.world.checker)) strayed.vars.delete(symbol);
  return strayed;
}

function executeCatch(
  machine: Machine,
  node: ts.TryStatement,
  clause: ts.CatchClause,
  completions: readonly Completion[],
  strayed: State | undefined,
  depth: number,
  executeBlock: ExecuteBlock,
): Completion[] {
  const passing: Completion[] = [];
  const caught: { value: Value; state: State }[] =
    strayed === undefined ? [] : [{ value: UNKNOWN, state: strayed }];
  for (const completion of completions) {
    if (completion.kind !== "throw") passing.push(completion);
    // Every other error is in the one strayed state already.
    else if (completion.state.phase === "failed") caught.push(completion);
  }
  const handled = caught.flatMap(({ value, state }) => {
    // Thrown for another reason: `if (!order) throw …` while the failing call is still under way.
    const concerned = state.phase === "failed" && (isDue(value) || state.handling > 0);
    state.leaveTo(depth);
    if (concerned) meet(machine, node.tryBlock, clause, state);
    const bound =
      clause.variableDeclaration === undefined
        ? [{ kind: "normal" as const, value, state }]
        : bindPattern(machine, clause.variableDeclaration.name, value, state);
    return andThen(bound, (_, entering) =>
      executeBlock(machine, clause.block.statements, [entering]),
    );
  });
  for (const completion of handled) {
    if (completion.kind === "throw") decideThrow(completion.value, completion.state);
    if (completion.kind === "return") decideReturn(completion.value, completion.state);
    if (completion.kind !== "return") completion.state.leaveTo(depth);
  }
  const onTrackGoesOn = passing.some(
    (completion) => completion.kind === "normal" && completion.state.phase === "onTrack",
  );
  const leavesTraces = [node.tryBlock, clause.block].some((block) =>
    leavesTracesIn(block, strayed, machine),
  );
  const kept = handled.filter(
    (completion) =>
      leavesTraces ||
      !(onTrackGoesOn && completion.kind === "normal" && completion.state.phase === "strayed"),
  );
  return [...passing, ...kept];
}

/** Where neither block assigns or fills anything, what follows is the same whether something has thrown or not. */
function leavesTracesIn(
  block: ts.Block,
  strayed: State | undefined,
  { world: { checker } }: Machine,
): boolean {
  if (assignedIn(block, checker).length > 0) return true;
  return filledIn(block, checker).some((symbol) => {
    const value = strayed?.vars.get(symbol);
    const entry = value?.kind === "reference" ? strayed?.heap.get(value.id) : undefined;
    return entry?.kind === "array" || entry?.kind === "object";
  });
}

/** What an earlier round of a retry, or an inner handler, has done about the failure is not done about it from here on. */
export function noteAttempt(state: State): void {
  const { trail } = state;
  const tried = trail?.waited === true || trail?.acted !== undefined || trail?.logged !== undefined;
  state.note({
    acted: undefined,
    logged: undefined,
    looked: undefined,
    waited: tried ? true : undefined,
  });
}

/** A failed path meets a handler: what is done from here on is this handler's doing. */
export function noteCaught(place: ts.Node, state: State): void {
  noteAttempt(state);
  state.note({ caughtAt: place, dealt: undefined, dealtBefore: state.trail?.dealt });
}

/** A failed path enters the handler that stops its error. */
function meet(machine: Machine, block: ts.Block, handler: ts.Node, state: State): void {
  noteCaught(handler, state);
  markAssigned(machine, block, state);
  const site = state.trail?.site;
  if (site !== undefined && site.pos >= block.pos && site.end <= block.end)
    markSkippedCounts(machine, block, state, site.end);
  state.enter(true);
}

/** What a block assigns tells by what it is that the block has failed: `sent`, still false. */
function markAssigned(machine: Machine, block: ts.Block, state: State): void {
  for (const symbol of assignedIn(block, machine.world.checker))
    state.vars.set(symbol, marked(state.vars.get(symbol) ?? derived(), { due: true }));
  for (const { object, name } of propertiesAssignedIn(block)) {
    const symbol = variableOf(object, machine.world.checker);
    const held = symbol && state.vars.get(symbol);
    const entry = held?.kind === "reference" ? state.heap.get(held.id) : undefined;
    const value = entry?.kind === "object" ? entry.props.get(name) : undefined;
    if (held?.kind !== "reference" || entry?.kind !== "object" || value === undefined) continue;
    const props = new Map(entry.props).set(name, marked(value, { due: true }));
    state.heap.set(held.id, { ...entry, props });
  }
}

function isDue(value: Value): boolean {
  return value.due === true || (value.kind === "error" && value.error.carries);
}

/** What leaves a handler that looked, logged, wrapped or acted is a decision; a bare rethrow is none. */
export function decideThrow(value: Value, state: State): void {
  const { trail } = state;
  if (state.phase !== "failed" || trail === undefined) return;
  const rethrown =
    value.kind === "error" && (value.error.original || value.error.gathered === true);
  if (
    !rethrown ||
    trail.logged !== undefined ||
    trail.looked !== undefined ||
    trail.acted !== undefined ||
    trail.waited === true ||
    trail.dealtBefore === true
  ) {
    state.note({ dealt: true });
  }
}

/** `return Promise.reject(error)` hands the error on as a throw does. */
function decideReturn(value: Value, state: State): void {
  const promise = promiseEntryOf(value, state);
  if (promise?.settled === "rejected" && isDue(promise.value)) decideThrow(promise.value, state);
}

function executeFinally(
  machine: Machine,
  { tryBlock }: ts.TryStatement,
  block: ts.Block,
  completions: readonly Completion[],
  depth: number,
  executeBlock: ExecuteBlock,
): Completion[] {
  return completions.flatMap((completion): Completion[] => {
    // A process that ends runs no finally.
    if (completion.kind === "halt") return [completion];
    const { state } = completion;
    const handling = state.handling;
    const scopes = [...state.scopes];
    // A finally block runs in any case: nothing in it is done because of the failure.
    state.leaveTo(depth);
    const open = state.handling;
    state.handling = 0;
    const overrides = completion.kind === "throw" && state.phase === "failed";
    if (overrides) markAssigned(machine, tryBlock, state);
    const after = split(executeBlock(machine, block.statements, [state]));
    for (const ended of after.abrupt) {
      ended.state.handling += open;
      // `finally { return }` drops the error that was on its way.
      if (overrides && ended.kind !== "throw") ended.state.note({ caughtAt: block });
      if (overrides && ended.kind === "return") ended.state.note({ returnedAt: ended.node });
    }
    return [
      ...after.abrupt,
      ...after.states.map((ended): Completion => {
        ended.handling = handling;
        ended.scopes = [...scopes];
        return { ...completion, state: ended };
      }),
    ];
  });
}
