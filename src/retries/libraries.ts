import ts from "typescript";
import { innermost } from "../callers/declarations.js";
import { originsOfCallee } from "../callers/origin.js";
import { importedAs } from "../values/syntax.js";
import { contains, hasProperty, numberIn, symbolOf, valueOfProperty } from "./syntax.js";

/** A library function that runs the function it is given again when that fails. */
interface RetryLibrary {
  readonly packages: readonly string[];
  /** Names of the exports; absent: the default export too. */
  readonly calls?: readonly string[];
  /** Which argument holds the options. */
  readonly options: number;
  /** Options that decide by the error whether to go on. */
  readonly predicates: readonly string[];
  /** Options that say how often, and the value that means never again. */
  readonly counts: Readonly<Record<string, number>>;
  /** Options that say how long to wait; all of them 0 means not at all. Absent: it waits by itself. */
  readonly delays: readonly string[];
  /** Whether it waits when none of the delays is given. */
  readonly waits: boolean;
  readonly source: string;
}

const LIBRARIES: readonly RetryLibrary[] = [
  {
    packages: ["p-retry"],
    options: 1,
    predicates: ["shouldRetry", "shouldConsumeRetry"],
    counts: { retries: 0 },
    delays: ["minTimeout"],
    waits: true,
    source: "https://github.com/sindresorhus/p-retry",
  },
  {
    packages: ["async-retry"],
    options: 1,
    predicates: [],
    counts: { retries: 0 },
    delays: ["minTimeout"],
    waits: true,
    source: "https://github.com/vercel/async-retry",
  },
  {
    packages: ["exponential-backoff"],
    calls: ["backOff"],
    options: 1,
    predicates: ["retry"],
    counts: { numOfAttempts: 1 },
    delays: ["startingDelay"],
    waits: true,
    source: "https://github.com/coveooss/exponential-backoff",
  },
  {
    packages: ["@lifeomic/attempt"],
    calls: ["retry"],
    options: 1,
    predicates: ["handleError"],
    counts: { maxAttempts: 1 },
    delays: ["delay", "initialDelay"],
    waits: true,
    source: "https://github.com/lifeomic/attempt",
  },
  {
    packages: ["ts-retry-promise"],
    calls: ["retry"],
    options: 1,
    predicates: ["retryIf"],
    counts: { retries: 0 },
    delays: ["delay"],
    waits: true,
    source: "https://github.com/normartin/ts-retry-promise",
  },
  {
    packages: ["es-toolkit"],
    calls: ["retry"],
    options: 1,
    predicates: ["shouldRetry"],
    counts: { retries: 0 },
    delays: ["delay"],
    waits: false,
    source: "https://es-toolkit.dev/reference/function/retry.html",
  },
];

/** A retry by a library, as far as its options say. */
export interface LibraryRetry {
  /** undefined: it cannot be told. */
  readonly discriminates: boolean | undefined;
  readonly waits: boolean | undefined;
}

/**
 * What a call of a retry library does with the function that is its first argument; undefined where
 * the call is none, or where retries are switched off. Packages are told by declaration, and by the
 * import where they are not installed.
 *
 * @param looks whether a function that is given the error looks at it
 */
export function libraryRetry(
  call: ts.CallExpression | ts.NewExpression,
  index: number,
  checker: ts.TypeChecker,
  looks: (fn: ts.Expression) => boolean,
): LibraryRetry | undefined {
  if (!ts.isCallExpression(call) || index !== 0) return undefined;
  const library = libraryOf(call, checker);
  if (!library) return undefined;
  const given = call.arguments[library.options];
  if (given === undefined) return { discriminates: false, waits: library.waits };
  const options = objectOf(given, checker);
  // es-toolkit: retry(send, 3)
  if (!options)
    return isNumber(given)
      ? { discriminates: false, waits: library.waits }
      : { discriminates: undefined, waits: undefined };
  if (
    Object.entries(library.counts).some(
      ([name, never]) => numberIn(valueOfProperty(options, name)) === never,
    )
  )
    return undefined;
  const isOpen = options.properties.some(ts.isSpreadAssignment);
  const judges =
    library.predicates.some((name) => hasProperty(options, name)) || listens(options, looks);
  return {
    discriminates: judges ? true : isOpen ? undefined : false,
    waits: waitOf(library, options, isOpen),
  };
}

function waitOf(
  { delays, waits }: RetryLibrary,
  options: ts.ObjectLiteralExpression,
  isOpen: boolean,
): boolean | undefined {
  const given = delays.filter((name) => hasProperty(options, name));
  const listener = ["onFailedAttempt", "onRetry"].some(
    (name) => hasProperty(options, name) && /\bawait\b/u.test(options.getText()),
  );
  if (listener) return true;
  if (given.length > 0)
    return !given.every((name) => numberIn(valueOfProperty(options, name)) === 0);
  return isOpen ? undefined : waits;
}

/** p-retry's onFailedAttempt ends the attempts by throwing. */
function listens(
  options: ts.ObjectLiteralExpression,
  looks: (fn: ts.Expression) => boolean,
): boolean {
  const listener = options.properties.find(
    (property) => property.name?.getText() === "onFailedAttempt",
  );
  if (!listener) return false;
  if (ts.isPropertyAssignment(listener))
    return contains(listener, ts.isThrowStatement) || looks(listener.initializer);
  return contains(listener, ts.isThrowStatement);
}

