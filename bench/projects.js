// Writes the projects that the benchmark lints: the same files with Svix, and without.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "..");

/** Inside the repository, so that imports find its node_modules. */
export const WORK = path.join(ROOT, ".cache/bench");

const TSCONFIG = {
  compilerOptions: {
    target: "ES2022",
    lib: ["ES2023", "DOM", "DOM.Iterable"],
    module: "ESNext",
    moduleResolution: "Bundler",
    types: ["node"],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["src"],
};

const LOGGER = `
export const logger = {
  info(text: string, data?: unknown): void { console.info(text, data); },
  warn(text: string, data?: unknown): void { console.warn(text, data); },
  error(text: string, data?: unknown): void { console.error(text, data); },
};
`;

const STORE = `
export interface Row { readonly id: string; readonly tenant: string; readonly amount: number; readonly state: "open" | "sent" | "failed" }
const rows = new Map<string, Row>();
export async function load(id: string): Promise<Row | undefined> { return Promise.resolve(rows.get(id)); }
export async function save(row: Row): Promise<void> { rows.set(row.id, row); return Promise.resolve(); }
export async function enqueue(queue: string, data: unknown): Promise<void> { rows.size > 1e9 ? console.log(queue, data) : undefined; return Promise.resolve(); }
export async function markFailed(id: string, why: unknown): Promise<void> { const row = rows.get(id); if (row) await save({ ...row, state: "failed" }); return why === undefined ? undefined : Promise.resolve(); }
`;

const RETRY = `
export async function retrying<T>(work: () => Promise<T>, times = 3): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= times) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 * attempt));
    }
  }
}
export async function settled<T>(work: () => Promise<T>): Promise<{ ok: true; value: T } | { ok: false; error: unknown }> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error };
  }
}
`;

/** Stands in for the SDK where a project must not load it: the same methods, another package. */
const STAND_IN = `
export class ApiException extends Error { readonly code: number = 500; }
interface Out { readonly id: string; readonly status: string }
class Resource {
  async create(..._given: unknown[]): Promise<Out> { return Promise.resolve({ id: "", status: "" }); }
  async getOrCreate(..._given: unknown[]): Promise<Out> { return Promise.resolve({ id: "", status: "" }); }
  async get(..._given: unknown[]): Promise<Out> { return Promise.resolve({ id: "", status: "" }); }
  async patch(..._given: unknown[]): Promise<Out> { return Promise.resolve({ id: "", status: "" }); }
  async delete(..._given: unknown[]): Promise<void> { return Promise.resolve(); }
  async list(..._given: unknown[]): Promise<{ data: Out[] }> { return Promise.resolve({ data: [] }); }
  async recover(..._given: unknown[]): Promise<Out> { return Promise.resolve({ id: "", status: "" }); }
  async appPortalAccess(..._given: unknown[]): Promise<{ url: string }> { return Promise.resolve({ url: "" }); }
}
export class Svix {
  readonly application = new Resource();
  readonly endpoint = new Resource();
  readonly eventType = new Resource();
  readonly message = new Resource();
  readonly authentication = new Resource();
  readonly backgroundTask = new Resource();
  constructor(readonly token: string) {}
}
export class Webhook {
  constructor(readonly secret: string) {}
  verify(_payload: string, _headers: Record<string, string>): unknown { return undefined; }
}
`;

const client = (sdk) => `
import { Svix } from "${sdk}";
let made: Svix | undefined;
export function svix(): Svix { return (made ??= new Svix(process.env["SVIX_TOKEN"] ?? "")); }
`;

/** Wrappers: ten calls, most of whose failures leave them. */
const gateway = (i) => `
import { svix } from "../lib/client";
import { logger } from "../lib/logger";

export async function sendPaid${i}(tenant: string, order: string, amount: number): Promise<string> {
  const message = await svix().message.create(tenant, { eventType: "invoice.paid", eventId: \`paid-\${order}\`, payload: { order, amount } });
  return message.id;
}
export async function sendRefund${i}(tenant: string, order: string): Promise<boolean> {
  try {
    await svix().message.create(tenant, { eventType: "invoice.refunded", eventId: \`refund-\${order}\`, payload: { order } });
    return true;
  } catch (error) {
    logger.error("refund was not announced", { error, order });
    return false;
  }
}
export async function tenantOf${i}(name: string, uid: string) {
  return svix().application.getOrCreate({ name, uid });
}
export class Endpoints${i} {
  private readonly client = svix();
  async open(tenant: string, url: string) {
    const endpoint = await this.client.endpoint.create(tenant, { url, description: "opened by the customer" });
    logger.info("endpoint", endpoint.id);
    return endpoint;
  }
  async close(tenant: string, id: string): Promise<void> {
    await this.client.endpoint.delete(tenant, id);
  }
  async rename(tenant: string, id: string, description: string) {
    return await this.client.endpoint.patch(tenant, id, { description });
  }
  list(tenant: string) {
    return this.client.endpoint.list(tenant).then((page) => page.data);
  }
}
export const portal${i} = (tenant: string) => svix().authentication.appPortalAccess(tenant, {});
export async function eventTypes${i}(): Promise<string[]> {
  const page = await svix().eventType.list();
  return page.data.map((type) => JSON.stringify(type));
}
export async function dropTenant${i}(tenant: string): Promise<void> {
  await svix().application.delete(tenant);
}
`;

/** Callers of two gateways, in all the ways in which failures are met. */
const service = (i, a, b) => `
import { ApiException } from "${"@sdk@"}";
import { svix } from "../lib/client";
import { logger } from "../lib/logger";
import { retrying, settled } from "../lib/retry";
import { enqueue, load, markFailed, save, type Row } from "../lib/store";
import { Endpoints${a}, sendPaid${a}, sendRefund${a}, tenantOf${a} } from "./file${a}";
import { dropTenant${b}, eventTypes${b}, portal${b}, sendPaid${b} } from "./file${b}";

const endpoints = new Endpoints${a}();

export async function settle${i}(id: string): Promise<void> {
  const row = await load(id);
  if (!row) return;
  try {
    await sendPaid${a}(row.tenant, row.id, row.amount);
    await save({ ...row, state: "sent" });
  } catch (error) {
    if (error instanceof ApiException && error.code === 409) return;
    await markFailed(id, error);
    throw error;
  }
}
export async function settleAll${i}(rows: readonly Row[]): Promise<number> {
  const results = await Promise.allSettled(rows.map((row) => sendPaid${b}(row.tenant, row.id, row.amount)));
  const failed = results.filter((result) => result.status === "rejected");
  for (const result of failed) logger.warn("not sent", result);
  await enqueue("again", failed.length);
  return failed.length;
}
export async function signUp${i}(name: string, url: string): Promise<{ id: string } | undefined> {
  let tenant;
  try {
    tenant = await tenantOf${a}(name, name.toLowerCase());
  } catch (error) {
    logger.error("no tenant", error);
    return undefined;
  }
  const opened = await settled(() => endpoints.open(tenant.id, url));
  if (!opened.ok) {
    await enqueue("sign-up", { name, url });
    return undefined;
  }
  return { id: tenant.id };
}
export async function refund${i}(row: Row): Promise<void> {
  if (!(await sendRefund${a}(row.tenant, row.id))) await enqueue("refund", row);
}
export async function rename${i}(tenant: string, texts: ReadonlyMap<string, string>): Promise<void> {
  for (const [id, text] of texts) {
    await retrying(() => endpoints.rename(tenant, id, text));
  }
}
export function close${i}(tenant: string, id: string): void {
  endpoints.close(tenant, id).catch((error: unknown) => enqueue("close", { tenant, id, error }));
}
export async function page${i}(tenant: string): Promise<string> {
  const [access, types] = await Promise.all([portal${b}(tenant), eventTypes${b}()]);
  return \`\${access.url} \${types.join()}\`;
}
export async function leave${i}(tenant: string): Promise<void> {
  try {
    await dropTenant${b}(tenant);
  } finally {
    await enqueue("left", tenant);
  }
}
export async function recover${i}(tenant: string, id: string, since: Date): Promise<string> {
  const task = await svix().endpoint.recover(tenant, id, { since });
  for (let round = 0; round < 10; round += 1) {
    const { status } = await svix().backgroundTask.get(task.id);
    if (status === "finished") return task.id;
    if (status === "failed") throw new Error("recovery failed");
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error("recovery takes too long");
}
`;

/** Routes: they verify what comes in, and call services. */
const route = (i, a) => `
import { Webhook } from "${"@sdk@"}";
import { svix } from "../lib/client";
import { logger } from "../lib/logger";
import { enqueue, type Row } from "../lib/store";
import { close${a}, leave${a}, page${a}, recover${a}, refund${a}, rename${a}, settle${a}, settleAll${a}, signUp${a} } from "./file${a}";

const webhook = new Webhook(process.env["WEBHOOK_SECRET_${i}"] ?? "");

export async function POST(request: Request): Promise<Response> {
  const body = await request.text();
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch (error) {
    logger.warn("refused", error);
    return new Response("bad signature", { status: 401 });
  }
  const event = JSON.parse(body) as { type: string; data: Row };
  switch (event.type) {
    case "order.paid":
      await settle${a}(event.data.id);
      break;
    case "order.refunded":
      await refund${a}(event.data);
      break;
    default:
      await enqueue("unknown", event);
  }
  return Response.json({ received: true });
}
export async function GET(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const tenant = url.searchParams.get("tenant") ?? "";
  try {
    return Response.json({ page: await page${a}(tenant) });
  } catch (error) {
    logger.error("no page", error);
    return Response.json({ error: "upstream" }, { status: 502 });
  }
}
export async function PUT(request: Request): Promise<Response> {
  const { name, url } = (await request.json()) as { name: string; url: string };
  const made = await signUp${a}(name, url);
  return made ? Response.json(made) : Response.json({ error: "later" }, { status: 503 });
}
export async function DELETE(request: Request): Promise<Response> {
  const tenant = new URL(request.url).searchParams.get("tenant") ?? "";
  close${a}(tenant, "ep_1");
  await leave${a}(tenant);
  return new Response(null, { status: 204 });
}
export async function PATCH(request: Request): Promise<Response> {
  const { tenant, texts } = (await request.json()) as { tenant: string; texts: Record<string, string> };
  return rename${a}(tenant, new Map(Object.entries(texts)))
    .then(() => new Response(null, { status: 204 }))
    .catch((error: unknown) => {
      logger.error("rename", error);
      return new Response(null, { status: 500 });
    });
}
export async function nightly${i}(rows: readonly Row[]): Promise<void> {
  const count = await settleAll${a}(rows);
  if (count > 0) logger.warn("failures", count);
  for (const row of rows) {
    try {
      await recover${a}(row.tenant, row.id, new Date(Date.now() - 3_600_000));
      await svix().message.create(row.tenant, { eventType: "night.done", payload: { row } });
      await svix().message.list(row.tenant);
    } catch {
      await enqueue("nightly", row);
    }
  }
}
`;

function fileText(i) {
  const place = i % 3;
  if (place === 0) return gateway(i);
  if (place === 1) return service(i, i - 1, i === 1 ? 3 : i - 4);
  return route(i, i - 1);
}

function write(name, files) {
  const folder = path.join(WORK, name);
  rmSync(folder, { recursive: true, force: true });
  for (const [file, text] of Object.entries({
    ...files,
    "tsconfig.json": JSON.stringify(TSCONFIG, undefined, 2),
    "package.json": JSON.stringify({ name: `bench-${name}`, private: true, type: "module" }),
  })) {
    const place = path.join(folder, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
  }
  return folder;
}

const lib = (sdk) => ({
  "src/lib/client.ts": client(sdk === "svix" ? "svix" : "./sdk"),
  "src/lib/logger.ts": LOGGER,
  "src/lib/retry.ts": RETRY,
  "src/lib/store.ts": STORE,
  ...(sdk === "svix" ? {} : { "src/lib/sdk.ts": STAND_IN }),
});

/**
 * A project of so many files with ten Svix calls, or calls that lead to one, each: a third are
 * wrappers, a third their callers, a third the callers' callers.
 *
 * @param sdk "svix", "stand-in" (no file of Svix is loaded), or "rare": only one file uses Svix
 */
export function denseProject(count, sdk) {
  const files = lib(sdk === "stand-in" ? "stand-in" : "svix");
  if (sdk === "rare") {
    Object.assign(files, {
      "src/lib/sdk.ts": STAND_IN,
      "src/only.ts": gateway(0).replaceAll("../lib", "./lib"),
    });
    files["src/lib/svix-client.ts"] = client("svix");
    files["src/only.ts"] = files["src/only.ts"].replace("./lib/client", "./lib/svix-client");
    files["src/lib/client.ts"] = client("./sdk");
  }
  for (let i = 0; i < count; i += 1) {
    files[`src/modules/file${i}.ts`] = fileText(i).replaceAll(
      "@sdk@",
      sdk === "svix" ? "svix" : "../lib/sdk",
    );
  }
  return write(`${sdk}-${count}`, files);
}

/** One file with one function of ten lines a call: 300 calls make 3,000 lines. */
export function pathologicalProject(calls) {
  const steps = Array.from(
    { length: calls },
    (_, i) => `
  const input${i} = { eventType: "step.${i}", eventId: \`${i}-\${tenant}\`, payload: { tenant, step: ${i} } };
  if (given[${i}] === "skip") {
    logger.info("skipped", ${i});
  } else {
    try {
      ids.push((await svix().message.create(tenant, input${i})).id);
    } catch (error) {
      if (error instanceof ApiException && error.code === 409) logger.info("again", ${i});
      else failed.push({ step: ${i}, error });
    }
  }`,
  );
  const text = `
import { ApiException } from "svix";
import { svix } from "./lib/client";
import { logger } from "./lib/logger";
import { enqueue } from "./lib/store";

export async function everything(tenant: string, given: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  const failed: { step: number; error: unknown }[] = [];
${steps.join("")}
  if (failed.length > 0) await enqueue("failed", failed);
  return ids;
}
`;
  return write(`long-${calls}`, { ...lib("svix"), "src/long.ts": text });
}
