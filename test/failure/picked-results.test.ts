import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** Sends for each of several customers and waits for all, whatever becomes of them. */
const SETTLED = `export async function f(ids: string[]) {
  const results = await Promise.allSettled(ids.map((id) => svix.message.create(id, input)));`;

describe("what a callback gives for a rejected result, beside logging it", () => {
  verdictTable(String.raw`
== is returned, in a list that success leaves empty: fine
${SETTLED}
  const batchItemFailures = results.flatMap((r, i) => {
    if (r.status === "fulfilled") return [];
    console.error(r.reason);
    return [{ itemIdentifier: ids[i] }];
  });
  return { batchItemFailures };
}
== is handed on: fine
${SETTLED}
  await act(results.flatMap((r, i) => { if (r.status === "fulfilled") return []; console.error(r.reason); return [ids[i]]; }));
}
== is counted: fine
${SETTLED}
  const failed = results.flatMap((r, i) => { if (r.status === "fulfilled") return []; console.error(r.reason); return [ids[i]]; });
  if (failed.length > 0) throw new Error("not all");
}
== is read by nobody: onlyLogged at 2
${SETTLED}
  results.flatMap((r, i) => { if (r.status === "fulfilled") return []; console.error(r.reason); return [ids[i]]; });
  return "sent";
}
== is nothing, beside what was sent: onlyLogged at 2
${SETTLED}
  return results.flatMap((r) => { if (r.status === "fulfilled") return [r.value.id]; console.error(r.reason); return []; });
}
== is picked from a list with gaps: fine
${SETTLED}
  return results.map((r, i) => { if (r.status === "fulfilled") return null; console.error(r.reason); return ids[i]; }).filter((id) => id !== null);
}
== is the gap: onlyLogged at 2
${SETTLED}
  return results.map((r) => { if (r.status === "fulfilled") return r.value.id; console.error(r.reason); return null; }).filter((id) => id !== null);
}
== is false for true: fine
${SETTLED}
  return results.map((r) => { if (r.status === "rejected") console.error(r.reason); return r.status === "fulfilled"; });
}
== is a fallback: onlyLogged at 2
${SETTLED}
  return results.map((r) => { if (r.status === "fulfilled") return r.value.id; console.error(r.reason); return "unknown"; });
}
== is what it gives in any case: onlyLogged at 2
${SETTLED}
  return results.map((r, i) => { if (r.status === "rejected") console.error(r.reason); return ids[i]; });
}
== is added to what is collected: fine
${SETTLED}
  return results.reduce<unknown[]>((all, r, i) => { if (r.status === "fulfilled") return all; console.error(r.reason); return [...all, ids[i]]; }, []);
}
== is added to what is there already: fine
${SETTLED}
  return results.reduce<unknown[]>((all, r, i) => { if (r.status === "fulfilled") return all; console.error(r.reason); return [...all, ids[i]]; }, ["failed"]);
}
== is one more: fine
${SETTLED}
  return results.reduce((failed, r) => { if (r.status === "fulfilled") return failed; console.error(r.reason); return failed + 1; }, 0);
}
== is not added to what is collected: onlyLogged at 2
${SETTLED}
  return results.reduce<unknown[]>((all, r, i) => { if (r.status === "fulfilled") return [...all, ids[i]]; console.error(r.reason); return all; }, []);
}
`);
});

/** Sends two messages and waits for both. */
const BOTH = `export async function f() {
  const results = await Promise.allSettled([svix.message.create("a", input), svix.message.create("b", input)]);`;
const LOGS = 'console.error("not all were sent");';

describe("what is picked because of a failure, where its being there is only logged", () => {
  verdictTable(String.raw`
== the results: onlyLogged at 2
${SETTLED}
  const failed = results.filter((r) => r.status === "rejected"); if (failed.length > 0) ${LOGS}
}
== the results, of which one throws: fine
${SETTLED}
  const failed = results.filter((r) => r.status === "rejected"); if (failed.length > 0) throw new Error("not all were sent");
}
== the first result: onlyLogged at 2
${SETTLED}
  const [first] = results.filter((r) => r.status === "rejected"); if (first) ${LOGS}
}
== one of the two names: onlyLogged at 2; onlyLogged at 2
${BOTH}
  const [first] = ["a", "b"].filter((_, i) => results[i]?.status === "rejected"); if (first !== undefined) ${LOGS}
}
== one of the two orders: onlyLogged at 2; onlyLogged at 2
${BOTH}
  const failed = [{ id: "a" }, { id: "b" }].filter((_, i) => results[i]?.status === "rejected"); if (failed.length > 0) ${LOGS}
}
== the two orders, of which one is given back: fine
${BOTH}
  const failed = [{ id: "a" }, { id: "b" }].filter((_, i) => results[i]?.status === "rejected"); return failed;
}
== by a flag: onlyLogged at 2
export async function f() {
  const sent = await svix.message.create("a", input).then(() => true, () => false);
  const failed = ["a"].filter(() => !sent); if (failed[0]) ${LOGS}
}
== by a flag, and thrown: fine
export async function f() {
  const sent = await svix.message.create("a", input).then(() => true, () => false);
  const failed = ["a"].filter(() => !sent); if (failed[0]) throw new Error(failed[0]);
}
`);
});

describe("what settled results are asked", () => {
  verdictTable(String.raw`
== nothing: settledIgnored at 2
${SETTLED}
  return results.length;
}
== their values: settledIgnored at 2
${SETTLED}
  console.error(results.map((r) => (r as PromiseFulfilledResult<unknown>).value));
}
== their reasons, which are logged: onlyLogged at 2
${SETTLED}
  console.error(results.map((r) => (r as PromiseRejectedResult).reason));
}
== their reasons, taken apart: onlyLogged at 2
${SETTLED}
  for (const r of results) { const { reason } = r as PromiseRejectedResult; console.error(reason); }
}
== their reasons, by an element: onlyLogged at 2
${SETTLED}
  for (const r of results) console.error((r as PromiseRejectedResult)["reason"]);
}
== whether there is a reason, and then to act: fine
${SETTLED}
  for (const r of results) if ((r as PromiseRejectedResult).reason) await act(r);
}
== their status: fine
${SETTLED}
  for (const { status } of results) if (status === "rejected") await act();
}
`);
});
