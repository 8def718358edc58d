import ts from "typescript";
import { isProjectFile, projectFilesOf } from "../callers/project-files.js";
import type { SdkPackage } from "../sdk/packages.js";
import type { Recogniser } from "../sdk/recogniser.js";
import { callsNamed, callsOfIdentifiers } from "./calls-named.js";
import { calledFunction, symbolOf } from "./declarations.js";
import { literalProperty, originsOf } from "./origins.js";
import { sourceOf } from "./request-source.js";
import {
  enclosingFunction,
  memberName,
  memberObject,
  propertyName,
  settled,
  unwrapped,
  type FunctionWithBody,
} from "./syntax.js";

/** A place where a body and headers are given to be verified: `wh.verify(…)`, or a function of the program that does it. */
export interface VerifySite {
  readonly call: ts.CallExpression;
  readonly payload: ts.Expression | undefined;
  readonly headers: ts.Expression | undefined;
  /** What the called function reads the body from, where it is given a request and not a body. */
  readonly request: ts.Expression | undefined;
  /** The call of the SDK: `call` itself, or the one that the called function comes to. */
  readonly verify: ts.CallExpression;
  readonly package: SdkPackage;
}

/** Which argument something is, and which property of it: `["1", "raw"]` for `f(x, { raw })`. */
interface Place {
  readonly index: number;
  readonly property: string | undefined;
}

interface HelperSite {
  readonly payload: Place | undefined;
  readonly headers: Place | undefined;
  readonly request: Place | undefined;
  readonly site: VerifySite;
}

const MAX_LEVELS = 3;

/**
 * Where verification happens in a program. `Webhook#verify` and `AutoConfig#verify` count, not the
 * verifiers that are only configured: what those take for a body is their own affair.
 *
 * Helpers are found to a depth of three. A helper that keeps the body in a field, or gets it by a
 * rest parameter, is not followed.
 */
export class VerifySites {
  private readonly checker: ts.TypeChecker;
  private readonly ofFile = new Map<ts.SourceFile, readonly VerifySite[]>();
  private helpers: ReadonlyMap<FunctionWithBody, readonly HelperSite[]> | undefined;
  private helperNames: ReadonlySet<string> = new Set();

  constructor(
    private readonly program: ts.Program,
    private readonly sdk: Recogniser,
  ) {
    this.checker = program.getTypeChecker();
  }

  /** Calls in a file that verify, themselves or through a function of the program. */
  in(file: ts.SourceFile): readonly VerifySite[] {
    let sites = this.ofFile.get(file);
    if (!sites) {
      const helpers = this.verifyingFunctions();
      sites = this.direct(file);
      if (helpers.size > 0) sites = [...sites, ...this.through(file, helpers)];
      this.ofFile.set(file, sites);
    }
    return sites;
  }

  /** Calls of the SDK's own verify in a file. */
  direct(file: ts.SourceFile): readonly VerifySite[] {
    if (!file.text.includes("verify")) return [];
    // A bound or destructured method may have any name: `const check = wh.verify.bind(wh)`.
    return [...callsNamed(file, "verify"), ...callsOfIdentifiers(file)].flatMap((call) => {
      const known = this.sdk.callOf(call);
      if (known?.kind !== "verify" || known.package === undefined) return [];
      const [payload, headers] = call.arguments;
      if (call.arguments.some(ts.isSpreadElement)) return [];
      return { call, payload, headers, request: undefined, verify: call, package: known.package };
    });
  }

  private through(
    file: ts.SourceFile,
    helpers: ReadonlyMap<FunctionWithBody, readonly HelperSite[]>,
  ): readonly VerifySite[] {
    return [...this.helperNames].flatMap((name) =>
      callsNamed(file, name).flatMap((call) => {
        const callee = calledFunction(call, this.checker);
        return (callee ? (helpers.get(callee) ?? []) : []).map((helper) => ({
          call,
          payload: argumentAt(call, helper.payload),
          headers: argumentAt(call, helper.headers),
          request: argumentAt(call, helper.request),
          verify: helper.site.verify,
          package: helper.site.package,
        }));
      }),
    );
  }

