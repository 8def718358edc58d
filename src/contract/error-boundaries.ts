/**
 * Code that is handed a function (or a promise) and deals with its error, so that the function need
 * not. A framework's own 500 page is no such code. Every row says why it is here and where that is
 * documented; what a row names is looked up by declaration, never by a local name.
 */
export type BoundaryKind =
  /** Runs the function again, or keeps the failed job where it can be run again. */
  | "retries"
  /** Turns the error into a value, which has to be followed on. */
  | "value"
  /** Hands the error to whoever asked, as an error. */
  | "rpc"
  /** Answers the request with a 4xx because of it. */
  | "refuses"
  /** Fails a test, or expects the error. */
  | "test"
  /** Calls the function and lets its error go on: no boundary, but known to wait for the function. */
  | "passes";

/** What a failure looks like in the value that a boundary of kind "value" gives. */
export type FailureShape =
  /** An object with methods to ask: `isErr()`, `match`, `_tag`. */
  | "result"
  /** A description of work that has not run yet; running it tells. */
  | "effect"
  /** `[error, value]`. */
  | "tuple"
  /** The error itself, or null. */
  | "error";

/** How the function comes to the boundary. All that is given in a row must hold. */
export interface ErrorBoundary {
  readonly kind: BoundaryKind;
  /** Names of the packages (or modules, such as "node:test") that declare what is named below. */
  readonly packages: readonly string[];
  /** Functions, methods or classes as they are declared; absent: any of these packages. */
  readonly calls?: readonly string[];
  /** The classes or interfaces that declare the method; absent: any. */
  readonly on?: readonly string[];
  /** Which argument the function is; absent: any. */
  readonly argument?: number | "last";
  /** The function is (or stands below) this property of an object argument of the call. */
  readonly properties?: readonly string[];
  /** The function is given where a type of the package asks for this member. */
  readonly members?: readonly string[];
  /** The function has, or is asked to have, this type of the package. */
  readonly types?: readonly string[];
  /** The function is such a method of a class that extends this one of the package. */
  readonly extends?: { readonly base: string; readonly methods: readonly string[] };
  /** The function is a method with such a decorator. */
  readonly decorators?: readonly string[];
  /** The function is exported by a module whose type or namespace is given to the call. */
  readonly modules?: true;
  /** Holds where some file of the program mentions this: `parseAsync`, and not `parse`. */
  readonly mentions?: string;
  /** Of kind "value": the shape of the failure. */
  readonly failure?: FailureShape;
  readonly reason: string;
  readonly source: string;
}

