import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** What a handler of a failed call does, a line each: the same verdict for all of them. */
function handlers(expected: "fine" | "onlyLogged" | "emptyHandler", lines: string): void {
  verdictTable(
    lines
      .trim()
      .split("\n")
      .map((line) => line.trim())
      .map(
        (line) =>
          `== ${line.replaceAll(": ", ":")}: ${expected === "fine" ? "fine" : `${expected} at 2`}\n` +
          "declare const box: { failed?: unknown; last: unknown; items: unknown[]; exitCode?: number; run?(): void };" +
          "declare function sql(parts: TemplateStringsArray, ...values: unknown[]): Promise<void>;" +
          "export const read = () => [box.failed, box.last, box.items];" +
          'import { inspect } from "node:util"; import { createHash } from "node:crypto"; import * as util from "node:util";' +
          "export async function f(limit = 3, seen = new Map<string, unknown>()) {\n" +
          `  try { await svix.message.create("a", input); } catch (error) { ${line} }\n}\n`,
      )
      .join(""),
  );
}

describe("it is dealt with where the handler", () => {
  handlers(
    "fine",
    String.raw`
    process.exit(1);
    process.exitCode = 1;
    box.failed = error;
    box.last = { error };
    await sql${"`insert into failures values (${String(error)})`"};
    await (async () => { await act(error); })();
    for (const one of [1]) await act(one, error);
    if (limit > 2) await act(error); else throw error;
    switch (typeof error) { case "object": await act(error); break; default: throw error; }
    do { await act(error); } while (limit > 9);
    const again = () => act(error); await again();
    await Promise.all([act(error)]);
    await act(error).catch(() => {}).finally(() => {});
    try { await act(error); } catch {} finally { console.log("done"); }
    await new Promise<void>((resolve) => { void act(error).then(() => { resolve(); }); });
    const report = { send: act }; await report.send(error);
    throw new Error("no", { cause: error });
    throw Object.assign(error as Error, { id: 1 });
    throw error instanceof Error ? new Error(error.message) : error;
    return await act(error);
  `,
  );
});

describe("it is not where the handler", () => {
  handlers(
    "onlyLogged",
    String.raw`
    console.error(error);
    console.error("no", (error as Error).message, limit);
    console.warn(String(error)); return;
    console.error(JSON.stringify({ error }));
    for (const one of [1, 2]) console.log(one, error);
    if (limit > 2) console.error(error); else console.warn(error);
    const text = error instanceof Error ? error.message : "unknown"; console.error(text);
    try { console.error(error); } finally { console.log("done"); }
    const log = () => { console.error(error); }; log();
    [error].forEach((one) => { console.error(one); });
    console.error(inspect(error));
    console.error(util.inspect(error));
    console.error(createHash("sha256").update(String(error)).digest("hex"));
    (console as Console).error(error);
    (console.error as (text: unknown) => void)(error);
    console!.error(error);
  `,
  );
  handlers(
    "emptyHandler",
    String.raw`
    ;
    return;
    void error;
    const message = (error as Error).message;
    { }
    if (false) await act(error);
    while (false) await act(error);
    limit += 1;
  `,
  );
});
