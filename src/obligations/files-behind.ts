import ts from "typescript";
import { callsIn } from "../callers/calls-in.js";
import { suspectsOf, type Suspects } from "../callers/suspects.js";
import type { Surroundings } from "./surroundings.js";
import { calleeName } from "./syntax.js";

/** What the calls in a file may lead to. */
interface Reach {
  /** Calls that may start something themselves, in order of place. */
  readonly calls: readonly ts.CallExpression[];
  /** Files in which the functions stand that are called or passed on here. */
  readonly files: ReadonlySet<ts.SourceFile>;
}

/**
 * Which files the calls of a file may lead into, on the way to some methods. Only calls whose names
 * may lead there are resolved, and only in the files on the way: a keystroke costs what the file at
 * hand calls, not what the program holds.
 */
export class FilesBehind {
  readonly #around: Surroundings;
  readonly #suspects: Suspects;
  readonly #isMethodCall: (call: ts.CallExpression) => boolean;
  readonly #reach = new Map<ts.SourceFile, Reach>();
  readonly #behind = new Map<ts.SourceFile, ReadonlySet<ts.SourceFile>>();

  /**
   * @param methods names that stand for a method that is looked for, wherever they are mentioned
   * @param isMethodCall tells calls of further methods, whose names alone say too little
   */
  constructor(
    around: Surroundings,
    methods: readonly string[],
    isMethodCall: (call: ts.CallExpression) => boolean,
  ) {
    this.#around = around;
    this.#isMethodCall = isMethodCall;
    const { program, sdk } = around;
    this.#suspects = suspectsOf(program, sdk, { names: methods, isSeed: isMethodCall });
  }

  /** Whether a call, or a function that is passed on, may lead there: by its name. */
  mayLead(node: ts.Expression): boolean {
    return ts.isCallExpression(node)
      ? this.#suspects.mayLead(node)
      : this.#suspects.has(calleeName(node), node.getSourceFile());
  }

  /** The file itself and all files that its calls may lead into, in the order in which they do. */
  of(file: ts.SourceFile): ReadonlySet<ts.SourceFile> {
    let behind = this.#behind.get(file);
    if (behind === undefined) {
      const found = new Set([file]);
      // A set that grows while it is walked is walked to its end.
      for (const next of found) for (const other of this.#reachOf(next).files) found.add(other);
      this.#behind.set(file, (behind = found));
    }
    return behind;
  }

  /** The calls of a file that may be calls of the methods, in order of place. */
  callsIn(file: ts.SourceFile): readonly ts.CallExpression[] {
    return this.#reachOf(file).calls;
  }

  #reachOf(file: ts.SourceFile): Reach {
    let reach = this.#reach.get(file);
    if (reach === undefined) this.#reach.set(file, (reach = this.#resolve(file)));
    return reach;
  }

  #resolve(file: ts.SourceFile): Reach {
    const { callers, sdk } = this.#around;
    const calls: ts.CallExpression[] = [];
    const files = new Set<ts.SourceFile>();
    for (const call of callsIn(file)) {
      if (!ts.isCallExpression(call)) continue;
      if (this.mayLead(call) || this.#isMethodCall(call)) {
        if (sdk.callOf(call) !== undefined) calls.push(call);
        else for (const fn of callers.targetsOf(call)) files.add(fn.getSourceFile());
      }
      for (const argument of call.arguments) {
        if (ts.isCallExpression(argument) || !this.mayLead(argument)) continue;
        for (const fn of callers.functionsBehind(argument)) files.add(fn.getSourceFile());
      }
    }
    return { calls, files };
  }
}
