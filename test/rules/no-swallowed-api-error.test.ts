import rule from "../../src/rules/no-swallowed-api-error.js";
import { runTable, type Fine, type Wrong } from "./failure-cases.js";

const head = `import { ApiException, Svix } from "svix";
declare const svix: Svix;
declare const message: { eventType: string; payload: object };
declare function alarm(error: unknown): Promise<void>;
export { ApiException };
`;

/** A service function whose catch clause, or what comes of it, is the case. */
const caught = (handler: string, after = ""): string => `export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } ${handler}${after && `\n  ${after}`}
}`;

/** A function that sends an example, sees whether it was delivered, and catches what fails. */
const checked = (
  success: string,
  failure: string,
): string => `export async function ping(app: string, endpoint: string) {
  try {
    const { id } = await svix.endpoint.sendExample(app, endpoint, { eventType: "ping" });
    const { data } = await svix.messageAttempt.listByMsg(app, id);
    const delivered = data.some(({ status }) => status === 0);
    ${success}
  } catch (error) {
    console.error(error);
    ${failure}
  }
}`;

const OUTBOX = `declare const db: {
  pending(): Promise<{ id: string; app: string }[]>;
  markSent(id: string): Promise<void>;
  run(sql: string, args: unknown[]): Promise<void>;
  update(table: string): { set(values: object): { where(id: string): Promise<void> } };
};`;
/** A pass over a table; what is done with each row is the case. */
const flush = (body: string): string => `${OUTBOX}
export async function flush() {
  for (const row of await db.pending()) {
    ${body}
  }
}`;
const SEND = "await svix.message.create(row.app, message);";

