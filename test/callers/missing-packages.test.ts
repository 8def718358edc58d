import { describe, expect, it } from "vitest";
import ts from "typescript";
import { missingImport, missingName, missingType } from "../../src/callers/missing-packages.js";
import { fileOf, programOf } from "../harness/program.js";

type Files = Readonly<Record<string, string>>;

/** The first node of a kind in the file. */
function firstIn<T extends ts.Node>(file: ts.SourceFile, matches: (node: ts.Node) => node is T): T {
  let found: T | undefined;
  const visit = (node: ts.Node): void => {
    if (found === undefined && matches(node)) found = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  if (found === undefined) throw new Error("no such node");
  return found;
}

const isProbe = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) && node.expression.getText() === "probe";

/** What the argument of `probe(…)` is called, as `package name`. */
function nameIn(text: string, others: Files = {}, file = "main.ts"): string | undefined {
  const program = programOf({ ...others, [file]: text });
  const [argument] = firstIn(fileOf(program, file), isProbe).arguments;
  const found = argument && missingName(argument, program.getTypeChecker());
  return found && `${found.package} ${found.name}`.trim();
}

/** The same of the type of the first parameter. */
function typeIn(text: string): string | undefined {
  const program = programOf({ "main.ts": text });
  const { type } = firstIn(fileOf(program, "main.ts"), ts.isParameter);
  const found = missingType(type, program.getTypeChecker());
  return found && `${found.package} ${found.name}`.trim();
}