  /** Functions of the program that hand a parameter of theirs to be verified. */
  private verifyingFunctions(): ReadonlyMap<FunctionWithBody, readonly HelperSite[]> {
    if (this.helpers) return this.helpers;
    const all = new Map<FunctionWithBody, HelperSite[]>();
    this.helpers = all;
    const files = projectFilesOf(this.program).filter(isProjectFile);
    let found = files.flatMap((file) => this.direct(file));
    for (let level = 0; level < MAX_LEVELS && found.length > 0; level += 1) {
      const added = new Map<FunctionWithBody, readonly HelperSite[]>();
      for (const site of found) {
        const helper = this.helperOf(site);
        if (!helper || all.has(helper.callee)) continue;
        all.set(helper.callee, [helper.site]);
        added.set(helper.callee, [helper.site]);
      }
      this.helperNames = new Set(
        [...added.keys()].map(nameOf).filter((name) => name !== undefined),
      );
      found = added.size > 0 ? files.flatMap((file) => this.through(file, added)) : [];
    }
    this.helperNames = new Set([...all.keys()].map(nameOf).filter((name) => name !== undefined));
    return all;
  }

  private helperOf(site: VerifySite): { callee: FunctionWithBody; site: HelperSite } | undefined {
    const callee = enclosingFunction(site.call);
    if (!callee || nameOf(callee) === undefined) return undefined;
    const payload = site.payload && this.placeOf(site.payload, callee);
    const headers = site.headers && this.placeOf(site.headers, callee);
    const request = this.requestPlace(site, callee);
    return payload || headers || request
      ? { callee, site: { payload, headers, request, site } }
      : undefined;
  }

  /** The parameter from which a function reads the body that it verifies. */
  private requestPlace(site: VerifySite, callee: FunctionWithBody): Place | undefined {
    const from = site.payload
      ? originsOf(site.payload, this.checker)
      : site.request
        ? [site.request]
        : [];
    for (const origin of from) {
      const declaration = sourceOf(origin, this.checker)?.symbol.valueDeclaration;
      const index =
        declaration && ts.isParameter(declaration) ? callee.parameters.indexOf(declaration) : -1;
      if (index >= 0) return { index, property: undefined };
    }
    return undefined;
  }

  private placeOf(expression: ts.Expression, callee: FunctionWithBody): Place | undefined {
    const node = settled(expression);
    const object = memberObject(node);
    if (object) {
      const outer = this.placeOf(object, callee);
      const property = memberName(node);
      return outer && outer.property === undefined && property !== undefined
        ? { index: outer.index, property }
        : undefined;
    }
    if (!ts.isIdentifier(node)) return undefined;
    const declaration = symbolOf(node, this.checker)?.valueDeclaration;
    if (!declaration) return undefined;
    if (ts.isParameter(declaration) && !declaration.dotDotDotToken) {
      const index = callee.parameters.indexOf(declaration);
      return index < 0 ? undefined : { index, property: undefined };
    }
    if (ts.isBindingElement(declaration) && ts.isParameter(declaration.parent.parent)) {
      const index = callee.parameters.indexOf(declaration.parent.parent);
      const property = propertyName(declaration.propertyName ?? declaration.name);
      return index < 0 || property === undefined || declaration.dotDotDotToken
        ? undefined
        : { index, property };
    }
    return undefined;
  }
}

const sitesOfProgram = new WeakMap<ts.Program, VerifySites>();

/** The verification sites of a program; computed lazily and once. */
export function verifySitesOf(program: ts.Program, sdk: Recogniser): VerifySites {
  let sites = sitesOfProgram.get(program);
  if (!sites) sitesOfProgram.set(program, (sites = new VerifySites(program, sdk)));
  return sites;
}

function argumentAt(call: ts.CallExpression, place: Place | undefined): ts.Expression | undefined {
  if (!place || call.arguments.slice(0, place.index + 1).some(ts.isSpreadElement)) return undefined;
  const argument = call.arguments[place.index];
  if (!argument || place.property === undefined) return argument;
  const literal = unwrapped(argument);
  return ts.isObjectLiteralExpression(literal)
    ? literalProperty(literal, place.property)
    : undefined;
}

/** The name that a function can be called by: its own, or that of the const or property that holds it. */
function nameOf(callee: FunctionWithBody): string | undefined {
  if (callee.name) return propertyName(callee.name);
  let parent: ts.Node = callee.parent;
  while (ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent)) parent = parent.parent;
  if (
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent)
  ) {
    return propertyName(parent.name);
  }
  return undefined;
}
