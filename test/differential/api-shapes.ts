import fc from "fast-check";

/** A literal as it may stand in a program. */
export type Literal =
  | "undefined"
  | "null"
  | "false"
  | "true"
  | '"done"'
  | "{ ok: true }"
  | "{ ok: false }"
  | '{ error: "x" }'
  | "[]";

/** An expression whose value is a promise. */
export type Work =
  | { readonly kind: "call" | "other" }
  | { readonly kind: "helper" | "variable"; readonly index: number }
  | { readonly kind: "wrapped"; readonly index: number; readonly work: Work }
  | { readonly kind: "iife"; readonly body: Body }
  | {
      readonly kind: "then";
      readonly work: Work;
      readonly fulfilled: Reaction;
      readonly rejected: Reaction | null;
    }
  | { readonly kind: "catch"; readonly work: Work; readonly rejected: Reaction }
  | { readonly kind: "finally"; readonly work: Work; readonly settled: Reaction }
  | {
      readonly kind: "combined";
      readonly method: "all" | "allSettled" | "race" | "any";
      readonly works: readonly Work[];
    }
  | {
      readonly kind: "mapped";
      readonly length: number;
      readonly settled: boolean;
      readonly body: Body;
    }
  | { readonly kind: "executor" | "deferred"; readonly work: Work };

/** A callback of a promise. */
export type Reaction =
  | { readonly kind: "body"; readonly async: boolean; readonly body: Body }
  | { readonly kind: "value"; readonly literal: Literal }
  | { readonly kind: "report" | "log" | "rethrow" | "wrap" };

export type Test =
  | { readonly kind: "chance" | "isApi" }
  | { readonly kind: "code"; readonly code: number }
  | {
      readonly kind: "variable";
      readonly index: number;
      readonly how: "truthy" | "falsy" | "isNull" | "notOk";
    };

export type Step =
  | { readonly kind: "work"; readonly how: "await" | "float" | "void"; readonly work: Work }
  | { readonly kind: "declare"; readonly how: "await" | "hold"; readonly work: Work }
  | { readonly kind: "flag"; readonly literal: Literal }
  | { readonly kind: "assign"; readonly index: number; readonly literal: Literal }
  | { readonly kind: "assignWork"; readonly index: number; readonly work: Work }
  | { readonly kind: "awaitVariable"; readonly index: number }
  | {
      readonly kind: "try";
      readonly body: Body;
      readonly handler: Body | null;
      readonly binding: boolean;
      readonly last: Body | null;
    }
  | { readonly kind: "return"; readonly how: "await" | "promise"; readonly work: Work }
  | { readonly kind: "returnLiteral"; readonly literal: Literal }
  | { readonly kind: "returnVariable"; readonly index: number }
  | { readonly kind: "throw"; readonly how: "new" | "caught" | "wrapped" }
  | { readonly kind: "act" | "log"; readonly withError: boolean }
  | {
      readonly kind: "if";
      readonly test: Test;
      readonly then: Body;
      readonly otherwise: Body | null;
    }
  | { readonly kind: "loop"; readonly form: "of" | "for" | "while"; readonly body: Body }
  | { readonly kind: "forEach"; readonly body: Body }
  | {
      readonly kind: "collect";
      readonly works: readonly Work[];
      readonly settled: boolean;
      readonly awaited: boolean;
    }
  | { readonly kind: "jump"; readonly how: "break" | "continue" };

export type Body = readonly Step[];

/** A function of the program that is given work to do: `wrapper(() => svix.message.create(…))`. */
export type Wrapper =
  "passes" | "returns" | "logsOn" | "swallows" | "reports" | "nullOnError" | "okResult";

export interface Helper {
  readonly async: boolean;
  readonly body: Body;
}

export interface ApiShape {
  readonly helpers: readonly Helper[];
  readonly wrappers: readonly Wrapper[];
  readonly body: Body;
}

