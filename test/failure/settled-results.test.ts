import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const SENT =
  "const results = await Promise.allSettled(ids.map((id) => svix.message.create(id, input)));";
const COUNT = 'results.filter((result) => result.status === "fulfilled").length';
const program = (body: string): string => `export async function f(ids: string[]) {
  ${SENT}
  ${body}
}`;

describe("settled results of which", () => {
  verdictTable(`
== a count is logged: settledIgnored at 2
${program(`console.info(${COUNT}, "sent");`)}
== a count is logged in a sentence: settledIgnored at 2
${program(`console.info(\`\${${COUNT}} of \${ids.length} sent\`);`)}
== a count is logged by its name: settledIgnored at 2
${program(`const sent = ${COUNT}; console.info("sent", { sent });`)}
== a count of what is missing is logged: settledIgnored at 2
${program(`const missing = ids.length - ${COUNT}; console.info(String(missing));`)}
== nothing is read: settledIgnored at 2
${program("console.info(results);")}
== a count is compared: fine
${program(`const sent = ${COUNT}; console.info(sent); if (sent < ids.length) throw new Error("some were not sent");`)}
== a count is returned: fine
${program(`const sent = ${COUNT}; console.info(sent); return sent;`)}
== a count is stored: fine
${program(`const sent = ${COUNT}; console.info(sent); await act(sent);`)}
== a count is assigned: fine
let sent = 0;
export const last = () => sent;
${program(`sent = ${COUNT}; console.info(sent);`)}
== some are tried again, and a count is logged: fine
${program(`console.info(${COUNT}); for (const result of results) if (result.status === "rejected") await act(result.reason);`)}
== the errors are logged: onlyLogged at 2
${program('for (const result of results) if (result.status === "rejected") console.error(result.reason);')}
`);
});

/** The call is the second of three, and somebody looks at some of the results. */
const three = (body: string): string => `export async function f() {
  const results = await Promise.allSettled([act(), svix.message.create("a", input), act()]);
  ${body}
}`;

describe("settled results of which only others are asked", () => {
  const failed = 'throw new Error("no", { cause: results })';
  verdictTable(`
== by their places: settledIgnored at 2
${three(`if (results[0].status === "rejected" || results[2].status === "rejected") ${failed};`)}
== by names: settledIgnored at 2
${three(`const [first, , third] = results; if (first.status === "rejected") ${failed}; await act(third);`)}
== by its own place as well: fine
${three(`if (results[0].status === "rejected") ${failed}; if (results[1].status === "rejected") ${failed};`)}
== by its own name: fine
${three(`const [, sent] = results; if (sent.status === "rejected") ${failed};`)}
== one by one: fine
${three(`for (const result of results) if (result.status === "rejected") ${failed};`)}
== all at once: fine
${three(`if (results.some((result) => result.status === "rejected")) ${failed};`)}
== all but the first: fine
${three(`const [first, ...rest] = results; if (rest.some((result) => result.status === "rejected")) ${failed}; await act(first);`)}
== at a place that nobody knows: fine
${three(`const at = Number(process.env.AT); if (results[at]?.status === "rejected") ${failed};`)}
== one after the other: fine
${three(`for (let at = 0; at < results.length; at++) if (results[at].status === "rejected") ${failed};`)}
== those that are handed on: fine
${three("await act(results[0]); await act(results);")}
`);
});
