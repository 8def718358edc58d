import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("a caller that asks whether there is a result", () => {
  verdictTable(String.raw`
== and says so in a literal: fine
async function portal(id: string) { try { return (await svix.authentication.appPortalAccess(id, {})).url; } catch { return null; } }
export async function f(id: string) { const url = await portal(id); return { text: url ? "open" : "not available" }; }
== and gives an object of another shape: fine
async function portal(id: string) { try { return (await svix.authentication.appPortalAccess(id, {})).url; } catch { return null; } }
export async function f(id: string) { const url = await portal(id); if (!url) return { hint: "try again" }; return { href: url }; }
== and gives an object that says success: resultIgnored at 2
async function portal(id: string) { try { return (await svix.authentication.appPortalAccess(id, {})).url; } catch { return null; } }
export async function f(id: string) { const url = await portal(id); if (!url) return { ok: true }; return { href: url }; }
== and gives something else in its place: resultIgnored at 2
async function portal(id: string) { try { return (await svix.authentication.appPortalAccess(id, {})).url; } catch { return null; } }
export async function f(id: string, other: string) { const url = await portal(id); if (!url) return { href: other }; return { href: url }; }
== and only logs: resultIgnored at 2
async function portal(id: string) { try { return (await svix.authentication.appPortalAccess(id, {})).url; } catch { return null; } }
export async function f(id: string) { const url = await portal(id); if (!url) console.warn("not available"); return { ok: true }; }
`);
});
