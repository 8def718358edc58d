import { realpathSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { announced, CONFIG, CORPUS, SOURCES, TSCONFIG } from "../corpus.js";
import { identityOf, lint, placeOf, type Report } from "../eslint-cli.js";
import { RELEASES, released } from "../releases.js";
import { installation, newest, project, writeFiles, type Files } from "../scratch.js";

const { svix } = RELEASES;

const places = (reports: readonly Report[]) => reports.map(placeOf).sort();

describe("the packed plugin reports the same in", () => {
  let folder: string;
  let usual: string[];
  beforeAll(async () => {
    folder = await newest();
    usual = (await lint(project(folder, "usual", CORPUS))).map(identityOf).sort();
    expect(usual).not.toEqual([]);
  });

  it("two threads of ESLint", async () => {
    const reports = await lint(project(folder, "threads", CORPUS), "--concurrency", "2");
    expect(reports.map(identityOf).sort()).toEqual(usual);
  });

  it("a project whose config is written in TypeScript", async () => {
    const root = project(folder, "config-ts", {
      ...SOURCES,
      // A TypeScript file like any other: it is linted, so the program must hold it.
      "tsconfig.json": TSCONFIG.replace('["src"]', '["src", "eslint.config.ts"]'),
      // With a type, so that the file is no JavaScript by chance.
      "eslint.config.ts": [
        'import type { Linter } from "eslint";',
        CONFIG.replace("export default [", "const configs: Linter.Config[] = ["),
        "export default configs;",
      ].join("\n"),
    });
    expect((await lint(root)).map(identityOf).sort()).toEqual(usual);
  });

  it("a project whose config is CommonJS", async () => {
    const root = project(folder, "config-cjs", {
      ...SOURCES,
      "tsconfig.json": TSCONFIG,
      "eslint.config.cjs": CONFIG.replace(
        /import (\w+) from "([^"]+)";/g,
        'const $1 = require("$2");',
      ).replace("export default", "module.exports ="),
    });
    expect((await lint(root)).map(identityOf).sort()).toEqual(usual);
  });

  it("the symlinked node_modules of pnpm", async () => {
    const root = await installation(
      "pnpm",
      released("@types/node", "eslint", "svix", "typescript", "typescript-eslint"),
      { client: "pnpm" },
    );
    const plugin = path.join(root, "node_modules/eslint-plugin-svix");
    expect(realpathSync(plugin)).toContain("/.pnpm/");
    writeFiles(root, CORPUS);
    expect((await lint(root)).map(identityOf).sort()).toEqual(usual);
  });
});

describe("the packed plugin in a monorepo of workspaces", () => {
  const manifest = (name: string, svixRelease: string) =>
    JSON.stringify({
      name,
      version: "1.0.0",
      private: true,
      type: "module",
      exports: "./src/index.ts",
      dependencies: { svix: svixRelease },
    });
  const manifests: Files = {
    "packages/shop/package.json": manifest("@acme/shop", svix),
    "packages/outbox/package.json": manifest("@acme/outbox", svix),
    "packages/legacy/package.json": manifest("@acme/legacy", "1.4.12"),
  };
  const inPackage = (name: string, files: Files): Files =>
    Object.fromEntries(
      Object.entries(files).map(([file, text]) => [`packages/${name}/${file}`, text]),
    );
  const OUTBOX = `
import { Svix } from "svix";

const svix = new Svix(process.env.SVIX_TOKEN!);

/** @throws {ApiException} when Svix refuses the message */
export async function publish(appId: string, id: string): Promise<void> {
  await svix.message.create(appId, { eventType: "order.paid", eventId: id, payload: { id } });
}
`;
  const CALLER = `
import { publish } from "@acme/outbox";

export async function onOrder(id: string): Promise<void> {
  // reports svix/no-unhandled-api-error
  await publish("app_1", id);
}
`;
  const shop = inPackage("shop", { "tsconfig.json": TSCONFIG, "src/orders.ts": CALLER });
  const outbox = inPackage("outbox", { "tsconfig.json": TSCONFIG, "src/index.ts": OUTBOX });
  const legacy = inPackage("legacy", { "tsconfig.json": TSCONFIG, ...SOURCES });

  it("follows a failure from package to package, and takes each package's own svix", async () => {
    const root = await installation(
      "monorepo",
      released("@types/node", "eslint", "typescript", "typescript-eslint"),
      { manifest: { workspaces: ["packages/*"] }, files: manifests },
    );
    writeFiles(root, { ...shop, ...outbox, ...legacy, "eslint.config.js": CONFIG });
    expect(places(await lint(root))).toEqual(
      [...announced({ ...shop, ...outbox }, svix), ...announced(legacy, "1.4.12")].sort(),
    );
  });
});

describe("the packed plugin in JavaScript", () => {
  const SEND = `
import { Svix } from "svix";

const svix = new Svix(process.env.SVIX_TOKEN ?? "");

/**
 * @param {string} appId
 * @param {string} invoice
 */
export async function sendPaid(appId, invoice) {
  const message = await svix.message.create(appId, {
    eventId: invoice + ".paid",
    eventType: "invoice.paid",
    payload: { invoice },
  });
  return message.id;
}
`;
  const CALLER = `
const { Webhook } = require("svix");
const { sendPaid } = require("./send.js");

/** @param {{ appId: string, invoice: string }} payment */
exports.onPayment = async function onPayment(payment) {
  // reports svix/no-unhandled-api-error
  await sendPaid(payment.appId, payment.invoice);
};

/** @type {(request: Request) => Promise<Response>} */
exports.receive = async (request) => {
  /** @type {Webhook} */
  const webhook = new Webhook(process.env.WEBHOOK_SECRET ?? "");
  const body = await request.text();
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch {
    // reports svix/require-4xx-rejection
    return new Response("failed", { status: 500 });
  }
  console.log(JSON.parse(body));
  return new Response("ok");
};
`;
  const files: Files = {
    "src/send.js": SEND,
    "src/callers.cjs": CALLER,
  };

  it("reads imports, require and the types of JSDoc", async () => {
    const root = project(await newest(), "javascript", {
      ...files,
      "tsconfig.json": TSCONFIG.replace('"strict"', '"allowJs":true,"strict"'),
      "eslint.config.js": CONFIG.replace(/files: \[.*\]/, 'files: ["src/**/*.{js,cjs}"]'),
    });
    expect(places(await lint(root))).toEqual(announced(files, svix));
  });
});