function libraryOf(call: ts.CallExpression, checker: ts.TypeChecker): RetryLibrary | undefined {
  const imported = importedAs(call.expression, checker);
  const origins = imported
    ? [{ package: imported.module, name: imported.name }]
    : originsOfCallee(call, checker);
  for (const origin of origins) {
    const library = LIBRARIES.find(
      ({ packages, calls }) =>
        packages.includes(origin.package) && (calls?.includes(origin.name) ?? true),
    );
    if (library) return library;
  }
  return undefined;
}

/** The policies of cockatiel: https://github.com/connor4312/cockatiel */
const COCKATIEL = "cockatiel";

/** `policy.execute(() => …)`: what the policy's making says, followed through constants, `wrap` and the builder. */
export function policyRetry(
  call: ts.CallExpression | ts.NewExpression,
  index: number,
  checker: ts.TypeChecker,
): LibraryRetry | undefined {
  const callee = innermost(call.expression);
  if (index !== 0 || !ts.isPropertyAccessExpression(callee) || callee.name.text !== "execute")
    return undefined;
  return ofPolicy(callee.expression, checker, 0);
}

function ofPolicy(
  node: ts.Expression,
  checker: ts.TypeChecker,
  depth: number,
): LibraryRetry | undefined {
  const policy = innermost(node);
  if (depth > 6) return undefined;
  if (ts.isCallExpression(policy)) return ofMaking(policy, checker, depth);
  const declaration = symbolOf(
    ts.isPropertyAccessExpression(policy) ? policy.name : policy,
    checker,
  )?.valueDeclaration;
  const isHolder =
    declaration &&
    (ts.isVariableDeclaration(declaration) ||
      ts.isPropertyDeclaration(declaration) ||
      ts.isPropertyAssignment(declaration));
  return isHolder && declaration.initializer
    ? ofPolicy(declaration.initializer, checker, depth + 1)
    : undefined;
}

function ofMaking(
  making: ts.CallExpression,
  checker: ts.TypeChecker,
  depth: number,
): LibraryRetry | undefined {
  const callee = innermost(making.expression);
  const imported = importedAs(callee, checker) ?? originOf(making, checker);
  if (imported?.module === COCKATIEL && imported.name === "wrap") {
    return making.arguments
      .map((part) => ofPolicy(part, checker, depth + 1))
      .find((found) => found !== undefined);
  }
  if (imported?.module === COCKATIEL && imported.name === "retry") {
    const [filter, options] = making.arguments;
    const literal = options && objectOf(options, checker);
    const waits = literal
      ? hasProperty(literal, "backoff") && !literal.getText().includes("ConstantBackoff(0)")
      : options
        ? undefined
        : false;
    return { discriminates: filter ? discriminates(filter, checker) : undefined, waits };
  }
  // Policy.handleAll().retry().attempts(3).exponential()
  const text = making.getText();
  if (!text.includes(".retry()") || !isOfPolicy(making, checker)) return undefined;
  return {
    discriminates: !/\.handleAll\(\)\s*\.retry/u.test(text),
    waits: /\.(?:delay|exponential|backoff|delegate)\(/u.test(text),
  };
}

function discriminates(filter: ts.Expression, checker: ts.TypeChecker): boolean | undefined {
  const inner = innermost(filter);
  const imported = ts.isIdentifier(inner) ? importedAs(inner, checker) : undefined;
  if (imported?.module === COCKATIEL) return imported.name !== "handleAll";
  if (ts.isIdentifier(inner) && inner.text === "handleAll") return false;
  return ts.isCallExpression(inner) ? true : undefined;
}

function originOf(
  call: ts.CallExpression,
  checker: ts.TypeChecker,
): { readonly module: string; readonly name: string } | undefined {
  const [origin] = originsOfCallee(call, checker).filter(({ package: from }) => from === COCKATIEL);
  return origin && { module: COCKATIEL, name: origin.name };
}

function isOfPolicy(making: ts.CallExpression, checker: ts.TypeChecker): boolean {
  return contains(
    making,
    (node) => ts.isIdentifier(node) && importedAs(node, checker)?.module === COCKATIEL,
  );
}

/** The object literal that an options argument is, also by way of a constant. */
export function objectOf(
  node: ts.Expression,
  checker: ts.TypeChecker,
): ts.ObjectLiteralExpression | undefined {
  const inner = innermost(node);
  if (ts.isObjectLiteralExpression(inner)) return inner;
  if (!ts.isIdentifier(inner)) return undefined;
  const declaration = symbolOf(inner, checker)?.valueDeclaration;
  const isConst =
    declaration &&
    ts.isVariableDeclaration(declaration) &&
    (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  const value = isConst && declaration.initializer ? innermost(declaration.initializer) : undefined;
  return value && ts.isObjectLiteralExpression(value) ? value : undefined;
}

function isNumber(node: ts.Expression): boolean {
  return ts.isNumericLiteral(innermost(node));
}
