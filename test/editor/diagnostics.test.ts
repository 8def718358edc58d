import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CORPUS, TSCONFIG, CONFIG, SOURCES } from "../package/corpus.js";
import { identityOf, lint, placeOf, type Report } from "../package/eslint-cli.js";
import { newest, project, type Files } from "../package/scratch.js";
import { LanguageServer, textAt, type Diagnostic } from "./language-server.js";

let folder: string;
let root: string;
let editor: LanguageServer;
let fresh: Report[];

beforeAll(async () => {
  folder = await newest();
  root = project(folder, "editor", CORPUS);
  fresh = await lint(root);
  editor = await LanguageServer.start(root);
});

afterAll(() => editor.stop());

/** As on the command line, but a parse error has no end there. */
const comparable = (report: Report): string =>
  report.ruleId === null ? placeOf(report) : identityOf(report);

/** A diagnostic in the form of the command line's report. */
function asReport(file: string, { range, severity, code, message }: Diagnostic): string {
  const { start, end } = range;
  return comparable({
    file,
    ruleId: code ?? null,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    // 1 is an error to the protocol, 2 to ESLint.
    severity: severity === 1 ? 2 : 1,
    message,
  });
}

const freshOf = (reports: readonly Report[], file: string) =>
  reports
    .filter((report) => report.file === file)
    .map(comparable)
    .sort();

const shown = async (file: string) =>
  (await editor.diagnostics(file)).map((diagnostic) => asReport(file, diagnostic)).sort();

describe("the language server", () => {
  it.each(Object.keys(SOURCES))("shows in %s what the command line reports", async (file) => {
    editor.edit(file, SOURCES[file]!);
    expect(await shown(file)).toEqual(freshOf(fresh, file));
  });

  const broken = Object.keys(SOURCES).filter((file) => SOURCES[file]?.includes("// reports "));

  it.each(broken)(
    "names the rule, links its page, underlines a part of one line: %s",
    async (file) => {
      const diagnostics = await editor.diagnostics(file);
      expect(diagnostics).not.toEqual([]);
      for (const { code = "", codeDescription, source, range } of diagnostics) {
        expect(source).toBe("eslint");
        expect(codeDescription?.href).toBe(
          `https://github.com/svix/eslint-plugin-svix/blob/main/rules-docs/${code.replace("svix/", "")}.md`,
        );
        expect(range.end.line, code).toBe(range.start.line);
      }
    },
  );

  it("underlines what a person would change", async () => {
    const file = "src/receiver.ts";
    const diagnostics = await editor.diagnostics(file);
    const ranges = diagnostics.map(({ code = "", range }) => [
      code.replace("svix/", ""),
      textAt(SOURCES[file]!, range),
    ]);
    expect(Object.fromEntries(ranges)).toMatchObject({
      "no-unhandled-verification-error":
        "webhook.verify(body, Object.fromEntries(request.headers))",
      "no-swallowed-verification-error": "catch (error) {",
      "require-4xx-rejection": expect.stringContaining("500") as string,
      "require-raw-body": "JSON.stringify(event)",
      "require-webhook-headers": "headers",
    });
  });

  it("shows warnings as warnings", async () => {
    const severities = (await editor.diagnostics("src/svix.ts")).map(
      ({ code, severity }) => [code, severity] as const,
    );
    expect(Object.fromEntries(severities)).toMatchObject({
      "svix/valid-arguments": 1,
      "svix/no-unpolled-background-task": 2,
    });
  });

  it("takes a diagnostic away when its code is repaired, and brings it back", async () => {
    const file = "src/callers.ts";
    const broken = SOURCES[file]!;
    const repaired = broken.replace("    console.error(error);", "    throw error;");
    const before = await shown(file);
    expect(before).toEqual(expect.arrayContaining([expect.stringContaining("swallowed")]));
    editor.edit(file, repaired);
    expect(await shown(file)).not.toEqual(
      expect.arrayContaining([expect.stringContaining("swallowed")]),
    );
    editor.edit(file, broken);
    expect(await shown(file)).toEqual(before);
  });
});

