import { expect, it } from "vitest";
import ts from "typescript";
import { fileOf, programOf } from "./program.js";

it.each(["2.5.0", "1.99.1", "1.45.1", "1.4.12"] as const)("resolves svix %s", (sdk) => {
  const program = programOf(
    `import { Svix, Webhook, ApiException } from "svix"; const s = new Svix("x"); s.message.create("a", {} as never);`,
    { sdk },
  );
  const file = fileOf(program);
  const diagnostics = ts
    .getPreEmitDiagnostics(program, file)
    .map((d) => ts.flattenDiagnosticMessageText(d.messageText, "\n"));
  expect(diagnostics).toEqual([]);
});
