import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** A handler that calls something; a call that only computes does nothing about the failure. */
function areTold(lines: string): void {
  verdictTable(
    lines
      .trim()
      .split("\n")
      .map((line) => {
        const [call = "", verdict = "", imports = ""] = line
          .split(" ;; ")
          .map((part) => part.trim());
        const expected = verdict === "computes" ? "emptyHandler at 3" : "fine";
        return `== ${call.replaceAll(": ", ":")}: ${expected}\n${imports}\nexport async function f(text: string, any: any) {\n  try { await svix.message.create("a", input); } catch (error) { ${call}; }\n}\n`;
      })
      .join(""),
  );
}

describe("the language's own functions", () => {
  areTold(`
    text.trim() ;; computes
    JSON.stringify(text) ;; computes
    Math.max(1, 2) ;; computes
    Object.keys(any) ;; computes
    new Date().toISOString() ;; computes
    String(text) ;; computes
    parseInt(text) ;; computes
    Reflect.ownKeys(any) ;; computes
    eval(text) ;; acts
    new Map<string, string>().get(text) ;; computes
    new WeakSet<object>().add(any) ;; acts
    new WeakSet<object>().has(any) ;; computes
    new Set<string>().has(text) ;; computes
    Atomics.notify(any, 0) ;; acts
  `);
});

describe("the web platform's", () => {
  areTold(`
    structuredClone(text) ;; computes
    btoa(text) ;; computes
    atob(text) ;; computes
    new URL(text).toString() ;; computes
    new Headers().get(text) ;; computes
    new URLSearchParams(text).get("a") ;; computes
    new FormData().get(text) ;; computes
    new TextEncoder().encode(text) ;; computes
    new TextDecoder().decode() ;; computes
    new Request(text).clone() ;; computes
    new Response(text).text() ;; computes
    new Blob([]).slice() ;; computes
    crypto.randomUUID() ;; computes
    crypto.subtle.digest(text, any) ;; computes
    performance.now() ;; computes
    new Headers().set("a", text) ;; acts
    new FormData().append("a", text) ;; acts
    new URLSearchParams().delete("a") ;; acts
    localStorage.setItem("a", text) ;; acts
    localStorage.getItem("a") ;; acts
    caches.open(text) ;; acts
    fetch(text) ;; acts
    alert(text) ;; acts
    queueMicrotask(any) ;; acts
  `);
});

describe("Node's", () => {
  areTold(`
    inspect(text) ;; computes ;; import { inspect } from "node:util";
    format(text) ;; computes ;; import { format } from "node:util";
    util.inspect(text) ;; computes ;; import * as util from "node:util";
    randomUUID() ;; computes ;; import { randomUUID } from "node:crypto";
    createHash("sha256").update(text).digest("hex") ;; computes ;; import { createHash } from "node:crypto";
    createHmac("sha256", text).update(text).digest() ;; computes ;; import { createHmac } from "node:crypto";
    timingSafeEqual(any, any) ;; computes ;; import { timingSafeEqual } from "node:crypto";
    Buffer.from(text) ;; computes
    Buffer.from(text).toString("base64") ;; computes
    writeFileSync("failed", text) ;; acts ;; import { writeFileSync } from "node:fs";
    randomBytes(8) ;; acts ;; import { randomBytes } from "node:crypto";
    spawn(text) ;; acts ;; import { spawn } from "node:child_process";
  `);
});

describe("what is not declared, or by the program", () => {
  areTold(`
    any.toString() ;; computes
    any.includes(text) ;; computes
    any.trim() ;; computes
    any.publish(text) ;; acts
    any.push(text) ;; acts
    any() ;; acts
    inspect(text) ;; acts ;; declare function inspect(text: string): string;
    own.trim() ;; acts ;; declare const own: { trim(): void };
  `);
});
