import path from "node:path";
import { parseArgs } from "node:util";

export const FORMATS = ["stylish", "json", "sarif"] as const;

export type Format = (typeof FORMATS)[number];

/** What the command line asks for. */
export interface Options {
  /** Absolute. */
  readonly directory: string;
  readonly format: Format;
  readonly strict: boolean;
  /** Undefined: warnings never fail the run. */
  readonly maxWarnings: number | undefined;
  readonly help: boolean;
  readonly version: boolean;
}

/** Wrong use of the command line, to be told with the usage. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const USAGE = `Usage: eslint-plugin-svix [directory] [options]

Lints the TypeScript projects below the directory (default: the current one) with the recommended
rules, without any ESLint configuration, and tells which promises of the Svix contract are kept.

Options:
  --format stylish|json|sarif   how to print the findings (default: stylish)
  --strict                      the strict rules instead of the recommended ones
  --max-warnings N              fail when there are more than N warnings
  --help, --version

Exit codes: 0 no errors, 1 errors (or too many warnings), 2 could not run.`;

/**
 * The options in the arguments.
 *
 * @param args the arguments after the program's name
 * @throws {UsageError} that says what is wrong
 */
export function optionsOf(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  if (positionals.length > 1)
    throw new UsageError(`one directory at a time, not ${positionals.join(", ")}`);
  return {
    directory: path.resolve(positionals[0] ?? "."),
    format: formatOf(values.format),
    strict: values.strict,
    maxWarnings: values["max-warnings"] === undefined ? undefined : countOf(values["max-warnings"]),
    help: values.help,
    version: values.version,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: "string", default: "stylish" },
        strict: { type: "boolean", default: false },
        "max-warnings": { type: "string" },
        help: { type: "boolean", default: false },
        version: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function formatOf(given: string): Format {
  const format = FORMATS.find((known) => known === given);
  if (format === undefined) throw new UsageError(`--format is ${FORMATS.join(", ")}, not ${given}`);
  return format;
}

function countOf(given: string): number {
  const count = Number(given);
  if (!Number.isInteger(count) || count < 0)
    throw new UsageError(`--max-warnings takes a count, not ${given}`);
  return count;
}
