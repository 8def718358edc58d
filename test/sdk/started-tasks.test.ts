import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, expect, it } from "vitest";
import { surfaceOf } from "../../src/sdk/surface.js";

// A generation of the SDK that does not exist, to see what an answer needs for being a task.
const DECLARATIONS = `
  export declare enum BackgroundTaskStatus { Running = "running", Failed = "failed" }
  export declare enum BackgroundTaskType { Recover = "endpoint.recover", Replay = "endpoint.replay" }
  export declare enum OtherStatus { Running = "running", Failed = "failed" }
  interface Whole { id: string; status: BackgroundTaskStatus; task: BackgroundTaskType }
  interface WithoutId { status: BackgroundTaskStatus; task: BackgroundTaskType }
  interface WithoutKind { id: string; status: BackgroundTaskStatus }
  interface OfOtherKind { id: string; status: BackgroundTaskStatus; task: string }
  interface OfOtherStatus { id: string; status: OtherStatus; task: BackgroundTaskType }
  declare class Endpoint {
    whole(id: string): Promise<Whole>;
    withoutId(id: string): Promise<WithoutId>;
    withoutKind(id: string): Promise<WithoutKind>;
    ofOtherKind(id: string): Promise<OfOtherKind>;
    ofOtherStatus(id: string): Promise<OfOtherStatus>;
    nothing(id: string): Promise<void>;
  }
  declare class BackgroundTask { get(id: string): Promise<Whole>; }
  export declare class Svix {
    constructor(token: string);
    readonly endpoint: Endpoint;
    readonly backgroundTask: BackgroundTask;
  }`;

let root: string;

beforeAll(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "started-tasks-"));
  writeFileSync(path.join(root, "package.json"), `{ "name": "svix", "types": "index.d.ts" }`);
  writeFileSync(path.join(root, "index.d.ts"), DECLARATIONS);
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

it("starts a task what answers with an id, a task's status and its kind", () => {
  const program = ts.createProgram([path.join(root, "index.d.ts")], { types: [], noEmit: true });
  const methods = [...(surfaceOf(program)?.methods.values() ?? [])];
  expect(methods).toHaveLength(7);
  const started = methods.filter(({ returnsTask }) => returnsTask);
  expect(started.map(({ operation }) => operation)).toEqual(["endpoint.whole"]);
});
