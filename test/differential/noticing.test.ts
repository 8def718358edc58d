import { expect, it } from "vitest";
import { analysisOf } from "../failure/outcomes.js";
import { fileOf, programOf } from "../harness/program.js";
import type { Leeway } from "./agreement.js";
import { compareApi } from "./api-check.js";
import { predictionsOf, type CallPrediction, type Predicted } from "./prediction.js";
import { javaScriptOf, scriptOf } from "./stage.js";

const STRICT: Leeway = { flips: false, races: false, breaks: false, returns: false };

const PROGRAM = `import { Svix } from "svix";
declare const svix: Svix;
declare function log(key: string): void;
export async function run(): Promise<string> {
  try {
    await svix.message.create("app", { eventType: "s1", payload: {} });
  } catch {
    /* met */
    log("k1");
  }
  return "done";
}
`;

const program = programOf(PROGRAM);
const predictions = predictionsOf(analysisOf(program), [fileOf(program)]);
const script = scriptOf(javaScriptOf({ "p/main.ts": PROGRAM.replace("/* met */", "$c();") }), "p");

/** What the comparison says when the engine had said something else. */
async function complaints(
  change: (prediction: CallPrediction) => CallPrediction,
): Promise<string[]> {
  const found = await compareApi(script, predictions.map(change), true, STRICT);
  return found.flatMap((each) =>
    each.kind === "disagree" ? [each.why.replace(/ \(.*/u, "")] : [],
  );
}

function withPaths(change: Partial<Predicted>): (prediction: CallPrediction) => CallPrediction {
  return (prediction) => ({
    ...prediction,
    paths: new Map(
      [...prediction.paths].map(([mode, paths]) => [
        mode,
        paths.map((path) => ({ ...path, ...change })),
      ]),
    ),
  });
}

it("agrees with what the engine says", async () => {
  expect(await complaints((prediction) => prediction)).toEqual([]);
});

it.each([
  ["an error escapes", { escape: "failure" }],
  ["a promise floats", { floats: true }],
  [
    "another value is returned",
    { value: { kind: "leaf", value: { kind: "primitive", value: null } } },
  ],
] as const)("notices that, other than said, %s", async (_, change) => {
  expect(await complaints(withPaths(change))).toEqual([
    "no path of the engine is what was observed",
  ]);
});

it("notices work that was not done", async () => {
  expect(await complaints(withPaths({ acted: "k7" }))).toEqual(["the engine says that k7 acted"]);
});

it("notices a missing report and a wrong one", async () => {
  const without = await complaints((prediction) => ({ ...prediction, verdicts: [] }));
  expect(without).toContain("a swallowed failure is not reported");
  const wrong = await complaints((prediction) => ({
    ...prediction,
    verdicts: prediction.verdicts.map((verdict) => ({
      ...verdict,
      judgement: "unhandled" as const,
    })),
  }));
  expect(wrong).toContain("reported as unhandled, which it is not");
});