/** The states that a wrapper and its caller go through, one edit of one file after the other. */
function states(): Files[] {
  const send = SOURCES["src/send.ts"]!;
  const callers = SOURCES["src/callers.ts"]!;
  const swallowing = send.replace(
    "  return message.id;\n}",
    "  return message.id;\n}\n\n" +
      "export const quiet = (appId: string, invoice: string) =>\n" +
      "  sendPaid(appId, invoice).catch(() => null);\n",
  );
  const handling = send
    .replace("  const message = await svix", "  try {\n  const message = await svix")
    .replace(
      "  return message.id;\n}",
      "  return message.id;\n  } catch {\n    process.exit(1);\n  }\n}",
    );
  const calling = callers
    .replace("sendPaid } from", "sendPaid, quiet } from")
    .concat(
      "\nexport async function onQuiet(appId: string, invoice: string) {\n" +
        "  await quiet(appId, invoice);\n}\n",
    );
  const typing = callers.replace("return { sent: true };", "return { sent: ");
  return [
    { "src/send.ts": send, "src/callers.ts": callers },
    { "src/send.ts": handling, "src/callers.ts": callers },
    { "src/send.ts": send, "src/callers.ts": callers },
    { "src/send.ts": swallowing, "src/callers.ts": callers },
    { "src/send.ts": swallowing, "src/callers.ts": calling },
    { "src/send.ts": send, "src/callers.ts": calling },
    { "src/send.ts": send, "src/callers.ts": typing },
    { "src/send.ts": handling, "src/callers.ts": typing },
    { "src/send.ts": handling, "src/callers.ts": calling },
    { "src/send.ts": `\n\n${send}`, "src/callers.ts": callers },
    { "src/send.ts": send, "src/callers.ts": `\n${callers}` },
    { "src/send.ts": send, "src/callers.ts": callers },
  ];
}

describe("a wrapper and its caller in the editor", () => {
  const files = ["src/send.ts", "src/callers.ts"];
  const steps = states();
  let expected: string[][];

  beforeAll(async () => {
    // Each state in a project of its own, all in one run that has never seen another state.
    const all = Object.assign(
      {},
      ...steps.map((state, step) =>
        Object.fromEntries(
          Object.entries({
            "src/svix.ts": SOURCES["src/svix.ts"]!,
            "tsconfig.json": TSCONFIG,
            ...state,
          }).map(([file, text]) => [`step-${step}/${file}`, text]),
        ),
      ),
      { "eslint.config.js": CONFIG },
    ) as Files;
    const reports = await lint(project(folder, "states", all));
    expected = steps.map((_state, step) => {
      const prefix = `step-${step}/`;
      return files.flatMap((file) =>
        reports
          .filter((report) => report.file === `${prefix}${file}`)
          .map((report) =>
            comparable({ ...report, file, message: report.message.replaceAll(prefix, "") }),
          )
          .sort(),
      );
    });
  });

  it("show in the caller what an edit of the wrapper has changed", async () => {
    const [usual, handling] = steps;
    for (const [file, text] of Object.entries(usual!)) editor.edit(file, text);
    expect(await shown("src/callers.ts")).toHaveLength(2);
    editor.edit("src/send.ts", handling!["src/send.ts"]!);
    expect(await shown("src/send.ts")).toEqual([]);
    expect(await shown("src/callers.ts")).toEqual([]);
  });

  it("have different diagnostics in most states, so that a stale one shows", () => {
    const distinct = new Set(expected.map((reports) => reports.join("\n")));
    expect(distinct.size).toBeGreaterThanOrEqual(6);
  });

  it("show after each edit what a fresh run reports", async () => {
    for (const [step, state] of steps.entries()) {
      for (const file of files) {
        if (editor.textOf(file) !== state[file]) editor.edit(file, state[file]!);
      }
      const seen: string[] = [];
      for (const file of files) seen.push(...(await shown(file)));
      expect(seen, `state ${step}`).toEqual(expected[step]);
    }
  });
});
