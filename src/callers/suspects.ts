import ts from "typescript";
import type { Recogniser } from "../sdk/recogniser.js";
import { calledName } from "./called-name.js";
import { callsIn } from "./calls-in.js";
import { namesAround, nameEdgesOf, type NameEdges } from "./name-edges.js";
import { projectFilesOf } from "./project-files.js";
import { reachOf, type Reach } from "./reach.js";

/** Tells the calls that something starts from, by their text; one function for each question. */
type IsSeed = (call: ts.CallExpression) => boolean;

/** Where names start from. */
export interface Seeds {
  /** Names that count wherever they are mentioned. */
  readonly names?: readonly string[];
  /** Picks calls whose names alone say too little. */
  readonly isSeed?: IsSeed;
}

/** Stands for the calls that a question picks; no name in a program looks like it. */
const SEED = "#seed";

const NO_EDGES: NameEdges = { called: [], around: [] };

const seededEdges = new WeakMap<IsSeed, WeakMap<ts.SourceFile, NameEdges>>();

interface Question {
  readonly starts: readonly string[];
  readonly isSeed: IsSeed | undefined;
}

interface Closure extends Question {
  readonly edges: readonly NameEdges[];
  readonly names: ReadonlySet<string>;
}

/** By what the files of a program can reach, which differs by the settings. */
const closures = new WeakMap<Reach, Closure[]>();

/** The last closures: in an editor the next program differs in one file. */
const latest: Closure[] = [];

/** More questions than the rules have; a process that asks others is not worth remembering. */
const MOST_QUESTIONS = 20;

/** By what a call is named: whether it may lead to something. */
export interface Suspects {
  has(name: string, file: ts.SourceFile): boolean;
  mayLead(call: ts.CallExpression | ts.NewExpression): boolean;
}

/**
 * Which calls may come, directly or through functions of the program, to a mention of one of the names
 * or to a call that `isSeed` picks. By name alone, and by which files can reach the SDK, so that most
 * calls of a file need no type checker. One walk a file, kept while the file stays the same.
 */
export function suspectsOf(
  program: ts.Program,
  sdk: Recogniser,
  { names = [], isSeed }: Seeds,
): Suspects {
  const reach = reachOf(program, sdk);
  const question = { starts: isSeed ? [...names, SEED] : names, isSeed };
  let known = closures.get(reach);
  if (known === undefined) closures.set(reach, (known = []));
  let closure = known.find((other) => isSame(other, question));
  if (closure === undefined)
    known.push((closure = closureOf(question, edgesIn(program, reach, isSeed))));
  const { names: leading } = closure;
  const has = (name: string, file: ts.SourceFile): boolean =>
    leading.has(name) && reach.admits(name, file);
  return {
    has,
    mayLead(call) {
      const name = calledName(call);
      return name !== undefined && has(name, call.getSourceFile());
    },
  };
}

function isSame(one: Question, other: Question): boolean {
  return (
    one.isSeed === other.isSeed &&
    one.starts.length === other.starts.length &&
    one.starts.every((name, index) => other.starts[index] === name)
  );
}

function edgesIn(
  program: ts.Program,
  reach: Reach,
  isSeed: IsSeed | undefined,
): readonly NameEdges[] {
  const files = projectFilesOf(program).filter((file) => reach.includes(file));
  const edges = files.map(nameEdgesOf);
  return isSeed ? [...edges, ...files.map((file) => seededEdgesOf(file, isSeed))] : edges;
}

function closureOf(question: Question, edges: readonly NameEdges[]): Closure {
  const at = latest.findIndex((other) => isSame(other, question));
  const before = at < 0 ? undefined : latest.splice(at, 1)[0];
  const { starts } = question;
  const names =
    before !== undefined && holdsStill(before, edges) ? before.names : reachedFrom(starts, edges);
  const closure = { ...question, edges, names };
  if (latest.length >= MOST_QUESTIONS) latest.shift();
  latest.push(closure);
  return closure;
}

/** Whether what has changed since can neither add a name to the closure nor take one away. */
function holdsStill({ edges: before, names }: Closure, after: readonly NameEdges[]): boolean {
  if (before.length !== after.length) return false;
  return after.every((edges, index) => {
    const old = before[index];
    if (old === edges) return true;
    if (old === undefined) return false;
    return isCovered(edges, names) && isSupported(old, edges, names);
  });
}

/** Whether the names around those of the closure are all in it. */
function isCovered({ called, around }: NameEdges, names: ReadonlySet<string>): boolean {
  return called.every(
    (name, index) => !names.has(name) || around[index]?.every((outer) => names.has(outer)) === true,
  );
}

/** Whether what led from a name of the closure to another leads there now. */
function isSupported(before: NameEdges, now: NameEdges, names: ReadonlySet<string>): boolean {
  const aroundNow = new Map(now.called.map((name, index) => [name, now.around[index]]));
  return before.called.every((name, index) => {
    if (!names.has(name)) return true;
    const outer = aroundNow.get(name);
    return before.around[index]?.every((one) => outer?.includes(one) === true) === true;
  });
}

function reachedFrom(starts: readonly string[], edges: readonly NameEdges[]): ReadonlySet<string> {
  const callers = new Map<string, Set<string>>();
  for (const { called, around } of edges) {
    called.forEach((name, index) => {
      const outer = around[index] ?? [];
      const all = callers.get(name);
      if (all === undefined) callers.set(name, new Set(outer));
      else for (const one of outer) all.add(one);
    });
  }
  const names = new Set(starts);
  const queue = [...starts];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const caller of callers.get(name) ?? []) {
      if (names.has(caller)) continue;
      names.add(caller);
      queue.push(caller);
    }
  }
  return names;
}

function seededEdgesOf(file: ts.SourceFile, isSeed: IsSeed): NameEdges {
  let ofFiles = seededEdges.get(isSeed);
  if (ofFiles === undefined) seededEdges.set(isSeed, (ofFiles = new WeakMap()));
  let edges = ofFiles.get(file);
  if (edges === undefined) {
    const around = callsIn(file).flatMap((call) =>
      ts.isCallExpression(call) && isSeed(call) ? namesAround(call) : [],
    );
    const isNone = around.length === 0;
    edges = isNone ? NO_EDGES : { called: [SEED], around: [[...new Set(around)]] };
    ofFiles.set(file, edges);
  }
  return edges;
}
