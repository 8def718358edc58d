import ts from "typescript";
import { callersOf } from "../callers/index.js";
import { projectFilesOf } from "../callers/project-files.js";
import { reachOf } from "../callers/reach.js";
import { suspectsOf } from "../callers/suspects.js";
import { checkerOf } from "../sdk/checker.js";
import type { SdkPackage } from "../sdk/packages.js";
import type { Recogniser } from "../sdk/recogniser.js";
import { callsNamed, callsOfIdentifiers, namesCalled } from "./calls-named.js";
import { symbolOf } from "./declarations.js";
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
const OBJECT = ts.SyntaxKind.ObjectLiteralExpression;

/**
 * Where verification happens in a program: `Webhook#verify`, `AutoConfig#verify` and the verifiers
 * that are configured. Of those, the body is the property `payload` or `body` of an object, a request
 * is what has headers, and anything else that comes first is taken for the body.
 *
 * Helpers are found to a depth of three. A helper that keeps the body in a field, or gets it by a
 * rest parameter, is not followed.
 */
export class VerifySites {
  private readonly checker: ts.TypeChecker;
  private readonly ofFile = new Map<ts.SourceFile, readonly VerifySite[]>();
  private byHelper: ReadonlyMap<ts.SourceFile, readonly VerifySite[]> | undefined;

  constructor(
    private readonly program: ts.Program,
    private readonly sdk: Recogniser,
  ) {
    this.checker = checkerOf(program);
  }

  /** Calls in a file that verify, themselves or through a function of the program. */
  in(file: ts.SourceFile): readonly VerifySite[] {
    let sites = this.ofFile.get(file);
    if (!sites) {
      const helped = this.mayCallHelper(file) ? this.throughHelpers().get(file) : undefined;
      sites = [...this.own(file), ...(helped ?? [])];
      this.ofFile.set(file, sites);
    }
    return sites;
  }

  /** By names alone: whether a call in the file may lead to a verify. */
  private mayCallHelper(file: ts.SourceFile): boolean {
    if (!reachOf(this.program, this.sdk).includes(file)) return false;
    const helpers = suspectsOf(this.program, this.sdk, { names: ["verify"] });
    return namesCalled(file).some((name) => name === undefined || helpers.has(name, file));
  }

  /** Calls of the SDK's own verify in a file. */
  direct(file: ts.SourceFile): readonly VerifySite[] {
    return this.verifying(file).flatMap(({ call, library }) => {
      const [payload, headers] = call.arguments;
      return library
        ? { call, payload, headers, request: undefined, verify: call, package: library }
        : [];
    });
  }

  /** Calls of the SDK's own verify and of configured verifiers in a file. */
  private own(file: ts.SourceFile): readonly VerifySite[] {
    const configured = this.verifying(file).filter(({ library }) => library === undefined);
    return [...this.direct(file), ...configured.map(({ call }) => this.configured(call))];
  }

  private verifying(
    file: ts.SourceFile,
  ): readonly { readonly call: ts.CallExpression; readonly library: SdkPackage | undefined }[] {
    if (!file.text.includes("verify")) return [];
    // A bound or destructured method may have any name: `const check = wh.verify.bind(wh)`.
    return [...callsNamed(file, "verify"), ...callsOfIdentifiers(file)].flatMap((call) => {
      const known = this.sdk.callOf(call);
      if (known?.kind !== "verify" || call.arguments.some(ts.isSpreadElement)) return [];
      return { call, library: known.package };
    });
  }

  /** `verifyWebhook(request)`, `webhooks.verify({ payload, … })`, `check(rawBody, …)` of the settings. */
  private configured(call: ts.CallExpression): VerifySite {
    const [first] = call.arguments;
    const literal = first && unwrapped(first);
    const named =
      literal && ts.isObjectLiteralExpression(literal)
        ? (literalProperty(literal, "payload") ?? literalProperty(literal, "body"))
        : undefined;
    const isRequest =
      first !== undefined &&
      this.checker.getPropertyOfType(this.checker.getTypeAtLocation(first), "headers") !==
        undefined;
    return {
      call,
      payload: named ?? (isRequest || literal?.kind === OBJECT ? undefined : first),
      headers: undefined,
      request: isRequest && !named ? first : undefined,
      verify: call,
      package: "svix",
    };
  }

  /** Functions of the program that hand a parameter of theirs to be verified, and their calls by file. */
  private throughHelpers(): ReadonlyMap<ts.SourceFile, readonly VerifySite[]> {
    if (this.byHelper) return this.byHelper;
    const byFile = new Map<ts.SourceFile, VerifySite[]>();
    this.byHelper = byFile;
    const known = new Set<FunctionWithBody>();
    let found = projectFilesOf(this.program).flatMap((file) => this.own(file));
    for (let level = 0; level < MAX_LEVELS; level += 1) {
      const next: VerifySite[] = [];
      for (const site of found) {
        const helper = this.helperOf(site);
        if (!helper || known.has(helper.callee)) continue;
        known.add(helper.callee);
        next.push(...this.callsOf(helper.callee, helper.site));
      }
      for (const site of next) {
        const file = site.call.getSourceFile();
        const sites = byFile.get(file);
        if (sites) sites.push(site);
        else byFile.set(file, [site]);
      }
      found = next;
    }
    return byFile;
  }

  private callsOf(callee: FunctionWithBody, helper: HelperSite): readonly VerifySite[] {
    const { sites } = callersOf(this.program).callSitesOf(callee, { includeTests: true });
    return sites.flatMap(({ call, kind }) => {
      if (kind !== "call" || !ts.isCallExpression(call)) return [];
      return {
        call,
        payload: argumentAt(call, helper.payload),
        headers: argumentAt(call, helper.headers),
        request: argumentAt(call, helper.request),
        verify: helper.site.verify,
        package: helper.site.package,
      };
    });
  }

  private helperOf(site: VerifySite): { callee: FunctionWithBody; site: HelperSite } | undefined {
    const callee = enclosingFunction(site.call);
    if (!callee) return undefined;
    const payload = site.payload && this.placeOf(site.payload, callee);
    const headers = site.headers && this.placeOf(site.headers, callee);
    const isBody = payload !== undefined && payload.property === undefined;
    const request = isBody ? undefined : this.requestPlace(site, callee);
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
