import fc from "fast-check";
import { STYLES, type StyleName } from "./styles/index.js";

/** The bare ones stay as frequent as before: where no framework answers, a run shows most of the function itself. */
const STYLE_NAMES = (Object.keys(STYLES) as StyleName[]).flatMap((name): readonly StyleName[] =>
  name === "fetch" || name === "plain" || name === "reply" ? [name, name] : [name],
);

/** What a function of the program does with a verification. */
export type Check =
  | "throws"
  | "throwsLater"
  | "wraps"
  | "refuses"
  | "boolean"
  | "booleanLater"
  | "alwaysTrue"
  | "eventOrNull"
  | "result"
  | "resultLater"
  | "logsOnly"
  | "flag"
  | "secrets";

export type Status = 200 | 204 | 400 | 401 | 403 | 500 | "variable";

export type Use = "body" | "parsed" | "event" | "eventType" | "safeType";

export type VerifyTest =
  | { readonly kind: "chance" | "isVerificationError" }
  | {
      readonly kind: "variable";
      readonly index: number;
      readonly how: "truthy" | "falsy" | "isNull" | "isNil" | "notOk";
    };

export type VerifyStep =
  | { readonly kind: "verify"; readonly into: "nothing" | "const" | "event" }
  | {
      readonly kind: "check";
      readonly index: number;
      readonly awaited: boolean;
      readonly into: "nothing" | "const" | "guard" | "ok";
      readonly status: Status;
    }
  | {
      readonly kind: "try";
      readonly body: VerifyBody;
      readonly handler: VerifyBody;
      readonly binding: boolean;
      readonly last: VerifyBody | null;
    }
  | { readonly kind: "use"; readonly what: Use; readonly index: number }
  | { readonly kind: "answer"; readonly status: Status; readonly success: boolean }
  | { readonly kind: "returnNothing" }
  | { readonly kind: "let"; readonly what: "ok" | "event" | "status"; readonly truth: boolean }
  | {
      readonly kind: "set";
      readonly what: "ok" | "status";
      readonly truth: boolean;
      readonly status: 400 | 401 | 500;
    }
  | {
      readonly kind: "if";
      readonly test: VerifyTest;
      readonly then: VerifyBody;
      readonly otherwise: VerifyBody | null;
    }
  | { readonly kind: "loop"; readonly stops: boolean }
  | { readonly kind: "act" | "log"; readonly withError: boolean }
  | {
      readonly kind: "throw";
      readonly how: "caught" | "plain" | "http401" | "http500" | "wrapped";
    };

export type VerifyBody = readonly VerifyStep[];

export interface VerifyShape {
  readonly style: StyleName;
  /** Which of the style's ways to answer comes first; the others follow in turn. */
  readonly way: number;
  /** Whether the program shows that its entry is a route. */
  readonly registered: boolean;
  readonly async: boolean;
  readonly checks: readonly Check[];
  /** How many verifications the handler may have; where another follows on the failing path, the engine leaves it open. */
  readonly verifications: number;
  readonly lets: readonly ("ok" | "event" | "status")[];
  readonly body: VerifyBody;
  /** What stands after everything else: the success path of most handlers. */
  readonly ending: {
    readonly guard: VerifyTest | null;
    readonly guardStatus: Status;
    readonly use: Use | null;
    readonly status: Status | null;
  };
}

const index = fc.nat({ max: 5 });
const kind = <const K extends string>(...kinds: K[]): fc.Arbitrary<K> => fc.constantFrom(...kinds);
const status = fc.constantFrom<Status>(200, 204, 400, 401, 401, 403, 500, "variable", "variable");
const use = kind("body", "parsed", "parsed", "event", "eventType", "safeType");

const test: fc.Arbitrary<VerifyTest> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: kind("chance") }) },
  { weight: 2, arbitrary: fc.record({ kind: kind("isVerificationError") }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: kind("variable"),
      index,
      how: kind("truthy", "falsy", "falsy", "isNull", "isNil", "notOk"),
    }),
  },
);

