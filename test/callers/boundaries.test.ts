import { describe, expect, it } from "vitest";
import ts from "typescript";
import { callersOf, type Boundary } from "../../src/callers/index.js";
import { errorBoundaries } from "../../src/contract/error-boundaries.js";
import { fileOf, programOf } from "../harness/program.js";
import { markedFunction } from "./marked.js";

type Files = Readonly<Record<string, string>>;

/** Declarations as the packages publish them, cut down to what is called. */
const PACKAGES: Files = {
  "node_modules/sqs-consumer/index.d.ts": `export declare class Consumer { static create(o: { handleMessage?: () => unknown; postReceive?: () => unknown }): Consumer }`,
  "node_modules/commander/index.d.ts": `export declare class Command { action(f: () => unknown): this; parse(): this; parseAsync(): Promise<this> }`,
  "node_modules/yargs/index.d.ts": `interface Argv { command(name: string, about: string, builder: object, handler: () => unknown): Argv } declare function yargs(): Argv; export default yargs;`,
  "node_modules/citty/index.d.ts": `export declare function defineCommand(o: { run(): unknown }): object;`,
  "node_modules/@oclif/core/index.d.ts": `export declare abstract class Command { abstract run(): Promise<unknown> }`,
  "node_modules/@apollo/server/index.d.ts": `export declare class ApolloServer { constructor(o: { resolvers: object }) }`,
  "node_modules/inngest/index.d.ts": `export class Inngest { constructor(o: { id: string }); createFunction: CreateFunction; }
    type CreateFunction = (options: object, trigger: object, handler: (c: { step: Step }) => unknown) => object;
    interface Step { run<T>(id: string, fn: () => T): T; sleep(id: string): void }`,
  "node_modules/@trigger.dev/sdk/index.d.ts": `export declare function task<T>(o: { id: string; run: (payload: T) => unknown }): object;
    export declare const schedules: { task: typeof task };`,
  "node_modules/bullmq/index.d.ts": `export type Processor<T = any> = (job: T) => Promise<unknown>;
    export class Worker<T = any> { constructor(name: string, processor: string | Processor<T>, options?: object); }`,
  "node_modules/@nestjs/bullmq/index.d.ts": `export abstract class WorkerHost { abstract process(job: unknown): Promise<unknown>; }
    export declare function Processor(name: string): ClassDecorator;`,
  "node_modules/@nestjs/bull/index.d.ts": `export declare function Process(name?: string): MethodDecorator;`,
  "node_modules/@types/bull/index.d.ts": `declare namespace Bull { interface Queue { process(name: string, fn: (job: unknown) => unknown): void; process(fn: (job: unknown) => unknown): void } }
    declare const Bull: { new (name: string): Bull.Queue }; export = Bull;`,
  "node_modules/pg-boss/index.d.ts": `export default class PgBoss { work(name: string, handler: (jobs: unknown[]) => Promise<unknown>): Promise<string>; }`,
  "node_modules/graphile-worker/index.d.ts": `export type Task = (payload: unknown, helpers: object) => unknown;
    export type TaskList = { [name: string]: Task };
    export declare function run(o: { taskList?: TaskList; concurrency?: number }): Promise<object>;`,
  "node_modules/@temporalio/workflow/index.d.ts": `export declare function proxyActivities<T>(o: object): T;`,
  "node_modules/@temporalio/worker/index.d.ts": `export class Worker { static create(o: { activities?: object; taskQueue: string }): Promise<Worker>; }`,
  "node_modules/@types/aws-lambda/index.d.ts": `export type Handler<E, R = void> = (event: E, context: object) => Promise<R>;
    export type SQSHandler = Handler<{ Records: object[] }>; export type APIGatewayProxyHandler = Handler<object, object>;`,
  "node_modules/neverthrow/index.d.ts": `export declare class ResultAsync<T, E> { static fromPromise<T, E>(promise: PromiseLike<T>, e: (error: unknown) => E): ResultAsync<T, E>;
    static fromSafePromise<T>(promise: PromiseLike<T>): ResultAsync<T, never>;
    static fromThrowable<T, E>(fn: () => Promise<T>, e: (error: unknown) => E): () => ResultAsync<T, E>; }
    export declare const fromPromise: typeof ResultAsync.fromPromise;`,
  "node_modules/effect/Effect.d.ts": `declare const try_: <A>(o: (() => A) | { try: () => A; catch: (e: unknown) => unknown }) => object;
    export { try_ as try };
    export declare const tryPromise: <A>(o: (() => PromiseLike<A>) | { try: () => PromiseLike<A>; catch: (e: unknown) => unknown }) => object;
    export declare const promise: <A>(o: () => PromiseLike<A>) => object;`,
  "node_modules/effect/index.d.ts": `export * as Effect from "./Effect";`,
  "node_modules/rxjs/index.d.ts": `export declare function defer<T>(factory: () => PromiseLike<T>): object;
    export declare function concatMap<T, R>(project: (value: T) => PromiseLike<R>): object;`,
  "node_modules/await-to-js/index.d.ts": `export declare function to<T>(promise: Promise<T>): Promise<[Error, undefined] | [null, T]>; export default to;`,
  "node_modules/p-retry/index.d.ts": `export default function pRetry<T>(input: (attempt: number) => PromiseLike<T> | T, options?: object): Promise<T>;`,
  "node_modules/@trpc/server/index.d.ts": `export interface ProcedureBuilder { input(x: unknown): ProcedureBuilder; query(resolver: (o: object) => unknown): object; mutation(resolver: (o: object) => unknown): object; use(m: (o: object) => unknown): ProcedureBuilder }
    export declare const initTRPC: { create(): { procedure: ProcedureBuilder } };`,
  "node_modules/@tanstack/query-core/index.d.ts": `export interface MutationOptions { mutationFn?: (v: any) => Promise<unknown>; onError?: (e: unknown) => void } export interface QueryOptions { queryFn?: () => unknown; queryKey: unknown[] }`,
  "node_modules/@tanstack/react-query/index.d.ts": `import type { MutationOptions, QueryOptions } from "@tanstack/query-core";
    export interface UseMutationOptions extends Omit<MutationOptions, "x"> { meta?: object }
    export declare function useMutation(o: UseMutationOptions): object; export declare function queryOptions(o: QueryOptions): object;`,
  "node_modules/@tanstack/start-client-core/index.d.ts": `export interface ServerFnBuilder { validator(x: unknown): ServerFnBuilder; handler(fn: (o: object) => Promise<unknown>): () => Promise<unknown> }
export declare function createServerFn(options?: object): ServerFnBuilder;`,
  "node_modules/@tanstack/react-start/index.d.ts": `export * from "@tanstack/start-client-core";`,
  "node_modules/next-safe-action/index.d.ts": `export declare class SafeActionClient { action(fn: (o: object) => Promise<unknown>): () => void; schema(x: unknown): SafeActionClient }
    export declare function createSafeActionClient(): SafeActionClient;`,
  "node_modules/convex/index.d.ts": `export type ActionBuilder = (o: { args: object; handler: (ctx: object) => unknown }) => object; export type HttpActionBuilder = (fn: (ctx: object, req: Request) => Promise<Response>) => object;`,
  "node_modules/@nestjs/graphql/index.d.ts": `export declare function Mutation(fn?: () => unknown): MethodDecorator;`,
  "node_modules/@types/mocha/index.d.ts": `declare namespace Mocha { interface TestFunction { (title: string, fn: () => unknown): void; only(title: string, fn: () => unknown): void } } declare var it: Mocha.TestFunction; declare module "mocha" { export = Mocha; }`,
  "node_modules/@playwright/test/index.d.ts": `export interface TestType { (title: string, body: (a: object) => unknown): void; step(title: string, body: () => unknown): Promise<void> } export declare const test: TestType;`,
};

