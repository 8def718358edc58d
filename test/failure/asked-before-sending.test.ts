import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const ASK = `({ active } = await svix.message.precheck("a", { eventType: "e" }));`;
const SEND = `await svix.message.create("a", input);`;

describe("a precheck that fails", () => {
  verdictTable(String.raw`
== and the message is sent anyway: fine
/** @throws {ApiException} */
export async function f() { let active = true; try { ${ASK} } catch (e) { console.warn(e); } if (!active) return; ${SEND} }
== and the message is not sent: onlyLogged at 2
/** @throws {ApiException} */
export async function f() { let active = false; try { ${ASK} } catch (e) { console.warn(e); } if (!active) return; ${SEND} }
== and the message is sent by an answer in a callback: fine
/** @throws {ApiException} */
export async function f() { const active = await svix.message.precheck("a", { eventType: "e" }).then((r) => r.active, () => true); if (!active) return; ${SEND} }
== and is not sent by an answer in a callback: emptyHandler at 2
/** @throws {ApiException} */
export async function f() { const active = await svix.message.precheck("a", { eventType: "e" }).then((r) => r.active, () => false); if (!active) return; ${SEND} }
== in a function that says to send: fine
export async function isWanted() { try { return (await svix.message.precheck("a", { eventType: "e" })).active; } catch { return true; } }
`);
});
