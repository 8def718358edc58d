import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("functions of a factory that call each other", () => {
  verdictTable(String.raw`
== what one returns of the failure is ignored by another that is returned: resultIgnored at 6
export function make() {
  async function send() {
    try { await svix.message.create("a", input); return true; } catch { return false; }
  }
  async function announce() {
    await send();
  }
  return { announce };
}
== and is checked there: fine
export function make() {
  async function send() {
    try { await svix.message.create("a", input); return true; } catch { return false; }
  }
  async function announce() {
    if (!(await send())) throw new Error("not sent");
  }
  return { announce };
}
== what one throws is only logged by another: onlyLogged at 6
export function make() {
  const send = async () => {
    await svix.message.create("a", input);
  };
  const announce = async () => {
    try { await send(); } catch (error) { console.error(error); }
  };
  return { announce, send };
}
== by one that comes before it, through a third: emptyHandler at 3
export function make() {
  return {
    announce: async () => { try { await first(); } catch {} },
  };
  async function first() { await second(); }
  async function second() { await svix.message.create("a", input); }
}
== what one throws is handled by another: fine
export function make() {
  const send = async () => { await svix.message.create("a", input); };
  const announce = async () => { try { await send(); } catch (error) { await act(error); } };
  return { announce };
}
== members of an object that is returned: resultIgnored at 7
export function make() {
  const api = {
    async send() {
      try { await svix.message.create("a", input); return { ok: true }; } catch (error) { return { ok: false, error }; }
    },
    async announce() {
      await api.send();
    },
  };
  return api;
}
== a function of a wrapper's making: onlyLogged at 5
const traced = <T>(work: () => Promise<T>) => async () => { const given = await work(); console.log("done"); return given; };
export function make() {
  const send = traced(async () => svix.message.create("a", input));
  async function announce() {
    try { await send(); } catch (error) { console.error(error); }
  }
  return { announce };
}
== functions that call each other in a circle, around no Svix call: emptyHandler at 4
export function make() {
  async function odd(n: number): Promise<void> { if (n > 0) await even(n - 1); }
  async function even(n: number): Promise<void> { if (n > 0) await odd(n - 1); }
  async function send() { try { await svix.message.create("a", input); } catch {} await odd(2); }
  return { send };
}
== a function without a failure, beside one with it: fine
export function make() {
  async function send() { await svix.message.create("a", input); }
  async function count() { try { await act(); } catch {} return 1; }
  return { send, count };
}
`);
});

describe("a callback that calls a function beside it", () => {
  verdictTable(String.raw`
== forgers get what the check says in vain: resultIgnored at 8
declare const router: { post(path: string, handler: (request: Request) => Promise<Response>): void };
export function routes() {
  function isGenuine(body: string, headers: Record<string, string>) {
    try { webhook.verify(body, headers); return true; } catch { return false; }
  }
  router.post("/in", async (request) => {
    const body = await request.text();
    const genuine = isGenuine(body, Object.fromEntries(request.headers));
    console.info({ genuine });
    await work(JSON.parse(body));
    return Response.json({ ok: true });
  });
}
== forgers are refused: fine
declare const router: { post(path: string, handler: (request: Request) => Promise<Response>): void };
export function routes() {
  function isGenuine(body: string, headers: Record<string, string>) {
    try { webhook.verify(body, headers); return true; } catch { return false; }
  }
  router.post("/in", async (request) => {
    const body = await request.text();
    if (!isGenuine(body, Object.fromEntries(request.headers))) return new Response("no", { status: 401 });
    await work(JSON.parse(body));
    return Response.json({ ok: true });
  });
}
`);
});

describe("a function that another has made", () => {
  verdictTable(String.raw`
== around a client: resultIgnored at 5
const sender = (client: Svix) => async (id: string) => {
  try { await client.message.create(id, input); return true; } catch { return false; }
};
const send = sender(svix);
export async function f() { await send("a"); }
== around a client, and asked: fine
const sender = (client: Svix) => async (id: string) => {
  try { await client.message.create(id, input); return true; } catch { return false; }
};
const send = sender(svix);
export async function f() { if (!(await send("a"))) throw new Error("not sent"); }
== bound to its object: onlyLogged at 4
class Api { async send() { await svix.message.create("a", input); } }
const api = new Api();
const send = api.send.bind(api);
export async function f() { try { await send(); } catch (error) { console.error(error); } }
`);
});
