import { describe, expect, it } from "vitest";
import { analysisOf } from "../failure/outcomes.js";
import { fileOf, programOf } from "../harness/program.js";
import type { Leeway } from "./agreement.js";
import { compareApi } from "./api-check.js";
import { predictionsOf, type CallPrediction, type Predicted } from "./prediction.js";
import { javaScriptOf, scriptOf } from "./stage.js";
import { STYLES } from "./styles/index.js";
import type { Style } from "./styles/style.js";
import { compareVerification } from "./verify-check.js";

const STRICT: Leeway = {
  flips: false,
  races: false,
  breaks: false,
  repeats: false,
  returns: false,
};

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

/** A receiver for Hono whose handler refuses, or breaks, by the framework's own exception. */
function receiver(status: 401 | 500): string {
  return `import type { Webhook } from "svix";
${STYLES.hono.imports}declare function wh(key: string): Webhook;
${STYLES.hono.head("async ", (type) => `Promise<${type}>`)}
  try {
    wh("s1").verify(body, headers);
  } catch {
    throw new HTTPException(${String(status)});
  }
  return c.json({ ok: true });
${STYLES.hono.tail(true)}`;
}

describe.each([401, 500] as const)("in a framework that answers %s", (status) => {
  const text = receiver(status);
  const received = programOf(text);
  const said = predictionsOf(analysisOf(received), [fileOf(received)]);
  const hono = scriptOf(
    javaScriptOf({ "p/main.ts": text.replace("catch {", "catch { $c();") }),
    "p",
  );

  async function complaintsOf(
    style: Style,
    change: (prediction: CallPrediction) => CallPrediction = (prediction) => prediction,
  ): Promise<string[]> {
    const written = { style, registered: true };
    const found = await compareVerification(hono, said.map(change), true, written, false);
    return found.map((each) =>
      each.kind === "disagree" ? each.why.replace(/ \(.*/u, "") : each.kind,
    );
  }

  it("agrees with what the engine says", async () => {
    expect(await complaintsOf(STYLES.hono)).toEqual(["agree"]);
  });

  it("notices that the framework sends another status", async () => {
    const stage = (): ReturnType<Style["stage"]> => ({ ...STYLES.hono.stage(), sent: () => 200 });
    expect(await complaintsOf({ ...STYLES.hono, stage })).toEqual([
      "no path of the engine is what was observed",
    ]);
  });

  it("notices that the engine names another status", async () => {
    const changed = (prediction: CallPrediction): CallPrediction => ({
      ...prediction,
      paths: new Map(
        [...prediction.paths].map(([mode, paths]) => [
          mode,
          paths.map((path) => ({ ...path, answered: 403 })),
        ]),
      ),
    });
    expect(await complaintsOf(STYLES.hono, changed)).toEqual([
      "no path of the engine is what was observed",
    ]);
  });

  it("notices a verdict that is missing or wrong", async () => {
    const others = predictions.flatMap(({ verdicts }) => verdicts);
    const given = status === 500 ? [] : others;
    expect(
      await complaintsOf(STYLES.hono, (prediction) => ({
        ...prediction,
        verdicts: given,
        all: given,
      })),
    ).toEqual([status === 500 ? "a wrong status is not reported" : "a refusal is reported"]);
  });
});