const BODY = "{ /* HERE */ }";

/** The boundary of the marked function: where it stands, or at the first place where it is handed on. */
function boundary(files: Files | string, packages = PACKAGES): Boundary | undefined {
  const own = typeof files === "string" ? { "main.ts": files } : files;
  const program = programOf(
    { ...packages, ...own },
    { compilerOptions: { types: ["node", "mocha"], lib: ["lib.es2023.d.ts", "lib.dom.d.ts"] } },
  );
  const callers = callersOf(program);
  const fn = markedFunction(program, own);
  return (
    callers.boundaryOf(fn) ??
    callers
      .callSitesOf(fn)
      .handedOn.map(({ node }) => callers.boundaryOf(node))
      .find(Boolean)
  );
}

/** What only declarations tell: of a parameter that is not annotated, a map's type, a generated module. */
const NEEDS_TYPES: ReadonlySet<string> = new Set([
  "inngest step.run",
  "graphile-worker TaskList type",
  "convex action of a generated module",
  "mocha globals",
]);

const HANDED: readonly [name: string, files: Files | string, expected: string | undefined][] = [
  [
    "inngest createFunction",
    `import { Inngest } from "inngest";\nconst client = new Inngest({ id: "" });\nexport const fn = client.createFunction({}, {}, async () => ${BODY});`,
    "retries inngest",
  ],
  [
    "inngest step.run",
    `import { Inngest } from "inngest";\nnew Inngest({ id: "" }).createFunction({}, {}, async ({ step }) => { await step.run("x", async () => ${BODY}); });`,
    "retries inngest",
  ],
  [
    "trigger.dev task",
    `import { task } from "@trigger.dev/sdk";\nexport const t = task({ id: "", run: async () => ${BODY} });`,
    "retries @trigger.dev/sdk",
  ],
  [
    "trigger.dev schedules.task with a method",
    `import { schedules } from "@trigger.dev/sdk";\nexport const t = schedules.task({ id: "", async run() ${BODY} });`,
    "retries @trigger.dev/sdk",
  ],
  [
    "bullmq Worker",
    `import { Worker } from "bullmq";\nnew Worker("q", async () => ${BODY});`,
    "retries bullmq",
  ],
  [
    "bullmq Worker under another name, by reference",
    `import { Worker as W } from "bullmq";\nasync function run() ${BODY}\nnew W("q", run);`,
    "retries bullmq",
  ],
  [
    "a subclass of bullmq's Worker",
    `import { Worker } from "bullmq";\nclass Mine extends Worker {}\nnew Mine("q", async () => ${BODY});`,
    "retries bullmq",
  ],
  [
    "bullmq Processor type",
    `import type { Processor } from "bullmq";\nexport const run: Processor = async () => ${BODY};`,
    "retries bullmq",
  ],
  [
    "an own class named Worker",
    `class Worker { constructor(_: string, _run: () => void) {} }\nnew Worker("", () => ${BODY});`,
    undefined,
  ],
  [
    "nest bullmq WorkerHost",
    `import { WorkerHost } from "@nestjs/bullmq";\nexport class Jobs extends WorkerHost { override async process() ${BODY} }`,
    "retries @nestjs/bullmq",
  ],
  [
    "another method of a WorkerHost",
    `import { WorkerHost } from "@nestjs/bullmq";\nexport class Jobs extends WorkerHost { override async process() {} async other() ${BODY} }`,
    undefined,
  ],
  [
    "nest bull @Process",
    `import { Process } from "@nestjs/bull";\nexport class Jobs { @Process("x") async run() ${BODY} }`,
    "retries @nestjs/bull",
  ],
  [
    "bull queue.process, last argument",
    `import type { Queue } from "bull";\nexport const go = (q: Queue) => q.process("name", async () => ${BODY});`,
    "retries bull",
  ],
  [
    "pg-boss work",
    `import PgBoss from "pg-boss";\nexport const go = (boss: PgBoss) => boss.work("q", async () => ${BODY});`,
    "retries pg-boss",
  ],
  [
    "graphile-worker task list",
    `import { run } from "graphile-worker";\nawait run({ taskList: { send: async () => ${BODY} } });`,
    "retries graphile-worker",
  ],
  [
    "graphile-worker TaskList type",
    `import type { TaskList } from "graphile-worker";\nexport const list: TaskList = { send: async () => ${BODY} };`,
    "retries graphile-worker",
  ],
  [
    "sqs-consumer",
    `import { Consumer } from "sqs-consumer";\nexport const c = Consumer.create({ handleMessage: async () => ${BODY} });`,
    "retries sqs-consumer",
  ],
  [
    "sqs-consumer, another property",
    `import { Consumer } from "sqs-consumer";\nexport const c = Consumer.create({ postReceive: async () => ${BODY} });`,
    undefined,
  ],
  [
    "commander action under parseAsync",
    `import { Command } from "commander";\nconst p = new Command();\np.action(async () => ${BODY});\nawait p.parseAsync();`,
    "rpc commander",
  ],
  [
    "commander action under parse",
    `import { Command } from "commander";\nconst p = new Command();\np.action(async () => ${BODY});\np.parse();`,
    undefined,
  ],
  [
    "yargs command",
    `import yargs from "yargs";\nyargs().command("send", "", {}, async () => ${BODY});`,
    "rpc yargs",
  ],
  [
    "citty command",
    `import { defineCommand } from "citty";\nexport const c = defineCommand({ async run() ${BODY} });`,
    "rpc citty",
  ],
  [
    "oclif command",
    `import { Command } from "@oclif/core";\nexport class Send extends Command { async run() ${BODY} }`,
    "rpc @oclif/core",
  ],
  [
    "GraphQL resolvers",
    `import { ApolloServer } from "@apollo/server";\nnew ApolloServer({ resolvers: { Mutation: { send: async () => ${BODY} } } });`,
    "rpc @apollo/server",
  ],
  [
    "temporal proxyActivities<typeof activities>",
    {
      "activities.ts": `export async function send() ${BODY}`,
      "main.ts": `import { proxyActivities } from "@temporalio/workflow";\nimport type * as activities from "./activities";\nexport const { send } = proxyActivities<typeof activities>({});`,
    },
    "retries @temporalio/workflow",
  ],
  [
    "temporal Worker.create({ activities })",
    {
      "activities.ts": `export const send = async () => ${BODY};`,
      "main.ts": `import { Worker } from "@temporalio/worker";\nimport * as activities from "./activities";\nawait Worker.create({ activities, taskQueue: "" });`,
    },
    "retries @temporalio/worker",
  ],
  [
    "temporal activities given under another name",
    {
      "activities.ts": `export const send = async () => ${BODY};`,
      "main.ts": `import { Worker } from "@temporalio/worker";\nimport * as acts from "./activities";\nawait Worker.create({ activities: acts, taskQueue: "" });`,
    },
    "retries @temporalio/worker",
  ],
  [
    "not another module's functions",
    {
      "a.ts": `export const send = async () => ${BODY};`,
      "activities.ts": "export const x = 1;",
      "main.ts": `import { Worker } from "@temporalio/worker";\nimport * as activities from "./activities";\nawait Worker.create({ activities, taskQueue: "" });`,
    },
    undefined,
  ],
  [
    "aws SQSHandler",
    `import type { SQSHandler } from "aws-lambda";\nexport const handler: SQSHandler = async () => ${BODY};`,
    "retries aws-lambda",
  ],
  [
    "aws APIGatewayProxyHandler is no boundary",
    `import type { APIGatewayProxyHandler } from "aws-lambda";\nexport const handler: APIGatewayProxyHandler = async () => { /* HERE */ return {}; };`,
    undefined,
  ],
  [
    "neverthrow fromThrowable",
    `import { ResultAsync } from "neverthrow";\nexport const send = ResultAsync.fromThrowable(async () => ${BODY}, String);`,
    "value neverthrow result",
  ],
  [
    "rxjs defer",
    `import { defer } from "rxjs";\nexport const sent$ = defer(async () => ${BODY});`,
    "value rxjs effect",
  ],
  [
    "rxjs operator",
    `import { concatMap } from "rxjs";\nexport const sending = concatMap(async () => ${BODY});`,
    "value rxjs effect",
  ],
  [
    "effect tryPromise with a thunk",
    `import { Effect } from "effect";\nexport const e = Effect.tryPromise(async () => ${BODY});`,
    "value effect effect",
  ],
  [
    "effect tryPromise with an object",
    `import { Effect } from "effect";\nexport const e = Effect.tryPromise({ try: async () => ${BODY}, catch: String });`,
    "value effect effect",
  ],
  [
    "effect try, which is exported by another name",
    `import { Effect } from "effect";\nexport const e = Effect.try(() => ${BODY});`,
    "value effect effect",
  ],
  [
    "effect promise dies",
    `import { Effect } from "effect";\nexport const e = Effect.promise(async () => ${BODY});`,
    undefined,
  ],
  [
    "p-retry passes the last error on",
    `import pRetry from "p-retry";\nawait pRetry(async () => ${BODY}, { retries: 3 });`,
    "passes p-retry",
  ],
  [
    "trpc procedure",
    `import { initTRPC } from "@trpc/server";\nconst t = initTRPC.create();\nconst protectedProcedure = t.procedure;\nexport const r = protectedProcedure.input(1).mutation(async () => ${BODY});`,
    "rpc @trpc/server",
  ],
  [
    "trpc middleware is none",
    `import { initTRPC } from "@trpc/server";\ninitTRPC.create().procedure.use(async () => ${BODY});`,
    undefined,
  ],
  [
    "tanstack useMutation",
    {
      "main.ts": `import { useMutation } from "@tanstack/react-query";\nexport const use = () => useMutation({ mutationFn: async () => ${BODY} });`,
    },
    "rpc @tanstack/query-core",
  ],
  [
    "tanstack queryOptions by reference",
    `import { queryOptions } from "@tanstack/react-query";\nasync function load() ${BODY}\nexport const o = queryOptions({ queryKey: [], queryFn: load });`,
    "rpc @tanstack/query-core",
  ],
  [
    "tanstack shorthand",
    `import { queryOptions } from "@tanstack/react-query";\nconst queryFn = async () => ${BODY};\nexport const o = queryOptions({ queryKey: [], queryFn });`,
    "rpc @tanstack/query-core",
  ],
  [
    "tanstack onError is none",
    `import { useMutation } from "@tanstack/react-query";\nexport const use = () => useMutation({ onError: () => ${BODY} });`,
    undefined,
  ],
  [
    "a server function of TanStack Start",
    `import { createServerFn } from "@tanstack/react-start";\nexport const act = createServerFn({ method: "POST" }).validator(1).handler(async () => ${BODY});`,
    "rpc @tanstack/start-client-core",
  ],
  [
    "next-safe-action",
    `import { createSafeActionClient } from "next-safe-action";\nexport const act = createSafeActionClient().schema(1).action(async () => ${BODY});`,
    "rpc next-safe-action",
  ],
  [
    "convex action of a generated module",
    {
      "_generated/server.d.ts": `import type { ActionBuilder } from "convex";\nexport declare const action: ActionBuilder;`,
      "main.ts": `import { action } from "./_generated/server";\nexport const send = action({ args: {}, handler: async () => ${BODY} });`,
    },
    "rpc convex",
  ],
  [
    "nest graphql resolver",
    `import { Mutation } from "@nestjs/graphql";\nexport class R { @Mutation(() => String) async send() ${BODY} }`,
    "rpc @nestjs/graphql",
  ],
  [
    "vitest it",
    `import { it } from "vitest";\nit("x", async () => ${BODY});`,
    "test @vitest/runner",
  ],
  [
    "vitest it.each",
    `import { it } from "vitest";\nit.each([1])("x", async () => ${BODY});`,
    "test @vitest/runner",
  ],
  [
    "vitest expect",
    `import { expect } from "vitest";\nawait expect(async () => ${BODY}).rejects.toThrow();`,
    "test vitest",
  ],
  [
    "vitest beforeEach",
    `import { beforeEach } from "vitest";\nbeforeEach(async () => ${BODY});`,
    "test @vitest/runner",
  ],
  ["node:test", `import test from "node:test";\ntest("x", async () => ${BODY});`, "test node:test"],
  [
    "node:assert rejects",
    `import assert from "node:assert/strict";\nawait assert.rejects(async () => ${BODY});`,
    "test node:assert",
  ],
  ["mocha globals", `it("x", async () => ${BODY});\nexport {};`, "test mocha"],
  [
    "playwright",
    `import { test } from "@playwright/test";\ntest("x", async () => { await test.step("y", async () => ${BODY}); });`,
    "test @playwright/test",
  ],
  [
    "an unknown package",
    `import { setTimeout } from "node:timers";\nsetTimeout(async () => ${BODY}, 1);`,
    undefined,
  ],
  [
    "an own function named task",
    `const task = (o: { run(): void }) => o;\ntask({ run: () => ${BODY} });`,
    undefined,
  ],
  [
    "a deep object that nobody asks for",
    `const a = { b: { c: { d: { e: () => ${BODY} } } } };\nexport default a;`,
    undefined,
  ],
];