const JOB_SYSTEMS: readonly ErrorBoundary[] = [
  {
    kind: "retries",
    packages: ["inngest"],
    calls: ["createFunction", "run", "CreateFunction"],
    reason: "Inngest runs a function or step that throws again, with backoff",
    source: "https://www.inngest.com/docs/guides/error-handling",
  },
  {
    kind: "retries",
    packages: ["@trigger.dev/sdk", "@trigger.dev/core"],
    calls: ["task", "schemaTask", "defineJob", "createTask", "createSchemaTask"],
    properties: ["run"],
    reason: "Trigger.dev runs a task that throws again, by the task's retry settings",
    source: "https://trigger.dev/docs/errors-retrying",
  },
  {
    kind: "retries",
    packages: ["bullmq"],
    calls: ["Worker"],
    argument: 1,
    reason:
      "BullMQ moves a job whose processor throws to failed, and runs it again by its attempts",
    source: "https://docs.bullmq.io/guide/retrying-failing-jobs",
  },
  {
    kind: "retries",
    packages: ["bullmq"],
    types: ["Processor"],
    reason:
      "BullMQ moves a job whose processor throws to failed, and runs it again by its attempts",
    source: "https://docs.bullmq.io/guide/retrying-failing-jobs",
  },
  {
    kind: "retries",
    packages: ["@nestjs/bullmq"],
    extends: { base: "WorkerHost", methods: ["process"] },
    reason: "the job's failure is BullMQ's, which runs it again by its attempts",
    source: "https://docs.nestjs.com/techniques/queues",
  },
  {
    kind: "retries",
    packages: ["@nestjs/bull"],
    decorators: ["Process"],
    reason: "the job's failure is Bull's, which runs it again by its attempts",
    source: "https://docs.nestjs.com/techniques/queues",
  },
  {
    kind: "retries",
    packages: ["bull", "bee-queue"],
    calls: ["process"],
    argument: "last",
    reason:
      "the queue marks a job whose processor throws as failed, and runs it again by its attempts",
    source: "https://github.com/OptimalBits/bull/blob/develop/REFERENCE.md",
  },
  {
    kind: "retries",
    packages: ["sqs-consumer"],
    calls: ["create", "Consumer"],
    properties: ["handleMessage", "handleMessageBatch"],
    reason: "a message whose handler throws stays in the queue, which hands it out again",
    source: "https://github.com/bbc/sqs-consumer#usage",
  },
  {
    kind: "retries",
    packages: ["kafkajs"],
    calls: ["run"],
    properties: ["eachMessage", "eachBatch"],
    reason: "a message whose handler throws is not committed, and the consumer is given it again",
    source: "https://kafka.js.org/docs/consuming",
  },
  {
    kind: "retries",
    packages: ["pg-boss"],
    calls: ["work", "schedule", "subscribe"],
    argument: "last",
    reason:
      "pg-boss marks a job whose handler throws as failed, and runs it again up to its retry limit",
    source: "https://github.com/timgit/pg-boss/tree/master/docs",
  },
  {
    kind: "retries",
    packages: ["graphile-worker"],
    calls: ["run", "runOnce"],
    properties: ["taskList"],
    reason: "Graphile Worker runs a task that throws again, with exponential backoff",
    source: "https://worker.graphile.org/docs/exponential-backoff",
  },
  {
    kind: "retries",
    packages: ["graphile-worker"],
    types: ["Task"],
    reason: "Graphile Worker runs a task that throws again, with exponential backoff",
    source: "https://worker.graphile.org/docs/exponential-backoff",
  },
  {
    kind: "retries",
    packages: ["@temporalio/worker"],
    calls: ["create"],
    properties: ["activities"],
    reason: "Temporal runs an activity that throws again, by its retry policy",
    source: "https://docs.temporal.io/encyclopedia/retry-policies",
  },
  {
    kind: "retries",
    packages: ["@temporalio/worker", "@temporalio/workflow"],
    calls: ["create", "proxyActivities", "proxyLocalActivities"],
    modules: true,
    reason: "Temporal runs an activity that throws again, by its retry policy",
    source: "https://docs.temporal.io/encyclopedia/retry-policies",
  },
  {
    kind: "retries",
    packages: ["agenda", "@hokify/agenda"],
    calls: ["define"],
    reason: "Agenda keeps the failed job with its reason, from where it can be run again",
    source: "https://github.com/agenda/agenda",
  },
  {
    kind: "retries",
    packages: ["@upstash/workflow"],
    calls: ["serve", "createWorkflow", "run"],
    reason: "Upstash Workflow runs a step that throws again",
    source: "https://upstash.com/docs/workflow/howto/failures",
  },
  {
    kind: "retries",
    packages: ["@cloudflare/workers-types", "cloudflare:workers", "cloudflare:workflows"],
    calls: ["do"],
    argument: "last",
    reason: "Cloudflare Workflows runs a step that throws again, by the step's retry settings",
    source: "https://developers.cloudflare.com/workflows/build/sleeping-and-retrying/",
  },
  {
    kind: "retries",
    packages: ["cloudflare:workers", "@cloudflare/workers-types"],
    extends: { base: "WorkflowEntrypoint", methods: ["run"] },
    reason: "a Cloudflare Workflow that throws is kept as errored with its error",
    source: "https://developers.cloudflare.com/workflows/build/sleeping-and-retrying/",
  },
  {
    kind: "retries",
    packages: ["@cloudflare/workers-types"],
    types: ["ExportedHandlerQueueHandler"],
    reason: "Cloudflare Queues delivers a batch whose consumer throws again",
    source: "https://developers.cloudflare.com/queues/configuration/batching-retries/",
  },
  {
    kind: "retries",
    packages: ["aws-lambda"],
    types: [
      "SQSHandler",
      "SNSHandler",
      "S3Handler",
      "EventBridgeHandler",
      "ScheduledHandler",
      "DynamoDBStreamHandler",
      "KinesisStreamHandler",
    ],
    reason: "the event source delivers an event whose Lambda function throws again",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html",
  },
];

