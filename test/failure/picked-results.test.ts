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
