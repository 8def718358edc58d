import { expect, it } from "vitest";
import { fileOf, programOf } from "../harness/program.js";
import { analysisOf } from "./outcomes.js";

/** What every program of a table may use. */
const PRELUDE = `import { Svix, ApiException, Webhook, WebhookVerificationError } from "svix";
declare const svix: Svix; declare const webhook: Webhook; declare const input: never;
declare function act(...given: unknown[]): Promise<void>;
declare function work(given: unknown): Promise<void>;
`;
const PRELUDE_LINES = PRELUDE.split("\n").length - 1;

/**
 * Tests from a table of programs: a line `== name: verdict; verdict`, then the program. A verdict is
 * `judgement at line`, with lines counted in the program; `fine` where there is nothing to say.
 * All programs of a table are one TypeScript program of a file each.
 *
 * @param packages declarations of packages that are not installed, by their files' names
 */
export function verdictTable(
  table: string,
  extension: "ts" | "tsx" = "ts",
  packages: Readonly<Record<string, string>> = {},
): void {
  const cases = table
    .split(/^== /mu)
    .slice(1)
    .map((text, index) => {
      const [head = "", ...lines] = text.split("\n");
      const [name = "", expected = ""] = head.split(": ");
      return {
        name,
        expected,
        file: `case-${String(index)}.${extension}`,
        text: PRELUDE + lines.join("\n"),
      };
    });
  const program = programOf({
    ...packages,
    ...Object.fromEntries(cases.map(({ file, text }) => [file, text])),
  });
  const analysis = analysisOf(program);
  it.each(cases)("$name: $expected", ({ file, expected }) => {
    const source = fileOf(program, file);
    const found = analysis.verdictsIn(source).map(({ judgement, place }) => {
      const { line } = source.getLineAndCharacterOfPosition(place.getStart(source));
      return `${judgement} at ${String(line + 1 - PRELUDE_LINES)}`;
    });
    expect(found.join("; ") || "fine").toBe(expected);
  });
}
