import type { TypeOrValueSpecifier } from "@typescript-eslint/type-utils";
import { docsUrl } from "./docs-url.js";
import { VERIFIER_PRESETS, type VerifierPreset } from "./verifier-presets.js";

/** What a user writes under `settings.svix`; every field may be left out. */
export interface SvixSettings {
  /** Functions of packages or of the program that deal with the errors of what they are given. */
  readonly errorBoundaries?: readonly TypeOrValueSpecifier[];
  /** More functions that throw when a webhook's signature is wrong. */
  readonly verifiers?: readonly (VerifierPreset | Exclude<TypeOrValueSpecifier, string>)[];
  /** More loggers: names of identifiers or properties, or specifiers. */
  readonly loggers?: readonly TypeOrValueSpecifier[];
  /** How far callers are looked for: in the whole program (default) or in the linted file only. */
  readonly callers?: "program" | "file";
}

/** The settings with their defaults; presets are resolved, names and specifiers told apart. */
export interface ResolvedSettings {
  readonly errorBoundaries: readonly TypeOrValueSpecifier[];
  readonly verifiers: readonly TypeOrValueSpecifier[];
  readonly loggers: {
    readonly names: readonly string[];
    readonly specifiers: readonly TypeOrValueSpecifier[];
  };
  readonly callers: "program" | "file";
}

/** Wrong `settings.svix`. Thrown on, so that ESLint shows it: a setting that is ignored misleads. */
export class SettingsError extends Error {
  constructor(place: string, problem: string) {
    super(`settings.svix${place} ${problem}. See ${docsUrl("setup")}#settings`);
    this.name = "SettingsError";
  }
}

const DEFAULTS: ResolvedSettings = {
  errorBoundaries: [],
  verifiers: [],
  loggers: { names: [], specifiers: [] },
  callers: "program",
};

/** ESLint hands every rule the same settings object for all files of one config. */
const resolved = new WeakMap<object, ResolvedSettings>();

/**
 * The checked content of `settings.svix`.
 *
 * @param settings ESLint's `context.settings`
 * @throws {SettingsError} that names the wrong field
 */
export function settingsOf(settings: Readonly<Record<string, unknown>>): ResolvedSettings {
  const own = settings["svix"];
  if (own === undefined) return DEFAULTS;
  if (!isRecord(own)) throw new SettingsError("", `must be an object, not ${shown(own)}`);
  const known = resolved.get(own) ?? resolve(own);
  resolved.set(own, known);
  return known;
}

const FIELDS = ["errorBoundaries", "verifiers", "loggers", "callers"];

function resolve(own: Readonly<Record<string, unknown>>): ResolvedSettings {
  for (const field of Object.keys(own)) {
    if (!FIELDS.includes(field)) {
      throw new SettingsError(`.${field}`, `is not known; there are ${FIELDS.join(", ")}`);
    }
  }
  const loggers = specifiersIn(own, "loggers");
  const { callers = DEFAULTS.callers } = own;
  if (callers !== "program" && callers !== "file") {
    throw new SettingsError(".callers", `must be "program" or "file", not ${shown(callers)}`);
  }
  return {
    errorBoundaries: specifiersIn(own, "errorBoundaries"),
    verifiers: specifiersIn(own, "verifiers").flatMap((given, index) =>
      typeof given === "string" ? preset(given, index) : [given],
    ),
    loggers: {
      names: loggers.filter((given) => typeof given === "string"),
      specifiers: loggers.filter((given) => typeof given !== "string"),
    },
    callers,
  };
}

function preset(name: string, index: number): readonly TypeOrValueSpecifier[] {
  if (Object.hasOwn(VERIFIER_PRESETS, name)) return VERIFIER_PRESETS[name as VerifierPreset];
  const names = Object.keys(VERIFIER_PRESETS).map(shown).join(", ");
  throw new SettingsError(
    `.verifiers[${index}]`,
    `must be one of ${names} or an object with from, name and package, not ${shown(name)}`,
  );
}

function specifiersIn(own: Readonly<Record<string, unknown>>, field: string) {
  const list = own[field] ?? [];
  if (!Array.isArray(list))
    throw new SettingsError(`.${field}`, `must be an array, not ${shown(list)}`);
  return list.map((given: unknown, index) => specifier(given, `.${field}[${index}]`));
}

/** The fields of a specifier beside `from` and `name`, and whether they must be there. */
const SPECIFIER_FIELDS = {
  file: { path: "optional" },
  lib: {},
  package: { package: "required" },
} as const satisfies Record<string, Record<string, "optional" | "required">>;

function specifier(given: unknown, place: string): TypeOrValueSpecifier {
  if (typeof given === "string") return given;
  if (!isRecord(given)) {
    throw new SettingsError(place, `must be a string or an object, not ${shown(given)}`);
  }
  const { from, name, ...rest } = given;
  if (from !== "file" && from !== "lib" && from !== "package") {
    throw new SettingsError(
      `${place}.from`,
      `must be "file", "lib" or "package", not ${shown(from)}`,
    );
  }
  if (!isNameOrNames(name)) {
    throw new SettingsError(
      `${place}.name`,
      `must be a name or a list of names, not ${shown(name)}`,
    );
  }
  checkRest(rest, from, place);
  return given as unknown as TypeOrValueSpecifier;
}

function checkRest(
  rest: Readonly<Record<string, unknown>>,
  from: keyof typeof SPECIFIER_FIELDS,
  place: string,
): void {
  const fields: Readonly<Record<string, "optional" | "required">> = SPECIFIER_FIELDS[from];
  for (const [field, value] of Object.entries(rest)) {
    if (!Object.hasOwn(fields, field)) {
      throw new SettingsError(`${place}.${field}`, `does not go with from: ${shown(from)}`);
    }
    if (!isText(value)) {
      throw new SettingsError(`${place}.${field}`, `must be a text, not ${shown(value)}`);
    }
  }
  for (const [field, need] of Object.entries(fields)) {
    if (need === "required" && !(field in rest)) {
      throw new SettingsError(`${place}.${field}`, `is missing`);
    }
  }
}

function isNameOrNames(value: unknown): boolean {
  return isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function shown(value: unknown): string {
  return typeof value === "function" ? "a function" : JSON.stringify(value);
}