const handled: Fine[] = [
  {
    name: "the log line tells by which number the failure was reported",
    code: `declare const Sentry: { captureException(error: unknown): string };
${caught(`catch (error) { console.error("reported as", Sentry.captureException(error)); }`)}`,
  },
  {
    name: "the log line tells what a call has given that was waited for",
    code: `declare function keep(error: unknown): Promise<string>;
${caught(`catch (error) { console.error(await keep(error)); }`)}`,
  },
  {
    name: "what became of each, by the error's message",
    code: `export async function all(ids: string[]) {
  const rows: string[] = [];
  for (const id of ids) { rows.push(await svix.message.create(id, message).then(() => "ok", (e: Error) => e.message)); }
  return rows;
}`,
  },
  {
    name: "the failure leaves a pass over a table, and whoever calls it logs",
    code: `${flush(`${SEND} await db.markSent(row.id);`)}
export async function tick() { try { await flush(); } catch (error) { console.error(error); } }`,
  },
  {
    name: "one handler around the whole pass",
    code: `${OUTBOX}
export async function tick() {
  try {
    for (const row of await db.pending()) { ${SEND} await db.markSent(row.id); }
  } catch (error) { console.error(error); }
}`,
  },
  {
    name: "one row that is asked for by its state",
    code: `declare const jobs: { findFirst(query: object): Promise<{ id: string; app: string } | null>; update(query: object): Promise<void> };
export async function step() {
  const row = await jobs.findFirst({ where: { status: "pending" } });
  if (!row) return;
  try {
    ${SEND}
    await jobs.update({ where: { id: row.id }, data: { status: "sent" } });
  } catch (error) { console.error(error); }
}`,
  },
  {
    name: "the next row of a store",
    code: `declare const store: { next(): Promise<{ id: string; app: string } | undefined>; done(id: string): Promise<void> };
export async function step() {
  const row = await store.next();
  if (!row) return;
  try { ${SEND} await store.done(row.id); } catch (error) { console.error(error); }
}`,
  },
  {
    name: "not caught at all",
    code: `export const paid = (app: string) => svix.message.create(app, message);`,
  },
  {
    name: "thrown on",
    code: caught(`catch (error) { throw new Error("not sent", { cause: error }); }`),
  },
  {
    name: "logged and thrown on",
    code: caught(`catch (error) { console.error(error); throw error; }`),
  },
  { name: "acted upon", code: caught(`catch (error) { await alarm(error); }`) },
  {
    name: "a reporter is told",
    code: `declare const Sentry: { captureException(error: unknown): void };
${caught(`catch (error) { Sentry.captureException(error); }`)}`,
  },
  {
    name: "a toast is shown",
    code: `declare const toast: { error(text: string): void };
${caught(`catch { toast.error("The message was not sent."); }`)}`,
  },
  {
    name: "retried",
    code: caught(`catch { await svix.message.create(app, message).catch(alarm); }`),
  },
  {
    name: "null, where success returns something",
    code: `export async function paid(app: string) {
  try {
    return await svix.message.create(app, message);
  } catch {
    return null;
  }
}`,
  },
  { name: "false", code: caught(`catch { return false; }`, "return true;") },
  {
    name: "{ ok: false }",
    code: caught(`catch (error) { return { ok: false, error }; }`, "return { ok: true };"),
  },
  { name: "the error", code: caught(`catch (error) { return error; }`, "return undefined;") },
  {
    name: "a literal that no success returns",
    code: caught(`catch { return "failed" as const; }`, `return "sent" as const;`),
  },
  {
    name: "a literal that names a failure, which a later step may give as well",
    code: checked(
      `if (!delivered) return "failed" as const; return "delivered" as const;`,
      `return "failed" as const;`,
    ),
  },
  {
    name: "the state of a task, or that it failed",
    code: `export async function recover(app: string, endpoint: string, since: Date): Promise<string> {
  try {
    const { id } = await svix.endpoint.recover(app, endpoint, { since });
    return (await svix.backgroundTask.get(id)).status;
  } catch (error) {
    console.error(error);
    return "failed";
  }
}`,
  },
  {
    name: "a member of an enum that names a failure",
    code: `enum Delivery { Ok = "OK", NotDelivered = "NOT_DELIVERED" }
${checked("if (!delivered) return Delivery.NotDelivered; return Delivery.Ok;", "return Delivery.NotDelivered;")}`,
  },
  {
    name: "an object whose state names a failure",
    code: checked(`return { status: delivered ? "ok" : "error" };`, `return { status: "error" };`),
  },
  {
    name: "the exit code of a later failure",
    code: checked(`if (!delivered) return 1; return 0;`, `return 1;`),
  },
  {
    name: "an answer whose state names a failure",
    code: checked(
      `return Response.json({ status: delivered ? "ok" : "failed" });`,
      `return Response.json({ status: "failed" });`,
    ),
  },
  {
    name: "a flag that is read",
    code: `export async function paid(app: string) {
  let failed = false;
  try {
    await svix.message.create(app, message);
  } catch {
    failed = true;
  }
  if (failed) await alarm("not sent");
}`,
  },
  {
    name: "errors collected and read",
    code: `export async function paid(apps: string[]) {
  const errors: unknown[] = [];
  for (const app of apps) {
    try {
      await svix.message.create(app, message);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, "not sent");
}`,
  },
  {
    name: "a helper of type never",
    code: `function fail(error: unknown): never {
  throw new Error("not sent", { cause: error });
}
${caught("catch (error) { fail(error); }")}`,
  },
  {
    name: "a named code is tolerated, the rest thrown on",
    code: `export async function signUp(uid: string) {
  try {
    await svix.application.create({ name: uid, uid });
  } catch (error) {
    if (error instanceof ApiException && error.code === 409) return;
    throw error;
  }
}`,
  },
  {
    name: "a named code by a predicate of the program",
    code: `const isConflict = (error: unknown) => (error as { code?: number }).code === 409;
export async function signUp(uid: string) {
  try {
    await svix.application.create({ name: uid, uid });
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}`,
  },
  {
    name: "a failed request",
    code: `export async function POST(request: Request) {
  try {
    await svix.message.create(request.url, message);
  } catch (error) {
    console.error(error);
    return Response.json({ error: "not sent" }, { status: 502 });
  }
  return Response.json({ sent: true });
}`,
  },
  {
    name: "an error body with status 200",
    code: `export async function POST(request: Request) {
  try {
    await svix.message.create(request.url, message);
    return Response.json({ sent: true });
  } catch (error) {
    return Response.json({ error: String(error) });
  }
}`,
  },
  {
    name: "process.exit(1)",
    code: caught(`catch (error) { console.error(error); process.exit(1); }`),
  },
  {
    name: "allowLogging",
    options: { allowLogging: true },
    code: caught(`catch (error) { console.error(error); }`),
  },
  {
    name: "settled results that are read and acted upon",
    code: `export async function paid(apps: string[]) {
  const results = await Promise.allSettled(apps.map((app) => svix.message.create(app, message)));
  const failed = results.filter(({ status }) => status === "rejected");
  if (failed.length > 0) await alarm(failed);
}`,
  },
  {
    name: "settled results that are returned",
    code: `export const paid = (apps: string[]) => Promise.allSettled(apps.map((app) => svix.message.create(app, message)));`,
  },
  {
    name: "a boolean that the caller reads",
    code: `async function send(app: string) {
  try {
    await svix.message.create(app, message);
    return true;
  } catch {
    return false;
  }
}
export async function paid(app: string) {
  if (!(await send(app))) throw new Error("not sent");
}`,
  },
  {
    name: "a null that the caller reads",
    code: `const send = (app: string) => svix.message.create(app, message).catch(() => null);
export async function paid(app: string) {
  const sent = await send(app);
  if (sent === null) await alarm("not sent");
}`,
  },
  {
    name: "an operation that the contract does not describe",
    code: `export async function list() {
  try { return await svix.application.list(); } catch { return []; }
}`,
  },
  {
    name: "a client without a type",
    code: `export async function paid(client: any) {
  try { await client.message.create("app", message); } catch {}
}`,
  },
  {
    name: "another library's message.create",
    code: `declare const prisma: { message: { create(data: object): Promise<object> } };
export async function paid() {
  try { await prisma.message.create({}); } catch {}
}`,
  },
  {
    name: "an un-awaited promise, whose error the catch clause never meets",
    code: `export async function paid(app: string) {
  try {
    return svix.message.create(app, message);
  } catch {
    return null;
  }
}`,
  },
  {
    name: "a function that cannot be entered may act",
    code: `declare function onFailure(error: unknown): void;
${caught("catch (error) { onFailure(error); }")}`,
  },
  {
    name: "JavaScript that returns a signal",
    filename: "file.js",
    code: `const { Svix } = require("svix");
const svix = new Svix("");
exports.open = async (app) => {
  try {
    return await svix.authentication.appPortalAccess(app, {});
  } catch {
    return null;
  }
};`,
  },
  {
    name: "acted upon on svix 1.99",
    sdk: "1.99.1",
    code: caught(`catch (error) { await alarm(error); }`),
  },
  {
    name: "acted upon on svix 1.45",
    sdk: "1.45.1",
    code: caught(`catch (error) { await alarm(error); }`),
  },
  {
    name: "acted upon on svix 1.4",
    sdk: "1.4.12",
    code: caught(`catch (error) { await alarm(error); }`),
  },
  {
    name: "a row that stays in its table until it was sent",
    code: flush(
      `try { ${SEND} await db.markSent(row.id); } catch (error) { console.error(error); }`,
    ),
  },
  {
    name: "a row that the function which sends it marks",
    code: `${flush("try { await sendOne(row); } catch (error) { console.error(error); }")}
async function sendOne(row: { id: string; app: string }) { ${SEND} await db.markSent(row.id); }`,
  },
  {
    name: "a row whose parts are given to a method that marks it",
    code: `${OUTBOX}
export class Relay {
  constructor(private readonly store: typeof db) {}
  async tick() { for (const row of await this.store.pending()) await this.#one(row).catch((error) => console.warn(error)); }
  async #one({ id, app }: { id: string; app: string }) { await svix.message.create(app, message); await this.store.markSent(id); }
}`,
  },
  {
    name: "a row that is caught and marked where it is given to",
    code: `${flush("await relay(row);")}
async function relay(row: { id: string; app: string }) {
  try { ${SEND} await db.run("UPDATE outbox SET sent = true WHERE id = $1", [row.id]); } catch (error) { console.error(error); }
}`,
  },
  {
    name: "rows that are all tried, and marked by the function which sends them",
    code: `${OUTBOX}
async function sendOne(row: { id: string; app: string }) { ${SEND} await db.markSent(row.id); }
export async function flush() { const rows = await db.pending(); await Promise.allSettled(rows.map(sendOne)); }
export async function again() { const rows = await db.pending(); await Promise.allSettled(rows.map((row) => sendOne(row))); }`,
  },
  {
    name: "rows that are all tried, and marked in the callback",
    code: `${OUTBOX}
export async function flush() {
  const rows = await db.pending();
  await Promise.allSettled(rows.map(async (row) => { ${SEND} await db.markSent(row.id); }));
}`,
  },
  {
    name: "a row that is marked behind a handler that goes on with the next",
    code: flush(`try { ${SEND} } catch (error) { console.error(error); continue; }
    await db.markSent(row.id);`),
  },
  {
    name: "a row that is updated in the manner of a query builder",
    code: flush(
      `try { ${SEND} await db.update("outbox").set({ sent: true }).where(row.id); } catch {}`,
    ),
  },
  {
    name: "a row that is reported as sent to the store that the function was given",
    code: `interface Store { claim(most: number): Promise<{ id: string; app: string }[]>; delivered(ids: string[]): Promise<void> }
export async function flush(store: Store) {
  for (const row of await store.claim(100)) {
    try { ${SEND} } catch (error) { console.error(error); break; }
    await store.delivered([row.id]);
  }
}`,
  },
  {
    name: "a row behind which the pass ends where a promise's handler says false",
    code: flush(`const sent = await svix.message.create(row.app, message).then(() => true, (error) => (console.error(error), false));
    if (!sent) break;
    await db.markSent(row.id);`),
  },
  {
    name: "a row that is marked only where a promise's handler does not say false",
    code: flush(`const sent = await svix.message.create(row.app, message).then(() => true).catch((error) => { console.error(error); return false; });
    if (sent) await db.markSent(row.id);`),
  },
  {
    name: "a row that is marked only where a helper says true",
    code: `${flush("if (await trySend(row)) await db.markSent(row.id);")}
async function trySend(row: { app: string }) { try { ${SEND} return true; } catch (error) { console.error(error); return false; } }`,
  },
  {
    name: "a row that is marked behind a helper that has not said false",
    code: `${flush("const sent = await trySend(row); if (!sent) continue; await db.markSent(row.id);")}
async function trySend(row: { app: string }) { try { ${SEND} return true; } catch (error) { console.error(error); return false; } }`,
  },
  {
    name: "rows that are gathered after their success, and marked together",
    code: `${OUTBOX}
declare function markAllSent(ids: string[]): Promise<void>;
export async function flush() {
  const sent: string[] = [];
  for (const row of await db.pending()) {
    try { ${SEND} sent.push(row.id); } catch (error) { console.error(error); }
  }
  await markAllSent(sent);
}`,
  },
  {
    name: "rows that are gathered in a set of what was settled, and marked together",
    code: `${OUTBOX}
declare function markAllSent(ids: Set<string>): Promise<void>;
export async function flush() {
  const rows = await db.pending();
  const sent = new Set<string>();
  await Promise.allSettled(rows.map(async (row) => { ${SEND} sent.add(row.id); }));
  await markAllSent(sent);
}`,
  },
  {
    name: "a row that is written back as sent",
    code: `${flush("try { await svix.message.create(row.app, message); await store.save({ ...row, sentAt: new Date() }); } catch (error) { console.error(error); }")}
declare const store: { save(row: object): Promise<void> };`,
  },
  {
    name: "a row that is updated in SQL, of a result that is taken apart",
    code: `${OUTBOX}
declare function query(sql: string): Promise<{ rows: { id: string; app: string }[] }>;
export async function flush() {
  const { rows } = await query("SELECT * FROM outbox WHERE NOT sent");
  for (const row of rows) {
    try { ${SEND} await db.run("UPDATE outbox SET sent = true WHERE id = $1", [row.id]); } catch (error) { console.error(error); }
  }
}`,
  },
  {
    name: "the first of a queue that is only taken off after it was sent",
    code: `const queue: { app: string }[] = [];
export const enqueue = (app: string) => queue.push({ app });
export async function drain(signal: AbortSignal) {
  while (!signal.aborted) {
    const first = queue[0]!;
    try {
      await svix.message.create(first.app, message);
      queue.shift();
    } catch (error) {
      if (error instanceof ApiException && error.code === 422) { await alarm(error); queue.shift(); continue; }
      console.warn(error);
    }
  }
}`,
  },
  {
    name: "entries of a map that are deleted after they were sent",
    code: `const waiting = new Map<string, { app: string }>();
export const add = (id: string, app: string) => waiting.set(id, { app });
export async function flush() {
  for (const [id, row] of waiting) {
    try { ${SEND} waiting.delete(id); } catch (error) { console.error(error); }
  }
}`,
  },
  {
    name: "rows that are sent all at once",
    code: `${OUTBOX}
export async function flush() {
  const rows = await db.pending();
  await Promise.all(rows.map(async (row) => {
    try { ${SEND} await db.markSent(row.id); } catch (error) { console.error(error); }
  }));
}`,
  },
  {
    name: "a local list that is worked off until it is empty",
    code: `export async function sendAll(apps: { app: string }[]) {
  const left = [...apps];
  while (left.length > 0) {
    const row = left[0]!;
    try { ${SEND} left.shift(); } catch (error) { console.warn(error); }
  }
}`,
  },
];

