import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** Implementations that hand on to another one of the same interface: each may be any other's inner one. */
const SENDERS = `
interface Sender { send(text: string): Promise<void> }
class Flagged implements Sender {
  constructor(private readonly inner: Sender) {}
  async send(text: string) { if (text) await this.inner.send(text); }
}
class Keeping implements Sender {
  constructor(private readonly inner: Sender) {}
  async send(text: string) { try { await this.inner.send(text); } catch (error) { await work(error); } }
}
class Timed implements Sender {
  constructor(private readonly inner: Sender) {}
  async send(text: string) { try { await this.inner.send(text); } finally { console.timeEnd(text); } }
}
class Plain implements Sender { async send(text: string) { await svix.message.create("a", input); } }
`.replaceAll("\n", " ");

describe("implementations of one interface that hand on to each other", () => {
  verdictTable(String.raw`
== are followed through the call of the interface: unhandled at 2
${SENDERS}
export async function f(sender: Sender) { await sender.send("x"); }
== whose failure is handled: fine
${SENDERS}
export async function f(sender: Sender) { try { await sender.send("x"); } catch (cause) { throw new Error("not sent", { cause }); } }
== and dropped: onlyLogged at 2
${SENDERS}
export async function f(sender: Sender) { try { await sender.send("x"); } catch (error) { console.error(error); } }
`);
});

describe("an implementation that only another one calls", () => {
  verdictTable(String.raw`
== which handles its failure: fine
interface Sender { send(text: string): Promise<void> }
export class Keeping implements Sender {
  constructor(private readonly inner: Sender) {}
  async send(text: string) { try { await this.inner.send(text); } catch (error) { await work(error); } }
}
export class Plain implements Sender { async send(text: string) { await svix.message.create(text, input); } }
== which drops its failure: onlyLogged at 4
interface Sender { send(text: string): Promise<void> }
export class Keeping implements Sender {
  constructor(private readonly inner: Sender) {}
  async send(text: string) { try { await this.inner.send(text); } catch (error) { console.error(error); } }
}
export class Plain implements Sender { async send(text: string) { await svix.message.create(text, input); } }
== which lets its failure pass: unhandled at 4
interface Sender { send(text: string): Promise<void> }
export class Flagged implements Sender {
  constructor(private readonly inner: Sender) {}
  async send(text: string) { if (text) await this.inner.send(text); }
}
export class Plain implements Sender { async send(text: string) { await svix.message.create(text, input); } }
`);
});
