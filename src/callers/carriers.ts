import ts from "typescript";
import { declarationsOf, innermost, memberName } from "./declarations.js";
import { isStatic, overriddenMembers } from "./heritage.js";
import { isProjectFile } from "./project-files.js";
import type { Owner } from "./receivers.js";
import { bindingsOf, type Step, type Variable } from "./value-steps.js";

/** A declaration whose mentions have the value that is searched for, once the steps are taken. */
export interface Carrier {
  readonly declaration: ts.Declaration;
  readonly name: string;
  /** Where plain mentions are looked for; undefined: members and imports anywhere. */
  readonly file: ts.SourceFile | undefined;
  readonly steps: readonly Step[];
  /** Whose member it is, where the declaration is that of a type which others share. */
  readonly owner: Owner | undefined;
}

/** A function in an object that a function returns that … : beyond this the trail is lost. */
const MAX_STEPS = 4;

/** The names that a value goes by in a program, each of them once, in the order they were found. */
export class Carriers {
  readonly #checker: ts.TypeChecker;
  readonly #queue: Carrier[] = [];
  readonly #known = new StatesSeen<ts.Declaration>();

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  /** The next one whose mentions have not been looked at. */
  next(): Carrier | undefined {
    return this.#queue.shift();
  }

  /** The declaration under one of its names: in one file, or wherever it is imported or a member. */
  add(
    declaration: ts.Declaration,
    name: string,
    file: ts.SourceFile | undefined,
    steps: readonly Step[],
    owner?: Owner,
  ): void {
    if (steps.length > MAX_STEPS) return;
    const isNew = this.#known.add(declaration, `${name}|${file?.fileName ?? ""}|${steps.join()}`);
    if (isNew) this.#queue.push({ declaration, name, file, steps, owner });
  }

  /** A function or class in its own file and under the names by which other files import it. */
  addNamed(
    declaration: ts.FunctionDeclaration | ts.ClassDeclaration,
    steps: readonly Step[],
  ): void {
    const name = declaration.name?.text;
    if (name !== undefined) this.add(declaration, name, declaration.getSourceFile(), steps);
    const flags = ts.getCombinedModifierFlags(declaration);
    if ((flags & ts.ModifierFlags.Default) !== 0)
      this.add(declaration, "default", undefined, steps);
    else if ((flags & ts.ModifierFlags.Export) !== 0 && name !== undefined)
      this.add(declaration, name, undefined, steps);
  }

  /** A member of a class, and the members that it implements or overrides. */
  addMember(member: ts.ClassElement, owner: ts.ClassLikeDeclaration, steps: readonly Step[]): void {
    const name = member.name && memberName(member.name);
    if (member.name === undefined || name === undefined) return;
    const isPrivate =
      ts.isPrivateIdentifier(member.name) ||
      (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) !== 0;
    this.add(member, name, isPrivate ? member.getSourceFile() : undefined, steps);
    if (isPrivate || isStatic(member)) return;
    this.addOverridden(member, name, owner, steps);
  }

  /** The members through which a call may reach this one: `mailer.send()` on an interface. */
  addOverridden(member: ts.Declaration, name: string, owner: Owner, steps: readonly Step[]): void {
    for (const base of overriddenMembers(member, this.#checker)) {
      if (base !== member && isProjectFile(base.getSourceFile()))
        this.add(base, name, undefined, steps, owner);
    }
  }

  /** A variable, or those that a pattern takes the first step into. */
  addVariable(declaration: Variable, steps: readonly Step[]): void {
    if (!ts.isIdentifier(declaration.name)) {
      for (const { element, rest } of bindingsOf(declaration.name, steps))
        this.addVariable(element, rest);
      return;
    }
    const name = declaration.name.text;
    this.add(declaration, name, declaration.getSourceFile(), steps);
    if (ts.isParameter(declaration)) {
      // `constructor(private readonly send = sendPaid)` declares a member as well.
      if (ts.isParameterPropertyDeclaration(declaration, declaration.parent))
        this.add(declaration, name, undefined, steps);
    } else if ((ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0) {
      this.add(declaration, name, undefined, steps);
    }
  }

  /** `export default send`, `export = send`, `module.exports = send`: an alias where send is a name. */
  addDefault(
    assignment: ts.ExportAssignment | ts.BinaryExpression,
    value: ts.Expression,
    steps: readonly Step[],
  ): void {
    const inner = innermost(value);
    const target = ts.isIdentifier(inner) ? declarationsOf(inner, this.#checker) : [];
    for (const declaration of [assignment, ...target])
      this.add(declaration, "default", undefined, steps);
  }
}

/** In which states a place was met, so that a circle of names comes to its end. */
export class StatesSeen<K extends object> {
  readonly #states = new Map<K, Set<string>>();

  /** Whether the place is met in this state for the first time. */
  add(key: K, state: string): boolean {
    const states = this.#states.get(key);
    if (states === undefined) this.#states.set(key, new Set([state]));
    else if (states.has(state)) return false;
    else states.add(state);
    return true;
  }
}
