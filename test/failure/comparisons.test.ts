import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** The handling of a failed call, on one line. */
const handled = (body: string): string =>
  `export async function f() {\n  try { await svix.message.create("a", input); } catch (error) { ${body} }\n}`;
const api = (body: string): string =>
  handled(`if (!(error instanceof ApiException)) throw error; ${body}`);
const network = (body: string): string =>
  handled(`if (error instanceof ApiException) throw error; ${body}`);

describe("what the order of an error's code is asked for", () => {
  verdictTable(`
== a network error has no code that is at least 500: networkErrorIgnored at 2
${network("if ((error as ApiException<unknown>).code >= 500) await act();")}
== nor one that 500 is at most: networkErrorIgnored at 2
${network("if (500 <= (error as ApiException<unknown>).code) await act();")}
== nor one below 500, so that its absence acts: fine
${network("if (!((error as ApiException<unknown>).code < 500)) await act();")}
== and acts where nothing is left out: fine
${network("if ((error as ApiException<unknown>).code >= 500) return; await act();")}
== an ApiException may have either: emptyHandler at 2
${api("if (error.code >= 500) await act();")}
== of which both are dealt with: fine
${api("if (error.code >= 500) await act(); else throw error;")}
== nobody has a status: emptyHandler at 2
${handled("if ((error as { status?: number }).status! >= 500) await act();")}
== nor one on the other side: emptyHandler at 2
${handled("if (500 <= (error as { status?: number }).status!) await act();")}
== nor one that is below: fine
${handled("if (!((error as { status?: number }).status! < 500)) await act();")}
`);
});

describe("what a network error's code can be", () => {
  verdictTable(`
== no number: networkErrorIgnored at 2
${network("if ((error as ApiException<unknown>).code === 409) await act();")}
== no word in small letters: networkErrorIgnored at 2
${network('if ((error as { code?: string }).code === "not_found") await act();')}
== every time the same word: networkErrorIgnored at 2
${network('if ((error as { code?: string }).code === "ECONNRESET") await act();')}
== nothing: fine
${network("if ((error as { code?: string }).code === undefined) await act();")}
== which null is told from by its sort alone: fine
${network("if ((error as { code?: string | null }).code == null) await act();")}
`);
});

describe("what the failure's error calls itself", () => {
  const name = "(error as Error).name";
  verdictTable(`
== an ApiException gives itself no name: emptyHandler at 2
${api(`if (${name} === "ApiException") await act();`)}
== it is an Error: fine
${api(`if (${name} === "Error") await act();`)}
== which is what the other branch deals with: fine
${api(`if (${name} !== "ApiException") await act();`)}
== nor is a network error called so: networkErrorIgnored at 2
${network(`if (${name} === "ApiException") await act();`)}
== which may be called anything else: fine
${network(`if (${name} === "ApiException") return; await act();`)}
== nor is one of both: emptyHandler at 2
${handled(`if (${name} === "ApiException") await act();`)}
`);
});

describe("the type of an error's code", () => {
  const type = "typeof (error as { code?: unknown }).code";
  verdictTable(`
== of an ApiException a number: fine
${api(`if (${type} === "number") await act();`)}
== and no text: emptyHandler at 2
${api(`if (${type} === "string") await act();`)}
== of a network error no number: networkErrorIgnored at 2
${network(`if (${type} === "number") await act();`)}
== but a text: fine
${network(`if (${type} === "number") return; await act();`)}
`);
});

/** A wrapper throws an error of a class, and a caller asks for another one. */
const asked = (classes: string, made: string, known: string): string => `${classes}
function send() { return svix.message.create("a", input).catch(() => { throw new ${made}("no"); }); }
export async function f() {
  try { await send(); } catch (error) { if (error instanceof ${known}) await act(); }
}`;

describe("the class of an error that the program makes", () => {
  verdictTable(`
== its own: fine
${asked("class Failed extends Error {}", "Failed", "Failed")}
== one that it extends: fine
${asked("class Failed extends Error {} class Gone extends Failed {}", "Gone", "Failed")}
== one that extends it: emptyHandler at 4
${asked("class Failed extends Error {} class Gone extends Failed {}", "Failed", "Gone")}
== one over two steps: fine
${asked("class Failed extends Error {} class Lost extends Failed {} class Gone extends Lost {}", "Gone", "Failed")}
== one beside it: emptyHandler at 4
${asked("class Failed extends Error {} class Gone extends Error {}", "Gone", "Failed")}
== one that only implements: emptyHandler at 4
${asked("class Failed extends Error {} class Gone extends Error implements Failed {}", "Gone", "Failed")}
== one that an interface adds to: fine
${asked("class Failed extends Error {} interface Gone { extra?: string } class Gone extends Failed {}", "Gone", "Failed")}
== one that an interface adds to and that extends nothing of it: emptyHandler at 4
${asked("class Failed extends Error {} interface Gone { extra?: string } class Gone extends Error {}", "Gone", "Failed")}
== in a namespace: fine
${asked("namespace errors { export class Failed extends Error {} } class Gone extends errors.Failed {}", "Gone", "errors.Failed")}
== every error: fine
${asked("class Gone extends Error {}", "Gone", "Error")}
== no ApiException: emptyHandler at 4
${asked("class Gone extends Error {}", "Gone", "ApiException")}
`);
});
