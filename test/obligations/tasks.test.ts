import { expect, it } from "vitest";
import { judge } from "./judge.js";

it.each<[name: string, code: string, expected: string[]]>([
  ["unused", `async function f() {
    await svix.endpoint.recover(app, ep, { since });
  }`, ["endpoint.recover@3: dropped (unused)"]],
  ["only logged", `async function f() {
    const task = await svix.endpoint.recover(app, ep, { since });
    console.log("started", task.id);
  }`, ["endpoint.recover@3: dropped (only logged at 4)"]],
  ["polled", `async function f() {
    const task = await svix.endpoint.recover(app, ep, { since });
    const t = await svix.backgroundTask.get(task.id);
    if (t.status === "failed") throw new Error("x");
  }`, ["endpoint.recover@3: discharged at 5"]],
  ["wrapper", `async function start() { return await svix.endpoint.recover(app, ep, { since }); }
  export async function a() { const t = await start(); console.log(t); }
  export async function b() { const t = await start(); await db.save(t.id); }`, [
    "endpoint.recover@2: to callers",
    "start@3 (endpoint.recover@2): dropped (only logged at 3)",
    "start@4 (endpoint.recover@2): handed on, passed to db.save, at 4"]],
])("%s", (_name, code, expected) => {
  expect(judge(code)).toEqual(expected);
});
