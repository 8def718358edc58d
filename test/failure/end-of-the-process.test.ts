import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const MAIN = `async function main() { await svix.message.create("a", input); }`;

describe("the end of the process without a word about how it went", () => {
  verdictTable(String.raw`
== behind a log is a success to whoever started it: onlyLogged at 2
${MAIN}
main().catch(console.error).finally(() => process.exit());
== in the handler: onlyLogged at 2
${MAIN}
main().catch((error) => { console.error(error); process.exit(); });
== in a handler that does nothing else: emptyHandler at 2
${MAIN}
main().catch(() => process.exit(undefined));
== by reference: onlyLogged at 2
${MAIN}
main().catch(console.error).finally(process.exit);
== in a clause: onlyLogged at 1
export async function f() { try { await svix.message.create("a", input); } catch (error) { console.error(error); process.exit(); } }
== behind a failing exit code: fine
${MAIN}
main().catch((error) => { console.error(error); process.exitCode = 1; }).finally(() => process.exit());
== behind an exit code that a success takes back: fine
${MAIN}
process.exitCode = 1;
main().then(() => { process.exitCode = 0; }).catch(console.error).finally(() => process.exit());
== behind work: fine
${MAIN}
main().catch((error) => act(error)).finally(() => process.exit());
== with the code of a failure: fine
${MAIN}
main().catch((error) => { console.error(error); process.exit(1); });
== with some code: fine
declare const code: number;
${MAIN}
main().catch((error) => { console.error(error); process.exit(code); });
== by a crash: fine
${MAIN}
main().catch((error) => { console.error(error); process.abort(); });
`);
});

describe("the end of the process before anybody hears of the failure", () => {
  verdictTable(String.raw`
== is a success to whoever started it: emptyHandler at 2
${MAIN}
main().finally(() => process.exit(0));
== in a clause: emptyHandler at 1
try { await svix.message.create("a", input); } finally { process.exit(); }
== with a failing code: fine
let code = 1;
try { await svix.message.create("a", input); code = 0; } finally { process.exit(code); }
== only after a success: unhandled at 2
export async function f() {
  await svix.message.create("a", input); process.exit(0);
}
`);
});

describe("an exit code that is set where nothing is handled", () => {
  verdictTable(String.raw`
== to what the failure gave: fine
async function main() {
  try { await svix.message.create("a", input); return 0; } catch (error) { console.error(error); return 1; }
}
process.exitCode = await main();
== to 0, whatever was given: onlyLogged at 2
async function main() {
  try { await svix.message.create("a", input); return true; } catch (error) { console.error(error); return false; }
}
process.exitCode = (await main()) ? 0 : 0;
== to a code for a failure: fine
async function main() {
  try { await svix.message.create("a", input); return true; } catch (error) { console.error(error); return false; }
}
process.exitCode = (await main()) ? 0 : 1;
`);
});
