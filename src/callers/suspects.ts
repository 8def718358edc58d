import type ts from "typescript";
import type { Recogniser } from "../sdk/recogniser.js";
import { calledName } from "./called-name.js";
import { nameEdgesOf, type Edges } from "./name-edges.js";
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

const seededEdges = new WeakMap<IsSeed, WeakMap<ts.SourceFile, Edges>>();

interface Question {
  readonly starts: readonly string[];
  readonly isSeed: IsSeed | undefined;
}

interface Closure extends Question {
  readonly edges: readonly Edges[];
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

function edgesIn(program: ts.Program, reach: Reach, isSeed: IsSeed | undefined): readonly Edges[] {
  const files = projectFilesOf(program).filter((file) => reach.includes(file));
  const edges = files.map((file) => nameEdgesOf(file).edges);
  return isSeed ? [...edges, ...files.map((file) => seededEdgesOf(file, isSeed))] : edges;
}

function closureOf(question: Question, edges: readonly Edges[]): Closure {
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
function holdsStill({ edges: before, names }: Closure, after: readonly Edges[]): boolean {
  if (before.length !== after.length) return false;
  return after.every((edges, index) => {
    const old = before[index];
    if (old === edges) return true;
    if (old === undefined) return false;
    const adds = [...edges].some(
      ([called, around]) => names.has(called) && around.some((name) => !names.has(name)),
    );
    if (adds) return false;
    return ![...old].some(([called, around]) => {
      if (!names.has(called)) return false;
      const now = edges.get(called);
      return around.some((name) => now?.includes(name) !== true);
    });
  });
}

function reachedFrom(starts: readonly string[], edges: readonly Edges[]): ReadonlySet<string> {
  const callers = new Map<string, Set<string>>();
  for (const each of edges) {
    for (const [called, around] of each) {
      const all = callers.get(called);
      if (all === undefined) callers.set(called, new Set(around));
      else for (const name of around) all.add(name);
    }
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

function seededEdgesOf(file: ts.SourceFile, isSeed: IsSeed): Edges {
  let ofFiles = seededEdges.get(isSeed);
  if (ofFiles === undefined) seededEdges.set(isSeed, (ofFiles = new WeakMap()));
  let edges = ofFiles.get(file);
  if (edges === undefined) {
    const { calls } = nameEdgesOf(file);
    const around = calls.flatMap(([call, names]) => (isSeed(call) ? names : []));
    ofFiles.set(file, (edges = new Map([[SEED, [...new Set(around)]]])));
  }
  return edges;
}