const RESULT_VALUES: readonly ErrorBoundary[] = [
  {
    kind: "value",
    packages: ["neverthrow"],
    calls: ["fromPromise", "fromThrowable", "fromAsyncThrowable"],
    argument: 0,
    failure: "result",
    reason: "neverthrow turns the error into an Err, which somebody has to read",
    source: "https://github.com/supermacro/neverthrow",
  },
  {
    kind: "value",
    packages: ["effect", "@effect/io"],
    calls: ["try", "try_", "tryPromise", "tryCatch", "tryCatchPromise"],
    failure: "effect",
    reason: "Effect turns the error into the effect's error channel",
    source: "https://effect.website/docs/getting-started/creating-effects/",
  },
  {
    kind: "value",
    packages: ["rxjs"],
    calls: ["defer", "from", "mergeMap", "concatMap", "switchMap", "exhaustMap"],
    failure: "effect",
    reason: "rxjs turns the rejection into the error notification of an Observable",
    source: "https://rxjs.dev/guide/observable",
  },
  {
    kind: "value",
    packages: ["fp-ts"],
    calls: ["tryCatch", "tryCatchK"],
    argument: 0,
    failure: "result",
    reason: "fp-ts turns the error into a Left (or None), which somebody has to read",
    source: "https://gcanti.github.io/fp-ts/modules/TaskEither.ts.html",
  },
  {
    kind: "value",
    packages: ["await-to-js"],
    argument: 0,
    failure: "tuple",
    reason: "await-to-js turns the error into the first element of a pair",
    source: "https://github.com/scopsy/await-to-js",
  },
  {
    kind: "value",
    packages: ["radash"],
    calls: ["tryit", "try", "guard"],
    argument: 0,
    failure: "tuple",
    reason: "radash turns the error into the first element of a pair",
    source: "https://radash-docs.vercel.app/docs/async/tryit",
  },
  {
    kind: "value",
    packages: ["es-toolkit"],
    calls: ["attempt", "attemptAsync"],
    argument: 0,
    failure: "tuple",
    reason: "es-toolkit turns the error into the first element of a pair",
    source: "https://es-toolkit.dev/reference/function/attempt.html",
  },
  {
    kind: "value",
    packages: ["lodash", "lodash-es"],
    calls: ["attempt"],
    argument: 0,
    failure: "error",
    reason: "lodash returns what the function throws",
    source: "https://lodash.com/docs/#attempt",
  },
];

const GRAPHQL_ERRORS = "GraphQL hands a resolver's error to the client in `errors`";
const GRAPHQL_RESPONSE = "https://graphql.org/learn/response/#errors";

const REMOTE_CALLS: readonly ErrorBoundary[] = [
  {
    kind: "rpc",
    packages: ["@trpc/server"],
    calls: ["query", "mutation", "subscription"],
    reason: "tRPC hands the error to the client that called the procedure",
    source: "https://trpc.io/docs/server/error-handling",
  },
  {
    kind: "rpc",
    packages: ["@orpc/server"],
    calls: ["handler"],
    argument: 0,
    reason: "oRPC hands the error to the client that called the procedure",
    source: "https://orpc.dev/docs/error-handling",
  },
  {
    kind: "rpc",
    packages: [
      "@tanstack/react-start",
      "@tanstack/solid-start",
      "@tanstack/start",
      "@tanstack/start-client-core",
    ],
    calls: ["handler"],
    argument: 0,
    reason: "TanStack Start hands the error of a server function to the code that called it",
    source: "https://tanstack.com/start/latest/docs/framework/react/guide/server-functions",
  },
  {
    kind: "rpc",
    packages: ["@tanstack/query-core", "@tanstack/react-query", "react-query"],
    members: ["mutationFn", "queryFn"],
    reason: "TanStack Query hands the error to the component as `error`, after its own retries",
    source: "https://tanstack.com/query/latest/docs/framework/react/guides/mutations",
  },
  {
    kind: "rpc",
    packages: ["swr"],
    argument: 1,
    reason: "SWR hands the error to the component as `error`",
    source: "https://swr.vercel.app/docs/error-handling",
  },
  {
    kind: "rpc",
    packages: ["@reduxjs/toolkit"],
    calls: ["createAsyncThunk"],
    argument: 1,
    reason: "Redux Toolkit dispatches the error as the thunk's rejected action",
    source: "https://redux-toolkit.js.org/api/createAsyncThunk",
  },
  {
    kind: "rpc",
    packages: ["next-safe-action"],
    calls: ["action", "stateAction"],
    argument: 0,
    reason: "next-safe-action hands the error to the client as `serverError`",
    source: "https://next-safe-action.dev/docs/define-actions/action-result-object",
  },
  {
    kind: "rpc",
    packages: ["astro"],
    calls: ["defineAction"],
    properties: ["handler"],
    reason: "Astro hands the error to the caller of the action",
    source: "https://docs.astro.build/en/guides/actions/",
  },
  {
    kind: "rpc",
    packages: ["convex"],
    calls: ["action", "actionGeneric", "ActionBuilder"],
    reason: "Convex hands the error to the client that called the action",
    source: "https://docs.convex.dev/functions/error-handling/",
  },
  {
    kind: "rpc",
    packages: ["@nestjs/graphql", "type-graphql"],
    decorators: ["Query", "Mutation", "ResolveField", "FieldResolver", "Subscription"],
    reason: GRAPHQL_ERRORS,
    source: GRAPHQL_RESPONSE,
  },
  {
    kind: "rpc",
    packages: [
      "@apollo/server",
      "@apollo/subgraph",
      "@graphql-tools/schema",
      "apollo-server",
      "apollo-server-core",
      "apollo-server-express",
      "apollo-server-lambda",
      "graphql-tools",
      "graphql-yoga",
    ],
    calls: ["ApolloServer", "buildSubgraphSchema", "createSchema", "makeExecutableSchema"],
    properties: ["resolvers"],
    reason: GRAPHQL_ERRORS,
    source: GRAPHQL_RESPONSE,
  },
  {
    kind: "rpc",
    packages: ["graphql", "nexus", "@pothos/core"],
    members: ["resolve"],
    reason: GRAPHQL_ERRORS,
    source: GRAPHQL_RESPONSE,
  },
  {
    kind: "rpc",
    packages: ["@nestjs/microservices"],
    decorators: ["MessagePattern", "GrpcMethod"],
    reason: "Nest hands the error to the service that sent the message",
    source: "https://docs.nestjs.com/microservices/exception-filters",
  },
];