describe("boundaryOf", () => {
  it.each(HANDED)("%s", (_name, files, expected) => {
    const found = boundary(files);
    const text = found && [found.kind, found.package, found.failure].filter(Boolean).join(" ");
    expect(text).toBe(expected);
  });

  it.each(HANDED.filter(([name]) => !NEEDS_TYPES.has(name)))(
    "where no package is installed: %s",
    (_name, files, expected) => {
      const found = boundary(files, {});
      const text = found && [found.kind, found.failure].filter(Boolean).join(" ");
      expect(text).toBe(expected?.split(" ").toSpliced(1, 1).join(" "));
    },
  );

  it("takes a promise that is given away", () => {
    const program = programOf({
      ...PACKAGES,
      "main.ts": `import { ResultAsync, fromPromise } from "neverthrow";\nimport to from "await-to-js";\nResultAsync.fromPromise(Promise.resolve(), String);\nfromPromise(Promise.resolve(), String);\nvoid to(Promise.resolve());\nResultAsync.fromSafePromise(Promise.resolve());`,
    });
    const promises: ts.Node[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && node.getText() === "Promise.resolve()") promises.push(node);
      ts.forEachChild(node, visit);
    };
    visit(fileOf(program));
    const found = promises.map((node) => callersOf(program).boundaryOf(node));
    expect(found.map((each) => each?.failure)).toEqual(["result", "result", "tuple", undefined]);
    expect(found[0]?.call?.getText()).toBe("ResultAsync.fromPromise(Promise.resolve(), String)");
    expect(found[3]).toBeUndefined();
  });

  it.each([
    [
      "a call",
      `declare function guarded(fn: () => void): void;\nguarded(() => ${BODY});\nexport {};`,
      "guarded",
    ],
    [
      "a decorator",
      `declare function Guarded(): MethodDecorator;\nexport class A { @Guarded() send() ${BODY} }`,
      "Guarded",
    ],
    [
      "a base class",
      `class Guarded {}\nexport class A extends Guarded { send() ${BODY} }`,
      "Guarded",
    ],
  ])("asks the settings about %s", (_name, text, asked) => {
    const program = programOf(text);
    const fn = markedFunction(program, text);
    const found = callersOf(program).boundaryOf(fn, { extra: (node) => node.getText() === asked });
    expect(found).toMatchObject({
      kind: "configured",
      name: asked,
      source: "settings.svix.errorBoundaries",
    });
    expect(callersOf(program).boundaryOf(fn, { extra: () => false })).toBeUndefined();
  });
});

