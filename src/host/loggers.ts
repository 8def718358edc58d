import ts from "typescript";
import { LOGGER_NAME, LOGGER_PACKAGES } from "../contract/loggers.js";
import { namedAccessOf, withoutWrapping } from "../sdk/callee.js";
import { checkerOf } from "../sdk/checker.js";
import type { ResolvedSettings } from "./settings.js";
import { specifierMatch } from "./specifiers.js";

/** Whether a callee (`console.error`, `request.log.warn`, `this.logger.info`) only writes a log. */
export type IsLogger = (callee: ts.Expression) => boolean;

/** One for each program and settings, since the engines keep their answers by its identity. */
const made = new WeakMap<ResolvedSettings, WeakMap<ts.Program, IsLogger>>();

/**
 * What counts as a logger: `console`, anything that is called `log` or `logger` on the way to the
 * called function, the loggers of well-known packages by declaration, and `settings.svix.loggers`.
 */
export function loggersOf(settings: ResolvedSettings, program: ts.Program): IsLogger {
  const ofPrograms = made.get(settings) ?? new WeakMap<ts.Program, IsLogger>();
  made.set(settings, ofPrograms);
  const known = ofPrograms.get(program) ?? newLoggers(settings, program);
  ofPrograms.set(program, known);
  return known;
}

function newLoggers({ loggers }: ResolvedSettings, program: ts.Program): IsLogger {
  const checker = checkerOf(program);
  const isConfigured = specifierMatch(loggers.specifiers, program);
  // Types are asked only where one of the packages is loaded.
  const hasLoggers = program.getSourceFiles().some(isOfLogger);
  const isLoggerName = (name: string): boolean =>
    LOGGER_NAME.test(name) || loggers.names.includes(name);
  return (callee) => {
    for (const part of partsOf(callee)) {
      const name = ts.isIdentifier(part) ? part.text : namedAccessOf(part)?.name;
      if (name !== undefined && isLoggerName(name)) return true;
      if (isConfigured(part)) return true;
    }
    if (!hasLoggers) return false;
    const object = objectOf(withoutWrapping(callee));
    return object !== undefined && isDeclaredLogger(checker.getTypeAtLocation(object));
  };
}

/** `a.b.c` as `a.b.c`, `a.b` and `a`; calls on the way are stepped over: `logger.child({}).info`. */
function* partsOf(callee: ts.Expression): Generator<ts.Expression> {
  for (let part: ts.Expression | undefined = withoutWrapping(callee); part;) {
    yield part;
    const object: ts.Expression | undefined = objectOf(part);
    part = object && ts.isCallExpression(object) ? withoutWrapping(object.expression) : object;
  }
}

function objectOf(part: ts.Expression): ts.Expression | undefined {
  const isMember = ts.isPropertyAccessExpression(part) || ts.isElementAccessExpression(part);
  return isMember ? withoutWrapping(part.expression) : undefined;
}

const PACKAGE = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/u;

const ofLogger = new WeakMap<ts.SourceFile, boolean>();

function isOfLogger(file: ts.SourceFile): boolean {
  let known = ofLogger.get(file);
  if (known === undefined) {
    const [, name = ""] = PACKAGE.exec(file.fileName) ?? [];
    ofLogger.set(file, (known = Object.hasOwn(LOGGER_PACKAGES, name)));
  }
  return known;
}

function isDeclaredLogger(type: ts.Type): boolean {
  // pino's Logger is made of several interfaces.
  if (type.isIntersection()) return type.types.some(isDeclaredLogger);
  const symbol = type.symbol as ts.Symbol | undefined;
  return (symbol?.declarations ?? []).some((declaration) => {
    const [, name = ""] = PACKAGE.exec(declaration.getSourceFile().fileName) ?? [];
    const loggers = Object.hasOwn(LOGGER_PACKAGES, name) ? LOGGER_PACKAGES[name] : undefined;
    return loggers === "all" || (loggers?.includes(symbol?.name ?? "") ?? false);
  });
}