function pick<T>(...choices: readonly (readonly [number, fc.Arbitrary<T>])[]): fc.Arbitrary<T> {
  return fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

const verifying = fc.record({
  kind: kind("verify"),
  into: kind("nothing", "const", "event", "event"),
});
const checking = fc.record({
  kind: kind("check"),
  index,
  awaited: fc.constantFrom(true, true, true, false),
  into: kind("nothing", "const", "guard", "guard", "ok"),
  status,
});
const marker = fc.record({ kind: kind("act", "log", "log"), withError: fc.boolean() });
const answering = fc.record({ kind: kind("answer"), status, success: fc.boolean() });
const throwing = fc.record({
  kind: kind("throw"),
  how: kind("caught", "plain", "http401", "http500", "wrapped"),
});
const setting = fc.record({
  kind: kind("set"),
  what: kind("ok", "status"),
  truth: fc.boolean(),
  status: fc.constantFrom<400 | 401 | 500>(400, 401, 500),
});
const using = fc.record({ kind: kind("use"), what: use, index });

const plainStep = pick<VerifyStep>(
  [4, verifying],
  [4, checking],
  [2, using],
  [1, marker],
  [
    1,
    answering.map((step) => ({ ...step, status: step.success ? (200 as const) : (204 as const) })),
  ],
  [1, setting],
  [1, fc.record({ kind: kind("loop"), stops: fc.boolean() })],
);

const plainHandler = pick<VerifyBody>(
  [1, fc.constant<VerifyBody>([])],
  [2, marker.map((only) => [only])],
  [3, setting.map((only) => [only])],
  [4, answering.map((only) => [only])],
  [2, throwing.map((only) => [only])],
  [3, fc.tuple(marker, answering)],
  [1, fc.tuple(marker, throwing)],
  [1, fc.tuple(using, answering)],
  [1, fc.constant<VerifyBody>([{ kind: "returnNothing" }])],
  [1, fc.tuple(marker, setting)],
);

const handler: fc.Memo<VerifyBody> = fc.memo<VerifyBody>((depth): fc.Arbitrary<VerifyBody> =>
  depth <= 1
    ? plainHandler
    : pick<VerifyBody>(
        [5, plainHandler],
        [
          1,
          fc
            .tuple(
              fc.record({
                kind: kind("if"),
                test,
                then: handler(depth - 1),
                otherwise: fc.option<VerifyBody>(handler(depth - 1)),
              }),
              plainHandler,
            )
            .map(([first, rest]): VerifyBody => [first, ...rest]),
        ],
        [1, body(depth - 1)],
      ),
);

const step: fc.Memo<VerifyStep> = fc.memo<VerifyStep>((depth): fc.Arbitrary<VerifyStep> =>
  depth <= 1
    ? plainStep
    : pick<VerifyStep>(
        [3, plainStep],
        [
          5,
          fc.record({
            kind: kind("try"),
            body: body(depth - 1),
            handler: handler(depth - 1),
            binding: fc.boolean(),
            last: fc.option<VerifyBody>(fc.tuple(marker), { freq: 1 }),
          }),
        ],
        [
          3,
          fc.record({
            kind: kind("if"),
            test,
            then: handler(depth - 1),
            otherwise: fc.option<VerifyBody>(body(depth - 1)),
          }),
        ],
      ),
);

const body: fc.Memo<VerifyBody> = fc.memo<VerifyBody>((depth): fc.Arbitrary<VerifyBody> =>
  fc.array(step(depth), { minLength: 1, maxLength: 2 }),
);

/** Webhook receivers. */
export const verifyShapes: fc.Arbitrary<VerifyShape> = fc.record({
  style: fc.constantFrom(...STYLE_NAMES),
  way: fc.nat({ max: 11 }),
  registered: fc.boolean(),
  async: fc.constantFrom(true, true, true, false),
  checks: fc.array(
    kind(
      "throws",
      "throwsLater",
      "wraps",
      "refuses",
      "boolean",
      "booleanLater",
      "alwaysTrue",
      "eventOrNull",
      "result",
      "resultLater",
      "logsOnly",
      "flag",
      "secrets",
    ),
    { minLength: 1, maxLength: 2 },
  ),
  verifications: fc.constantFrom(1, 1, 1, 1, 2),
  lets: fc.subarray(["ok" as const, "event" as const, "status" as const]),
  body: fc.array(step(3), { minLength: 1, maxLength: 2 }),
  ending: fc.record({
    guard: fc.option(test),
    guardStatus: status,
    use: fc.option<Use>(use),
    status: fc.option<Status>(status, { freq: 6 }),
  }),
});