const COMMAND_LINES: readonly ErrorBoundary[] = [
  {
    kind: "rpc",
    packages: ["commander"],
    calls: ["action"],
    argument: 0,
    mentions: "parseAsync",
    reason: "parseAsync waits for the action and rejects with its error",
    source: "https://github.com/tj/commander.js#action-handler",
  },
  {
    kind: "rpc",
    packages: ["yargs"],
    calls: ["command"],
    reason: "yargs prints the error of a command's handler and exits with 1",
    source: "https://github.com/yargs/yargs/blob/main/docs/api.md#fail",
  },
  {
    kind: "rpc",
    packages: ["citty"],
    calls: ["defineCommand"],
    properties: ["run", "setup", "cleanup"],
    reason: "runMain prints the error of a command and exits with 1",
    source: "https://github.com/unjs/citty#runmain",
  },
  {
    kind: "rpc",
    packages: ["@oclif/core"],
    extends: { base: "Command", methods: ["run"] },
    reason: "oclif prints the error of a command and exits with its code",
    source: "https://oclif.io/docs/error_handling",
  },
];

const TEST_RUNNERS: readonly ErrorBoundary[] = [
  {
    kind: "test",
    packages: ["vitest", "@vitest/runner", "@vitest/expect", "@vitest/spy"],
    reason: "an error fails the test",
    source: "https://vitest.dev/api/",
  },
  {
    kind: "test",
    packages: ["jest", "@jest/globals", "@jest/types", "@jest/expect", "expect", "jest-mock"],
    reason: "an error fails the test",
    source: "https://jestjs.io/docs/api",
  },
  {
    kind: "test",
    packages: ["node:test", "bun:test", "bun-types"],
    reason: "an error fails the test",
    source: "https://nodejs.org/api/test.html",
  },
  {
    kind: "test",
    packages: ["mocha", "jasmine", "chai", "ava", "tap", "uvu", "cypress"],
    reason: "an error fails the test",
    source: "https://mochajs.org/",
  },
  {
    kind: "test",
    packages: ["@playwright/test", "playwright"],
    reason: "an error fails the test",
    source: "https://playwright.dev/docs/api/class-test",
  },
  {
    kind: "test",
    packages: ["node:assert"],
    calls: ["rejects", "throws"],
    argument: 0,
    reason: "the error is what is expected",
    source: "https://nodejs.org/api/assert.html",
  },
];

const BODY_PARSERS: readonly ErrorBoundary[] = [
  {
    kind: "refuses",
    packages: ["express", "body-parser"],
    calls: ["json", "raw", "text", "urlencoded"],
    properties: ["verify"],
    reason: "the parser answers 403 when its verify function throws",
    source: "https://github.com/expressjs/body-parser#verify",
  },
];

const PASSES_ON: readonly ErrorBoundary[] = [
  {
    kind: "passes",
    packages: [
      "p-retry",
      "async-retry",
      "@lifeomic/attempt",
      "exponential-backoff",
      "ts-retry-promise",
    ],
    argument: 0,
    reason: "the last attempt's error goes on to the caller",
    source: "https://github.com/sindresorhus/p-retry",
  },
  {
    kind: "passes",
    packages: ["cockatiel"],
    calls: ["execute"],
    argument: 0,
    reason: "the last attempt's error goes on to the caller",
    source: "https://github.com/connor4312/cockatiel",
  },
  {
    kind: "passes",
    packages: ["p-limit", "p-queue", "p-map", "p-all", "p-series", "bottleneck", "async-mutex"],
    reason: "the queue only decides when the function runs; its error goes on to the caller",
    source: "https://github.com/sindresorhus/p-limit",
  },
];

/** All built-in boundaries, in the order in which they are looked up. */
export const errorBoundaries: readonly ErrorBoundary[] = [
  ...JOB_SYSTEMS,
  ...RESULT_VALUES,
  ...REMOTE_CALLS,
  ...COMMAND_LINES,
  ...BODY_PARSERS,
  ...TEST_RUNNERS,
  ...PASSES_ON,
];
