/**
 * What the API accepts in the SDK's input types; anything else is answered with 422.
 * Source: Svix's public OpenAPI description, as of svix 2.x. The schemas are known by the names of
 * the SDK's types.
 */

/** What a value may be. Only what is stated restricts it. */
export interface Constraint {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: RegExp;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly items?: Constraint;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: "date-time" | "uri" | "int64" | "uint16" | "uint32" | "uint64" | "uint";
  /** The name of the type that the value has to be of. */
  readonly ref?: string;
}

export type InputConstraints = Readonly<Record<string, Constraint>>;

const name = { maxLength: 256, pattern: /^[a-zA-Z0-9\-_.]+$/ } as const;
const uid = { minLength: 1, ...name } as const;
const channel = { maxLength: 128, pattern: /^[a-zA-Z0-9\-_.:+]+$/ } as const;
const tag = { maxLength: 128, pattern: /^[a-zA-Z0-9\-_./\\#]+$/ } as const;
const channels = { minItems: 1, maxItems: 10, uniqueItems: true, items: channel } as const;
const eventTypes = { minItems: 1, uniqueItems: true, items: name } as const;
const throttleRate = { minimum: 1, format: "uint16" } as const;
const url = { minLength: 1, maxLength: 65_536, format: "uri" } as const;
const moment = { format: "date-time" } as const;
const sessionId = { minLength: 1, maxLength: 64, pattern: /^[a-zA-Z0-9@_-]+$/ } as const;

/** A signing secret, or one half of an asymmetric pair. */
const signingKey = {
  pattern: /^(whsec_|whsk_|whsk1_|whpk_|whpk1_)?[a-zA-Z0-9+/=]{32,100}$/,
} as const;

/** Input type → property → what it may be. */
export const inputConstraints = {
  MessageIn: {
    eventId: uid,
    eventType: name,
    channels,
    application: { ref: "ApplicationIn" },
    tags: { maxItems: 5, uniqueItems: true, items: tag },
    deliverAt: moment,
    payloadRetentionPeriod: { minimum: 1, maximum: 90, format: "int64" },
    payloadRetentionHours: { minimum: 1, maximum: 2160, format: "int64" },
  },
  MessagePrecheckIn: { eventType: name, channels },
  ApplicationIn: { name: { minLength: 1 }, throttleRate, uid },
  EndpointIn: { url, throttleRate, uid, eventTypes, channels, secret: signingKey },
  EndpointUpsertIn: { url, throttleRate, uid, eventTypes, channels },
  EndpointSecretRotateIn: {
    key: signingKey,
    gracePeriodSeconds: { minimum: 0, maximum: 604_800, format: "uint32" },
  },
  RecoverIn: { since: moment, until: moment },
  ReplayIn: { since: moment, until: moment },
  BulkReplayIn: {
    since: moment,
    until: moment,
    eventTypes: { uniqueItems: true, items: name },
    channel,
    tag,
    status: { ref: "MessageStatus" },
    statusCodeClass: { ref: "StatusCodeClass" },
  },
  EventExampleIn: { eventType: name, exampleIndex: { minimum: 0, format: "uint" } },
  EventTypeIn: {
    name,
    groupName: name,
    featureFlags: { minItems: 1, uniqueItems: true, items: name },
  },
  AppPortalAccessIn: {
    application: { ref: "ApplicationIn" },
    capabilities: { uniqueItems: true },
    featureFlags: { minItems: 1, maxItems: 25, uniqueItems: true, items: name },
    expiry: { minimum: 3600, maximum: 604_800, format: "uint64" },
    sessionId,
  },
  ApplicationTokenExpireIn: {
    expiry: { minimum: 0, maximum: 259_200, format: "int64" },
    sessionIds: { maxItems: 1000, items: sessionId },
  },
} as const satisfies Readonly<Record<string, InputConstraints>>;

export type ConstrainedInput = keyof typeof inputConstraints;

/** The constraints on an input type by its name in the SDK, or undefined where there are none. */
export function constraintsOf(typeName: string): InputConstraints | undefined {
  return Object.hasOwn(inputConstraints, typeName)
    ? inputConstraints[typeName as ConstrainedInput]
    : undefined;
}

/** How far back the `since` of a window may lie; it always has to lie before `until`. */
export interface WindowConstraint {
  readonly maxDays: number;
  readonly slackMinutes: number;
  /** Counted back from `until`, or from now whatever `until` says. */
  readonly countedFrom: "until" | "now";
  readonly inputs: readonly ConstrainedInput[];
}

export const windows = {
  // `until` is now unless given.
  recover: { maxDays: 14, slackMinutes: 5, countedFrom: "until", inputs: ["RecoverIn"] },
  // As long as payloads are kept, which is 90 days unless configured otherwise.
  replay: {
    maxDays: 90,
    slackMinutes: 0,
    countedFrom: "now",
    inputs: ["ReplayIn", "BulkReplayIn"],
  },
} as const satisfies Readonly<Record<string, WindowConstraint>>;
