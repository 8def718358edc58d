import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("a method with a decorator of the program", () => {
  verdictTable(String.raw`
== that handles what the method throws: fine
function Guarded(_target: object, _name: string, descriptor: PropertyDescriptor) {
  const { value } = descriptor;
  descriptor.value = async (...given: unknown[]) => { try { return await value(...given); } catch (error) { await act(error); } };
}
export class Sender { @Guarded async send() { await svix.message.create("a", input); } }
== that is made to handle it: fine
const Guarded = (onError: (error: unknown) => void) => (_target: object, _name: string, descriptor: PropertyDescriptor) =>
  ({ ...descriptor, value: (...given: unknown[]) => descriptor.value(...given).catch(onError) });
export class Sender { @Guarded(act) async send() { await svix.message.create("a", input); } }
== that handles it, and a caller: fine
function Guarded(_target: object, _name: string, descriptor: PropertyDescriptor) {
  const { value } = descriptor;
  descriptor.value = async (...given: unknown[]) => { try { return await value(...given); } catch (error) { await act(error); } };
}
class Sender { @Guarded async send() { await svix.message.create("a", input); } }
export async function f() { await new Sender().send(); }
== that lets it pass: unhandled at 5
function Timed(_target: object, _name: string, descriptor: PropertyDescriptor) {
  const { value } = descriptor;
  descriptor.value = async (...given: unknown[]) => { try { return await value(...given); } finally { console.timeEnd("send"); } };
}
class Sender { @Timed async send() { await svix.message.create("a", input); } }
== beside one without: unhandled at 4
function Guarded(_target: object, _name: string, descriptor: PropertyDescriptor) { descriptor.value = async () => { try { return 1; } catch (error) { await act(error); } }; }
export class Sender {
  @Guarded async save() { await work(1); }
  async send() { await svix.message.create("a", input); }
}
`);
});
