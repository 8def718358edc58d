import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** Runs work some time, as p-limit and its like do; its body is not to be seen. */
const LIMIT = `declare function limit<T>(work: () => Promise<T>): Promise<T>;`;

describe("what a callback of code that cannot be entered has noted of the failure, in", () => {
  verdictTable(String.raw`
== a list that is asked for its length: fine
${LIMIT}
export async function f(ids: string[]) {
  const failed: string[] = [];
  await Promise.all(ids.map((id) => limit(async () => {
    try { await svix.message.create(id, input);  } catch { failed.push(id); }
  })));
  if (failed.length > 0) throw new Error("not all");
}
== a list that is returned: fine
${LIMIT}
export async function f(ids: string[]) {
  const failed: string[] = [];
  await Promise.all(ids.map((id) => limit(async () => {
    try { await svix.message.create(id, input);  } catch { failed.push(id); }
  })));
  return failed;
}
== a list that is handed on: fine
${LIMIT}
export async function f(ids: string[]) {
  const failed: string[] = [];
  await Promise.all(ids.map((id) => limit(async () => {
    try { await svix.message.create(id, input);  } catch { failed.push(id); }
  })));
  await act(failed);
}
== a list that is returned, beside a log: fine
${LIMIT}
export async function f(ids: string[]) {
  const failed: string[] = [];
  await Promise.all(ids.map((id) => limit(async () => {
    try { await svix.message.create(id, input);  } catch { console.error(id); failed.push(id); }
  })));
  return failed;
}
== a list that nobody reads: emptyHandler at 5
${LIMIT}
export async function f(ids: string[]) {
  const failed: string[] = [];
  await Promise.all(ids.map((id) => limit(async () => {
    try { await svix.message.create(id, input);  } catch { failed.push(id); }
  })));
  
}
== a list that is only logged: emptyHandler at 5
${LIMIT}
export async function f(ids: string[]) {
  const failed: string[] = [];
  await Promise.all(ids.map((id) => limit(async () => {
    try { await svix.message.create(id, input);  } catch { failed.push(id); }
  })));
  console.log(failed);
}
== a list of the callback's own, which nobody can read: emptyHandler at 5
${LIMIT}
export async function f(ids: string[]) {
  
  await Promise.all(ids.map((id) => limit(async () => {
    try { await svix.message.create(id, input);  } catch { const failed: string[] = []; failed.push(id); }
  })));
  return ids.length;
}
== a list that nobody reads, beside a null that is handed to the callback's caller: fine
${LIMIT}
export async function f(ids: string[]) {
  const failed: string[] = [];
  await Promise.all(ids.map((id) => limit(async () => {
    try { await svix.message.create(id, input); return id; } catch { failed.push(id); return null; }
  })));
  
}
== a count in an object that is returned: fine
${LIMIT}
export async function f(ids: string[]) {
  const stats = { sent: 0, failed: 0 };
  await Promise.all(ids.map((id) => limit(async () => {
    try { await svix.message.create(id, input); stats.sent++; } catch { stats.failed++; }
  })));
  return stats;
}
== a count in an object that nobody reads: emptyHandler at 5
${LIMIT}
export async function f(ids: string[]) {
  const stats = { sent: 0, failed: 0 };
  await Promise.all(ids.map((id) => limit(async () => {
    try { await svix.message.create(id, input); stats.sent++; } catch { stats.failed++; }
  })));
  
}
== a state by its name that is returned: fine
${LIMIT}
export async function f(ids: string[]) {
  const states: Record<string, string> = {};
  await Promise.all(ids.map((id) => limit(async () => {
    try { await svix.message.create(id, input); states[id] = "sent"; } catch { states[id] = "failed"; }
  })));
  return states;
}
== a state by its name that nobody reads: emptyHandler at 5
${LIMIT}
export async function f(ids: string[]) {
  const states: Record<string, string> = {};
  await Promise.all(ids.map((id) => limit(async () => {
    try { await svix.message.create(id, input); states[id] = "sent"; } catch { states[id] = "failed"; }
  })));
  
}
== a map that is handed on: fine
${LIMIT}
export async function f(ids: string[]) {
  const states = new Map<string, string>();
  await Promise.all(ids.map((id) => limit(async () => {
    try { await svix.message.create(id, input);  } catch { states.set(id, "failed"); }
  })));
  await act(states);
}
== a map that nobody reads: emptyHandler at 5
${LIMIT}
export async function f(ids: string[]) {
  const states = new Map<string, string>();
  await Promise.all(ids.map((id) => limit(async () => {
    try { await svix.message.create(id, input);  } catch { states.set(id, "failed"); }
  })));
  
}
== a set that is asked for its size: fine
${LIMIT}
export async function f(ids: string[]) {
  const failed = new Set<string>();
  await Promise.all(ids.map((id) => limit(async () => {
    try { await svix.message.create(id, input);  } catch { failed.add(id); }
  })));
  if (failed.size > 0) throw new Error("not all");
}
`);
});