describe("boundariesHolding", () => {
  const WORKER = `import { Worker } from "@temporalio/worker";\n`;
  it.each([
    [
      "in a variable",
      `const acts = { send: async () => ${BODY} };\nawait Worker.create({ activities: acts, taskQueue: "" });`,
      "Worker.create",
    ],
    [
      "by a factory",
      `const make = () => ({ async send() ${BODY} });\nawait Worker.create({ activities: make(), taskQueue: "" });`,
      "Worker.create",
    ],
    [
      "spread into another",
      `const acts = { send: async () => ${BODY} };\nawait Worker.create({ activities: { ...acts }, taskQueue: "" });`,
      "Worker.create",
    ],
    [
      "under another property",
      `const acts = { send: async () => ${BODY} };\nawait Worker.create({ sinks: acts, taskQueue: "" } as never);`,
      "",
    ],
    [
      "nowhere",
      `export const acts = { send: async () => ${BODY} };\nawait Worker.create({ activities: {}, taskQueue: "" });`,
      "",
    ],
  ])("an object that holds the function, %s", (_name, code, expected) => {
    const files = { ...PACKAGES, "main.ts": `${WORKER}${code}` };
    const program = programOf(files);
    const found = callersOf(program).boundariesHolding(markedFunction(program, files));
    expect(found.map(({ call }) => call?.expression.getText() ?? "?").join()).toBe(expected);
  });

  it("takes what the settings name", () => {
    const files = `declare function guarded(o: object): void;\nconst acts = { send: async () => ${BODY} };\nguarded(acts);\nexport {};`;
    const program = programOf(files);
    const extra = (node: ts.Expression): boolean => node.getText() === "guarded";
    const found = callersOf(program).boundariesHolding(markedFunction(program, files), { extra });
    expect(found.map(({ kind }) => kind)).toEqual(["configured"]);
  });
});

describe("the data", () => {
  it.each(
    errorBoundaries.map(
      (row) =>
        [
          `${row.kind} ${row.packages.join()} ${(row.calls ?? row.types ?? row.decorators ?? []).join()}`,
          row,
        ] as const,
    ),
  )("%s has a reason and a source", (_name, row) => {
    expect(row.reason.length).toBeGreaterThan(10);
    expect(row.source).toMatch(/^https:\/\//u);
    expect(row.failure !== undefined).toBe(row.kind === "value");
  });
});
