import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import ts from "typescript";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { packageNameOf } from "../../src/sdk/packages.js";
import { recogniserOf } from "../../src/sdk/recogniser.js";
import { operationsIn } from "./readings.js";

const INSTALLED = path.resolve(import.meta.dirname, "../../node_modules");
const USE = `
  import { Svix } from "svix";
  new Svix("t").message.create("app", { eventType: "a", payload: {} });
`;

let root: string;

beforeAll(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "packages-"));
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

afterEach(() => {
  vi.restoreAllMocks();
});

function write(file: string, text: string): string {
  const place = path.join(root, file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
  return place;
}

function link(place: string, target: string): void {
  mkdirSync(path.dirname(path.join(root, place)), { recursive: true });
  symlinkSync(path.join(root, target), path.join(root, place), "dir");
}

function copySdk(installed: string, place: string): void {
  cpSync(path.join(INSTALLED, installed), path.join(root, place), { recursive: true });
}

function operationsOf(file: string, options: ts.CompilerOptions = {}): readonly string[] {
  const program = ts.createProgram([file], {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    types: [],
    noEmit: true,
    ...options,
  });
  const recogniser = recogniserOf(program);
  const source = program.getSourceFile(file);
  return recogniser && source ? operationsIn(recogniser, source) : [];
}

describe("an installation", () => {
  it("by pnpm, whose folders are links into a store", () => {
    copySdk("svix", "pnpm/node_modules/.pnpm/svix@2.5.0/node_modules/svix");
    link("pnpm/node_modules/svix", "pnpm/node_modules/.pnpm/svix@2.5.0/node_modules/svix");
    const file = write("pnpm/src/main.ts", USE);
    expect(operationsOf(file)).toEqual(["message.create"]);
    expect(operationsOf(file, { preserveSymlinks: true })).toEqual(["message.create"]);
  });

  it("as a workspace package in a folder of another name", () => {
    copySdk("svix", "monorepo/packages/javascript");
    link("monorepo/node_modules/svix", "monorepo/packages/javascript");
    expect(operationsOf(write("monorepo/apps/shop/main.ts", USE))).toEqual(["message.create"]);
  });

  it("as sources of a workspace package", () => {
    write("sources/packages/sdk/package.json", `{ "name": "svix", "types": "src/index.ts" }`);
    write(
      "sources/packages/sdk/src/index.ts",
      `class Message { async create(_app: string, _message: object) { return { id: "" }; } }
       export class Svix { constructor(readonly token: string) {} get message() { return new Message(); } }`,
    );
    link("sources/node_modules/svix", "sources/packages/sdk");
    expect(operationsOf(write("sources/main.ts", USE))).toEqual(["message.create"]);
  });

  it("under an npm alias", () => {
    copySdk("svix-v1-45", "alias/node_modules/webhook-sender");
    const file = write("alias/main.ts", USE.replace('"svix"', '"webhook-sender"'));
    expect(operationsOf(file)).toEqual(["message.create"]);
  });

  it("of another package in a folder called svix", () => {
    write("other/node_modules/svix/package.json", `{ "name": "not-svix", "types": "index.d.ts" }`);
    write(
      "other/node_modules/svix/index.d.ts",
      `declare class Message { create(app: string, message: object): Promise<object>; }
       export declare class Svix { constructor(token: string); readonly message: Message; }`,
    );
    expect(operationsOf(write("other/main.ts", USE))).toEqual([]);
  });
});

describe("the name of a file's package", () => {
  it("is that of the nearest package.json which has one", () => {
    write("named/package.json", `{ "name": "outer" }`);
    write("named/inner/package.json", `{ "name": "inner" }`);
    write("named/inner/dist/package.json", `{ "type": "commonjs" }`);
    write("named/empty/package.json", `{ "name": "" }`);
    const nameOf = (file: string): string | undefined =>
      packageNameOf(path.join(root, file), new Map());
    expect(nameOf("named/a.ts")).toBe("outer");
    expect(nameOf("named/inner/dist/deep/a.ts")).toBe("inner");
    expect(nameOf("named/empty/a.ts")).toBe("outer");
  });

  it("does not come from outside of node_modules", () => {
    write("outside/package.json", `{ "name": "svix" }`);
    expect(
      packageNameOf(path.join(root, "outside/node_modules/unnamed/a.d.ts"), new Map()),
    ).toBeUndefined();
  });

  it("is unknown where package.json is broken or nothing can be read", () => {
    write("broken/node_modules/svix/package.json", `{ "name": `);
    expect(
      packageNameOf(path.join(root, "broken/node_modules/svix/a.d.ts"), new Map()),
    ).toBeUndefined();
    vi.spyOn(ts.sys, "readFile").mockReturnValue(undefined);
    expect(packageNameOf("/nowhere/a.ts", new Map())).toBeUndefined();
    expect(packageNameOf("a.ts", new Map())).toBeUndefined();
  });

  it("is read once a folder", () => {
    const read = vi.spyOn(ts.sys, "readFile").mockReturnValue(undefined);
    const known = new Map<string, string | undefined>();
    packageNameOf("/one/two/a.ts", known);
    const first = read.mock.calls.length;
    packageNameOf("/one/two/b.ts", known);
    packageNameOf("/one/c.ts", known);
    expect(first).toBe(3);
    expect(read).toHaveBeenCalledTimes(first);
  });
});