describe("what a value of a missing package is called", () => {
  it.each([
    ["an import", 'import { Worker } from "bullmq"; probe(Worker);', "bullmq Worker"],
    [
      "a class below it",
      'import { Worker } from "bullmq"; class Own extends Worker {} probe(Own);',
      "bullmq Worker",
    ],
    [
      "a class that only looks like it",
      'import { Worker } from "bullmq"; class Own implements Worker {} probe(Own);',
      undefined,
    ],
    ["a renamed one", 'import { Worker as W } from "bullmq"; probe(W);', "bullmq Worker"],
    ["a default import", 'import pRetry from "p-retry"; probe(pRetry);', "p-retry pRetry"],
    ["a namespace", 'import * as bull from "bullmq"; probe(bull);', "bullmq"],
    ["a member of it", 'import * as bull from "bullmq"; probe(bull.Worker);', "bullmq Worker"],
    [
      "a path in a scoped package",
      'import { task } from "@trigger.dev/sdk/v3"; probe(task);',
      "@trigger.dev/sdk task",
    ],
    [
      "what is made of it",
      'import { Inngest } from "inngest"; const i = new Inngest(); probe(i.createFunction);',
      "inngest createFunction",
    ],
    [
      "what a call gives",
      'import express from "express-like"; probe(express().route("/"));',
      "express-like route",
    ],
    [
      "what is waited for",
      'import { open } from "some-queue"; probe((await open()).add);',
      "some-queue add",
    ],
    [
      "a part of it",
      'import { clients } from "some-queue"; const { jobs } = clients; probe(jobs);',
      "some-queue jobs",
    ],
    [
      "a renamed part of it",
      'import { clients } from "some-queue"; const { jobs: mine } = clients; probe(mine);',
      "some-queue jobs",
    ],
    [
      "an element of it",
      'import { clients } from "some-queue"; const [first] = clients; probe(first);',
      "some-queue first",
    ],
    ["a loaded part", 'const { Worker } = await import("bullmq"); probe(Worker);', undefined],
    [
      "a field",
      'import { Queue } from "bullmq"; class A { queue = new Queue("a"); run() { probe(this.queue.add); } }',
      "bullmq add",
    ],
    [
      "an annotated field",
      'import type { Queue } from "bullmq"; class A { constructor(private queue: Queue) {} run() { probe(this.queue); } }',
      "bullmq Queue",
    ],
    [
      "a heir of its class",
      'import { WorkerHost } from "@nestjs/bullmq"; class Jobs extends WorkerHost {} probe(Jobs);',
      "@nestjs/bullmq WorkerHost",
    ],
    ["a class of its own", "class Jobs {} probe(Jobs);", undefined],
    ["a parameter without a type", "export function f(queue) { probe(queue); }", undefined],
    ["a part of a parameter", "export function f({ queue }) { probe(queue); }", undefined],
    ["an import of the project", 'import { queue } from "./queue.js"; probe(queue);', undefined],
    ["an alias of the project", 'import { queue } from "@/queue"; probe(queue);', undefined],
    ["a plain value", "probe(1);", undefined],
    ["a name that nobody declares", "probe(nowhere);", undefined],
    [
      "an import that is required",
      'import bull = require("bullmq"); probe(bull.Worker);',
      "bullmq Worker",
    ],
    [
      "a name of a namespace",
      "namespace N { export const a = 1; } import b = N.a; probe(b);",
      undefined,
    ],
  ])("%s", (_, text, expected) => {
    expect(nameIn(`declare function probe(value: unknown): void; ${text}\nexport {};`)).toBe(
      expected,
    );
  });

  it("through a file of the project that exports it on", () => {
    const text = 'import { Worker } from "./queues.js"; probe(Worker);';
    const exported = (line: string): string | undefined => nameIn(text, { "queues.ts": line });
    expect(exported('export { Worker } from "bullmq";')).toBe("bullmq Worker");
    expect(exported('export { Job as Worker } from "bullmq";')).toBe("bullmq Job");
    expect(exported('import { Worker } from "bullmq"; export { Worker };')).toBe("bullmq Worker");
    expect(exported("export const Worker = class {};")).toBeUndefined();
    expect(exported('export { Worker } from "./main.js";')).toBeUndefined();
  });

  it("in JavaScript, by require", () => {
    const named = (text: string): string | undefined => nameIn(text, {}, "main.js");
    expect(named('const { Worker } = require("bullmq"); probe(Worker);')).toBe("bullmq Worker");
    expect(named('const { Worker: W } = require("bullmq"); probe(W);')).toBe("bullmq Worker");
    expect(named('const bull = require("bullmq"); probe(bull.Worker);')).toBe("bullmq Worker");
    expect(named('probe(require("bullmq").Worker);')).toBe("bullmq Worker");
    expect(named('const { Worker } = require("./queues"); probe(Worker);')).toBeUndefined();
  });

  it("is not asked of a variable that has its own name as its type", () => {
    expect(nameIn("probe(Math.max);")).toBeUndefined();
  });

  it("gives up on a chain without end", () => {
    const chain = "a".concat(".b()".repeat(12));
    expect(
      nameIn(`import { a } from "bullmq"; probe(${chain}); function probe(v) {}`),
    ).toBeUndefined();
  });
});

describe("what a type of a missing package is called", () => {
  it.each([
    [
      "an import",
      'import type { Job } from "bullmq"; export const f = (job: Job<string>) => job;',
      "bullmq Job",
    ],
    [
      "a qualified name",
      'import * as bull from "bullmq"; export const f = (job: bull.Job) => job;',
      "bullmq Job",
    ],
    [
      "a deeper one",
      'import * as bull from "bullmq"; export const f = (job: bull.types.Job) => job;',
      "bullmq Job",
    ],
    ["no type", "export const f = (job) => job;", undefined],
    ["no name", "export const f = (job: string[]) => job;", undefined],
    [
      "one of the project",
      "interface Job { id: string } export const f = (job: Job) => job;",
      undefined,
    ],
    [
      "one of a namespace of the project",
      "declare namespace N { interface Job {} } export const f = (job: N.Job) => job;",
      undefined,
    ],
  ])("%s", (_, text, expected) => {
    expect(typeIn(text)).toBe(expected);
  });
});

it("tells the package of an import, and of nothing else", () => {
  const program = programOf({
    "main.ts": 'import { a } from "bullmq"; const b = 1; export { a, b };',
  });
  const file = fileOf(program, "main.ts");
  expect(missingImport(firstIn(file, ts.isImportSpecifier))).toBe("bullmq");
  expect(missingImport(firstIn(file, ts.isVariableDeclaration))).toBeUndefined();
});