const index = fc.nat({ max: 5 });
const literal = fc.constantFrom<Literal>(
  "undefined",
  "null",
  "false",
  "true",
  '"done"',
  "{ ok: true }",
  "{ ok: false }",
  '{ error: "x" }',
  "[]",
);
const wrapper = fc.constantFrom<Wrapper>(
  "passes",
  "returns",
  "logsOn",
  "swallows",
  "reports",
  "nullOnError",
  "okResult",
);

/** One of several arbitraries, each with its weight. */
function pick<T>(...choices: readonly (readonly [number, fc.Arbitrary<T>])[]): fc.Arbitrary<T> {
  return fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

const kind = <const K extends string>(...kinds: K[]): fc.Arbitrary<K> => fc.constantFrom(...kinds);
const plainWork = pick<Work>(
  [12, fc.constant<Work>({ kind: "call" })],
  [4, fc.record({ kind: kind("helper"), index })],
  [2, fc.record({ kind: kind("variable"), index })],
  [1, fc.constant<Work>({ kind: "other" })],
);

const work: fc.Memo<Work> = fc.memo<Work>((depth): fc.Arbitrary<Work> => {
  if (depth <= 1) return plainWork;
  const inner = work(depth - 1);
  const combined = fc.record({
    kind: kind("combined"),
    method: kind("all", "all", "allSettled", "race", "any"),
    works: fc.array(inner, { minLength: 1, maxLength: 2 }),
  });
  return pick<Work>(
    [6, plainWork],
    [1, fc.record({ kind: kind("wrapped"), index, work: inner })],
    [1, fc.record({ kind: kind("iife"), body: body(depth - 1) })],
    [
      1,
      fc.record({
        kind: kind("then"),
        work: inner,
        fulfilled: reaction(depth - 1),
        rejected: fc.option<Reaction>(reaction(depth - 1)),
      }),
    ],
    [2, fc.record({ kind: kind("catch"), work: inner, rejected: reaction(depth - 1) })],
    [1, fc.record({ kind: kind("finally"), work: inner, settled: reaction(depth - 1) })],
    [1, combined],
    [
      1,
      fc.record({
        kind: kind("mapped"),
        length: fc.integer({ min: 1, max: 2 }),
        settled: fc.boolean(),
        body: body(depth - 1),
      }),
    ],
    [1, fc.record({ kind: kind("executor", "deferred"), work: inner })],
  );
});

const plainReaction = pick<Reaction>(
  [2, fc.record({ kind: kind("value"), literal })],
  [
    3,
    fc.constantFrom<Reaction>(
      { kind: "report" },
      { kind: "log" },
      { kind: "rethrow" },
      { kind: "wrap" },
    ),
  ],
);

const reaction: fc.Memo<Reaction> = fc.memo<Reaction>((depth): fc.Arbitrary<Reaction> =>
  depth <= 1
    ? plainReaction
    : pick<Reaction>(
        [1, plainReaction],
        [1, fc.record({ kind: kind("body"), async: fc.boolean(), body: handler(depth - 1) })],
      ),
);

const test = pick<Test>(
  [1, fc.constant<Test>({ kind: "chance" })],
  [3, fc.constant<Test>({ kind: "isApi" })],
  [1, fc.record({ kind: kind("code"), code: fc.constantFrom(404, 409) })],
  [
    6,
    fc.record({ kind: kind("variable"), index, how: kind("truthy", "falsy", "isNull", "notOk") }),
  ],
);

const marker = fc.record({ kind: kind("act", "log"), withError: fc.boolean() });
const throwing = fc.record({ kind: kind("throw"), how: kind("new", "caught", "wrapped") });
const returning = fc.record({ kind: kind("returnLiteral"), literal });
const assigning = fc.record({ kind: kind("assign"), index, literal });
const plainStep = pick<Step>(
  [
    6,
    fc.record({
      kind: kind("work"),
      how: kind("await", "await", "await", "float", "void"),
      work: plainWork,
    }),
  ],
  [1, marker],
  [2, fc.record({ kind: kind("declare"), how: kind("await", "hold"), work: plainWork })],
  [1, fc.record({ kind: kind("flag"), literal })],
  [2, assigning],
  [1, fc.record({ kind: kind("awaitVariable"), index })],
  [1, fc.record({ kind: kind("return"), how: kind("await", "promise"), work: plainWork })],
  [1, returning],
  [1, fc.record({ kind: kind("returnVariable"), index })],
  [1, fc.record({ kind: kind("jump"), how: kind("break", "continue") })],
);

const step: fc.Memo<Step> = fc.memo<Step>((depth): fc.Arbitrary<Step> => {
  if (depth <= 1) return plainStep;
  const block = body(depth - 1);
  const one = work(depth - 1);
  return pick<Step>(
    [4, plainStep],
    [
      4,
      fc.record({
        kind: kind("work"),
        how: kind("await", "await", "await", "float", "void"),
        work: one,
      }),
    ],
    [2, fc.record({ kind: kind("declare"), how: kind("await", "hold"), work: one })],
    [1, fc.record({ kind: kind("assignWork"), index, work: one })],
    [
      6,
      fc.record({
        kind: kind("try"),
        body: block,
        handler: fc.option<Body>(handler(depth - 1), { freq: 8 }),
        binding: fc.boolean(),
        last: fc.option<Body>(block, { freq: 1 }),
      }),
    ],
    [2, fc.record({ kind: kind("return"), how: kind("await", "promise"), work: one })],
    [
      3,
      fc.record({
        kind: kind("if"),
        test,
        then: handler(depth - 1),
        otherwise: fc.option<Body>(block),
      }),
    ],
    [1, fc.record({ kind: kind("loop"), form: kind("of", "for", "while"), body: block })],
    [1, fc.record({ kind: kind("forEach"), body: block })],
    [
      1,
      fc.record({
        kind: kind("collect"),
        works: fc.array(one, { minLength: 1, maxLength: 2 }),
        settled: fc.boolean(),
        awaited: fc.boolean(),
      }),
    ],
  );
});

const body: fc.Memo<Body> = fc.memo<Body>((depth): fc.Arbitrary<Body> =>
  fc.array(step(depth), { minLength: 1, maxLength: 2 }),
);

const plainHandler = pick<Body>(
  [1, fc.constant<Body>([])],
  [2, marker.map((only) => [only])],
  [2, throwing.map((only) => [only])],
  [1, returning.map((only) => [only])],
  [2, assigning.map((only) => [only])],
  [2, fc.tuple(marker, throwing)],
  [1, fc.tuple(marker, returning)],
  [1, fc.tuple(assigning, marker)],
);

/** What people write where an error is met. */
const handler: fc.Memo<Body> = fc.memo<Body>((depth): fc.Arbitrary<Body> =>
  depth <= 1
    ? plainHandler
    : pick<Body>(
        [3, plainHandler],
        [1, body(depth - 1)],
        [
          1,
          fc
            .tuple(
              fc.record({
                kind: kind("if"),
                test,
                then: handler(depth - 1),
                otherwise: fc.option(handler(depth - 1)),
              }),
              handler(depth - 1),
            )
            .map(([first, rest]): Body => [first, ...rest]),
        ],
      ),
);

/** Programs around API calls. */
export const apiShapes: fc.Arbitrary<ApiShape> = fc.record({
  helpers: fc.array(fc.record({ async: fc.constantFrom(true, true, true, false), body: body(3) }), {
    maxLength: 2,
  }),
  wrappers: fc.array(wrapper, { minLength: 1, maxLength: 2 }),
  body: fc
    .tuple(
      fc.option(fc.record({ kind: kind("flag"), literal })),
      fc.array(step(4), { minLength: 1, maxLength: 3 }),
    )
    .map(([flag, steps]): Body => (flag === null ? steps : [flag, ...steps])),
});
