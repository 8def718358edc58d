import type ts from "typescript";
import type { ExtraVerifier } from "../sdk/recogniser.js";
import type { ResolvedSettings } from "./settings.js";
import { specifierMatch } from "./specifiers.js";

/** The recogniser's answers hang on the function's identity, so there is one for each of these. */
const made = new WeakMap<ResolvedSettings, WeakMap<ts.Program, ExtraVerifier>>();

/**
 * The functions of `settings.svix.verifiers` as the recogniser asks for them, or undefined where
 * the setting names none. An operation is called what its declaration is called: "verifyWebhook".
 */
export function extraVerifierOf(
  settings: ResolvedSettings,
  program: ts.Program,
): ExtraVerifier | undefined {
  if (settings.verifiers.length === 0) return undefined;
  const ofPrograms = made.get(settings) ?? new WeakMap<ts.Program, ExtraVerifier>();
  made.set(settings, ofPrograms);
  const verifier = ofPrograms.get(program) ?? newVerifier(settings, program);
  ofPrograms.set(program, verifier);
  return verifier;
}

function newVerifier({ verifiers }: ResolvedSettings, program: ts.Program): ExtraVerifier {
  const isVerifier = specifierMatch(verifiers, program);
  return ({ expression }, checker) => {
    if (!isVerifier(expression)) return undefined;
    return checker.getTypeAtLocation(expression).symbol.name;
  };
}