const words = {
  operation: "message.create",
  through: "",
  consequence: "the message is lost",
  remedy: "Rethrow, or return what callers can tell from success.",
  ids: " [api-error, network-error]",
};

const swallowed: Wrong[] = [
  {
    name: "one row that is asked for by its id, and not by what is to be done",
    id: "onlyLogged",
    suggests: "rethrow",
    code: `declare const users: { findFirst(query: object): Promise<{ id: string; app: string } | null>; update(query: object): Promise<void> };
export async function welcome(id: string) {
  const row = await users.findFirst({ where: { id } });
  if (!row) return;
  try {
    ${SEND}
    await users.update({ where: { id: row.id }, data: { welcomed: true } });
  } ⟦catch (error) { console.error(error); }⟧
}`,
  },
  {
    name: "one row that is asked for by what stays as it is",
    id: "onlyLogged",
    suggests: "rethrow",
    code: `declare const users: { findFirst(query: object): Promise<{ id: string; app: string } | null>; update(query: object): Promise<void> };
export async function welcome(id: string) {
  const row = await users.findFirst({ where: { email: id } });
  if (!row) return;
  try {
    ${SEND}
    await users.update({ where: { email: id }, data: { welcomed: true } });
  } ⟦catch (error) { console.error(error); }⟧
}`,
  },
  {
    name: "a helper that says what became of it, where every row is marked",
    id: "resultIgnored",
    code: `${OUTBOX}
const send = async (row: { app: string }) => { try { ${SEND} return true; } catch (error) { console.error(error); return false; } };
export async function flush() {
  for (const row of await db.pending()) { await ⟦send(row)⟧; await db.markSent(row.id); }
}`,
  },
  {
    name: "the log line's own colours, dates and texts",
    id: "onlyLogged",
    suggests: "rethrow",
    code: `import { styleText } from "node:util";
declare function describe(error: unknown): string;
${caught(`⟦catch (error) { console.error(styleText("red", "not sent"), new Date().toISOString(), describe(error)); }⟧`)}`,
  },
  {
    name: "a text that is looked up by the code, for the log",
    id: "onlyLogged",
    suggests: "rethrow",
    code: `const TEXTS = new Map([[404, "no such application"]]);
${caught(`⟦catch (error) { const text = TEXTS.get((error as ApiException<unknown>).code) ?? "unknown"; console.error(text); }⟧`)}`,
  },
  {
    name: "an empty catch clause",
    id: "emptyHandler",
    data: words,
    suggests: "rethrow",
    code: caught(`⟦catch {⟧
  }`),
    after: caught(`catch (error) {
    throw new Error("message.create failed", { cause: error });
  }`),
  },
  {
    name: "an empty catch clause on one line",
    id: "emptyHandler",
    suggests: "rethrow",
    code: caught("⟦catch {}⟧"),
  },
  {
    name: "only a comment",
    id: "emptyHandler",
    suggests: "rethrow",
    code: caught(`⟦catch {⟧
    // best effort
  }`),
    after: caught(`catch (error) {
    // best effort
    throw new Error("message.create failed", { cause: error });
  }`),
  },
  {
    name: "only logged",
    id: "onlyLogged",
    data: words,
    suggests: "rethrow",
    code: caught(`⟦catch (error) {⟧
    console.error("not sent", error);
  }`),
    after: caught(`catch (error) {
    console.error("not sent", error);
    throw new Error("message.create failed", { cause: error });
  }`),
  },
  {
    name: "only logged, by a logger's name",
    id: "onlyLogged",
    suggests: "rethrow",
    code: `declare const logger: { warn(...words: unknown[]): void };
${caught(`⟦catch (error) {⟧
    logger.warn(error);
  }`)}`,
  },
  {
    name: "only logged, by a logger that the settings name",
    id: "onlyLogged",
    settings: { loggers: ["captureException"] },
    suggests: "rethrow",
    code: `declare const Sentry: { captureException(error: unknown): void };
${caught(`⟦catch (error) {⟧
    Sentry.captureException(error);
  }`)}`,
  },
  {
    name: "only logged, by a function of the program",
    id: "onlyLogged",
    suggests: "rethrow",
    code: `function note(error: unknown) {
  console.error("svix", error);
}
${caught(`⟦catch (error) {⟧
    note(error);
  }`)}`,
  },
  {
    name: "allowLogging and an empty catch clause",
    id: "emptyHandler",
    options: { allowLogging: true },
    suggests: "rethrow",
    code: caught("⟦catch {}⟧"),
  },
  {
    name: "allowLogging never goes for expireAll",
    id: "onlyLogged",
    options: { allowLogging: true },
    suggests: "rethrow",
    code: `export async function lockOut(app: string) {
  try {
    await svix.authentication.expireAll(app, {});
  } ⟦catch (error) {⟧
    console.error(error);
  }
}`,
  },
  {
    name: "success returned",
    id: "successReturned",
    data: words,
    suggests: "rethrow",
    code: caught(
      `⟦catch (error) {⟧
    return { ok: true };
  }`,
      "return { ok: true };",
    ),
    after: caught(
      `catch (error) {
    throw new Error("message.create failed", { cause: error });
  }`,
      "return { ok: true };",
    ),
  },
  {
    name: "an empty list in the place of an error",
    id: "successReturned",
    suggests: "rethrow",
    code: `export async function paid(app: string) {
  try {
    return [await svix.message.create(app, message)];
  } ⟦catch {⟧
    return [];
  }
}`,
  },
  {
    name: "a finally that returns",
    id: "emptyHandler",
    code: `export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } finally ⟦{⟧
    return;
  }
}`,
  },
  {
    name: "an outer catch clause",
    id: "emptyHandler",
    suggests: "rethrow",
    code: `export async function paid(app: string) {
  try {
    try {
      await svix.message.create(app, message);
    } catch (error) {
      throw error;
    }
  } ⟦catch {}⟧
}`,
  },
  {
    name: ".catch(() => {})",
    id: "emptyHandler",
    suggests: "rethrow",
    code: `export async function paid(app: string) {
  await svix.message.create(app, message).catch(⟦() => {}⟧);
}`,
    after: `export async function paid(app: string) {
  await svix.message.create(app, message).catch((error) => {
    throw new Error("message.create failed", { cause: error });
  });
}`,
  },
  {
    name: ".catch(() => {}) of a promise that nobody waits for",
    id: "emptyHandler",
    code: `export function paid(app: string) {
  void svix.message.create(app, message).catch(⟦() => {}⟧);
}`,
  },
  {
    name: ".catch(console.error)",
    id: "onlyLogged",
    code: `export async function paid(app: string) {
  await ⟦svix.message.create(app, message).catch(console.error)⟧;
}`,
  },
  {
    name: ".then(f, g)",
    id: "onlyLogged",
    suggests: "rethrow",
    code: `export async function paid(app: string) {
  await svix.message.create(app, message).then(() => alarm("sent"), ⟦(error) => console.error(error)⟧);
}`,
  },
  {
    name: ".catch(() => null), whose null nobody reads",
    id: "emptyHandler",
    suggests: "rethrow",
    code: `export async function paid(app: string) {
  await svix.message.create(app, message).catch(⟦() => null⟧);
  await alarm("sent");
}`,
  },
  {
    name: "process.exit(0)",
    id: "onlyLogged",
    code: caught(`⟦catch (error) {⟧
    console.error(error);
    process.exit(0);
  }`),
  },
  {
    name: "errors collected that nobody reads",
    id: "emptyHandler",
    code: `export async function paid(apps: string[]) {
  const errors: unknown[] = [];
  for (const app of apps) {
    try {
      await svix.message.create(app, message);
    } ⟦catch (error) {⟧
      errors.push(error);
    }
  }
}`,
  },
  {
    name: "a loop that goes on",
    id: "onlyLogged",
    suggests: "collect",
    code: `export async function paid(apps: string[]) {
  for (const app of apps) {
    try {
      await svix.message.create(app, message);
    } ⟦catch (error) {⟧
      console.error(error);
      continue;
    }
  }
}`,
  },
  {
    name: "a field that ApiException lacks",
    id: "emptyHandler",
    code: caught(`⟦catch (error) {⟧
    if ((error as { status?: number }).status === 429) throw error;
  }`),
    suggests: "rethrow",
  },
  {
    name: "network errors fall through",
    id: "networkErrorIgnored",
    data: { ...words, ids: " [network-error]" },
    suggests: "rethrow",
    code: caught(`⟦catch (error) {⟧
    if (error instanceof ApiException) {
      await alarm(error);
    }
  }`),
    after: caught(`catch (error) {
    if (error instanceof ApiException) {
      await alarm(error);
    } else {
      throw new Error("message.create failed", { cause: error });
    }
  }`),
  },
  {
    name: "network errors are only logged",
    id: "networkErrorIgnored",
    suggests: "rethrow",
    code: caught(`⟦catch (error) {⟧
    if (error instanceof ApiException) throw error;
    console.error(error);
  }`),
  },
  {
    name: "success answered",
    id: "successReturned",
    suggests: "answer",
    code: `export async function POST(request: Request) {
  try {
    await svix.message.create(request.url, message);
  } ⟦catch (error) {⟧
    return Response.json({ sent: true });
  }
  return Response.json({ sent: true });
}`,
    after: `export async function POST(request: Request) {
  try {
    await svix.message.create(request.url, message);
  } catch (error) {
    return Response.json({ error: "message.create failed" }, { status: 502 });
  }
  return Response.json({ sent: true });
}`,
  },
  {
    name: "settled results that nobody reads",
    id: "settledIgnored",
    data: words,
    suggests: "check",
    code: `export async function paid(apps: string[]) {
  await ⟦Promise.allSettled(apps.map((app) => svix.message.create(app, message)))⟧;
}`,
  },
  {
    name: "settled results that are only logged",
    id: "onlyLogged",
    code: `export async function paid(apps: string[]) {
  const results = await ⟦Promise.allSettled(apps.map((app) => svix.message.create(app, message)))⟧;
  for (const result of results) if (result.status === "rejected") console.error(result.reason);
}`,
  },
  {
    name: "a boolean that the caller does not read",
    id: "resultIgnored",
    suggests: "check",
    code: `async function send(app: string) {
  try {
    await svix.message.create(app, message);
    return true;
  } catch {
    return false;
  }
}
export async function paid(app: string) {
  await ⟦send(app)⟧;
}`,
  },
  {
    name: "a null that the caller does not read",
    id: "resultIgnored",
    suggests: "check",
    code: `async function send(app: string) {
  try {
    return await svix.message.create(app, message);
  } catch {
    return null;
  }
}
export async function paid(app: string) {
  await ⟦send(app)⟧;
  await alarm("sent");
}`,
  },
  {
    name: "{ ok: false } that the caller does not read",
    id: "resultIgnored",
    suggests: "check",
    code: `async function send(app: string) {
  try {
    await svix.message.create(app, message);
    return { ok: true };
  } catch (error) {
    return { ok: false, error };
  }
}
export async function paid(app: string) {
  await ⟦send(app)⟧;
}`,
  },
  {
    name: "a caller that swallows what a helper throws",
    id: "emptyHandler",
    suggests: "rethrow",
    code: `async function send(app: string) {
  await svix.message.create(app, message);
}
export async function paid(app: string) {
  try {
    await send(app);
  } ⟦catch {}⟧
}`,
  },
  {
    name: "a wrapper of the program that swallows",
    id: "onlyLogged",
    code: `async function safe(work: () => Promise<unknown>) {
  try {
    await work();
  } catch (error) {
    console.error(error);
  }
}
export async function paid(app: string) {
  await safe(() => ⟦svix.message.create(app, message)⟧);
}`,
  },
  {
    name: "operations: all",
    id: "successReturned",
    options: { operations: "all" },
    suggests: "rethrow",
    code: `export async function list() {
  try {
    return (await svix.application.list()).data;
  } ⟦catch {⟧
    return [];
  }
}`,
  },
  {
    name: "JavaScript",
    id: "emptyHandler",
    filename: "file.js",
    suggests: "rethrow",
    code: `const { Svix } = require("svix");
const svix = new Svix("");
exports.paid = async (app) => {
  try {
    await svix.message.create(app, { eventType: "a.b", payload: {} });
  } ⟦catch (error) {⟧
    console.log(error);
    return;
  }
};`.replace("console.log(error);\n    ", ""),
  },
  {
    name: "only logged on svix 1.99",
    id: "onlyLogged",
    sdk: "1.99.1",
    suggests: "rethrow",
    code: caught(`⟦catch (error) { console.error(error); }⟧`),
  },
  {
    name: "dropped on svix 1.45",
    id: "emptyHandler",
    sdk: "1.45.1",
    suggests: "rethrow",
    code: `export async function recover(app: string, endpoint: string, since: Date) {
  try {
    await svix.endpoint.recover(app, endpoint, { since });
  } ⟦catch {}⟧
}`,
  },
  {
    name: "dropped on svix 1.4",
    id: "emptyHandler",
    sdk: "1.4.12",
    suggests: "rethrow",
    code: caught(`⟦catch {}⟧`),
  },
  ...[
    ["a literal of a success", `return delivered ? "delivered" : "failed";`, `return "delivered";`],
    [
      "a literal that says of no failure",
      `return delivered ? "delivered" : "later";`,
      `return "later";`,
    ],
    ["the exit code of a success", `if (!delivered) return 1; return 0;`, `return 0;`],
    [
      "an object of a success",
      `return { status: delivered ? "ok" : "error" };`,
      `return { status: "ok" };`,
    ],
    ["an error that is none", `return delivered ? "no errors" : "late";`, `return "no errors";`],
    [
      "an event that is given back in any case",
      `return { event: "payment.failed", at: new Date() };`,
      `return { event: "payment.failed", at: new Date() };`,
    ],
  ].map(([name = "", success = "", failure = ""]): Wrong => ({
    name: `${name}, where a later step gives others`,
    id: "onlyLogged",
    suggests: "rethrow",
    code: checked(success, failure).replace("catch (error) {", "⟦catch (error) {⟧"),
  })),
  {
    name: "a queue that the item leaves in any case",
    id: "onlyLogged",
    code: `const queue: { app: string }[] = [];
export async function drain() {
  while (queue.length > 0) {
    const row = queue[0]!;
    try { ${SEND} } ⟦catch (error) { console.error(error); }⟧
    queue.shift();
  }
}`,
  },
  {
    name: "a local list that is left at the first failure",
    id: "onlyLogged",
    code: `export async function sendAll(apps: { app: string }[]) {
  const left = [...apps];
  while (left.length > 0) {
    const row = left[0]!;
    try { ${SEND} left.shift(); } ⟦catch (error) { console.warn(error); break; }⟧
  }
}`,
  },
  {
    name: "a row that the function which sends it marks before",
    id: "onlyLogged",
    suggests: "collect",
    code: `${flush("try { await sendOne(row); } ⟦catch (error) { console.error(error); }⟧")}
async function sendOne(row: { id: string; app: string }) { await db.markSent(row.id); ${SEND} }`,
  },
  {
    name: "a row that others give as well",
    id: "onlyLogged",
    suggests: "rethrow",
    code: `${flush("await relay(row);")}
export const now = (app: string) => relay({ id: app, app });
async function relay(row: { id: string; app: string }) {
  try { ${SEND} await db.markSent(row.id); } ⟦catch (error) { console.error(error); }⟧
}`,
  },
  {
    name: "a row that is given by others, too, to whom the function is handed",
    id: "onlyLogged",
    suggests: "rethrow",
    code: `${flush("await relay(row);")}
declare const queue: { process(run: (row: { id: string; app: string }) => Promise<void>): void };
queue.process(relay);
async function relay(row: { id: string; app: string }) {
  try { ${SEND} await db.markSent(row.id); } ⟦catch (error) { console.error(error); }⟧
}`,
  },
  {
    name: "a row of which another one is marked",
    id: "onlyLogged",
    suggests: "collect",
    code: `${flush("try { await sendOne(row.app, other); } ⟦catch (error) { console.error(error); }⟧")}
declare const other: { id: string };
async function sendOne(app: string, last: { id: string }) { await svix.message.create(app, message); await db.markSent(last.id); }`,
  },
  {
    name: "rows that were given, all tried, and marked by the function which sends them",
    id: "settledIgnored",
    suggests: "check",
    code: `${OUTBOX}
async function sendOne(row: { id: string; app: string }) { ${SEND} await db.markSent(row.id); }
export async function flush(rows: { id: string; app: string }[]) { await ⟦Promise.allSettled(rows.map(sendOne))⟧; }`,
  },
  {
    name: "rows that are gathered after their success, and only counted",
    id: "onlyLogged",
    code: `${OUTBOX}
export async function flush() {
  const sent: string[] = [];
  for (const row of await db.pending()) {
    try { ${SEND} sent.push(row.id); } ⟦catch (error) { console.error(error); }⟧
  }
  console.info(sent.length);
}`,
  },
  {
    name: "a row that is noted whatever a helper says",
    id: "resultIgnored",
    code: `${flush("await ⟦trySend(row)⟧; await db.markSent(row.id);")}
async function trySend(row: { app: string }) { try { ${SEND} return true; } catch (error) { console.error(error); return false; } }`,
  },
  {
    name: "a listener whose promise nobody waits for, where a throw would end the process",
    id: "onlyLogged",
    code: `import { EventEmitter } from "node:events";
new EventEmitter().on("paid", (app: string) => svix.message.create(app, message).catch(⟦(error) => console.error(error)⟧));`,
  },
  {
    name: "what was sent is noted in a map",
    id: "onlyLogged",
    suggests: "collect",
    code: flush(`const sent = new Map<string, boolean>();
    try { ${SEND} sent.set(row.id, true); } ⟦catch (error) { console.error(error); }⟧`),
  },
  {
    name: "a list that the function was given, all at once",
    id: "onlyLogged",
    suggests: "rethrow",
    code: `${OUTBOX}
export async function tell(rows: { id: string; app: string }[]) {
  await Promise.all(rows.map(async (row) => {
    try { ${SEND} await db.markSent(row.id); } ⟦catch (error) { console.error(error); }⟧
  }));
}`,
  },
  {
    name: "a row that is marked whatever a promise's handler says",
    id: "onlyLogged",
    code: flush(`const sent = await svix.message.create(row.app, message).then(() => true, ⟦(error) => (console.error(error), false)⟧);
    if (!sent) console.warn(row.id);
    await db.markSent(row.id);`),
  },
  {
    name: "a list that the function was given",
    id: "onlyLogged",
    suggests: "collect",
    code: `export async function tell(rows: { app: string; told?: boolean }[]) {
  for (const row of rows) {
    try { ${SEND} row.told = true; } ⟦catch (error) { console.error(error); }⟧
  }
}`,
  },
];

runTable("no-swallowed-api-error", rule, { head, good: handled, bad: swallowed });
