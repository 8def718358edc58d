import {
  BODY,
  bodyOf,
  oneOf,
  ownError,
  statusOfResponse,
  type Stage,
  type Style,
} from "./style.js";

/** The status that an error names of itself: no framework stands around these programs. */
function named({ kind, value }: Parameters<Stage["sent"]>[0]): number | undefined {
  return kind === "threw" ? (value as { status?: number }).status : undefined;
}

const NOTHING = { imports: "", packages: {}, breaks: "never" } as const;
const end = (): string => "}\n";

/** A route that gets a Request and returns a Response. */
export const fetch: Style = {
  ...NOTHING,
  waits: true,
  head: (modifier, promised) =>
    `export ${modifier}function run(request: Request): ${promised("any")} {\n  const body = await request.text();\n  const headers: any = Object.fromEntries(request.headers);\n`,
  tail: end,
  answer: ({ code, success, way }) =>
    code === "204"
      ? `return new Response(null, { status: ${code} });`
      : oneOf(
          [
            `return Response.json(${bodyOf(success)}, { status: ${code} });`,
            `return new Response("${success ? "ok" : "no"}", { status: ${code} });`,
          ],
          way,
        ),
  refusal: ownError,
  stage: () => ({
    drive: (run) => run(new Request("https://example.com", { method: "POST", body: BODY })),
    sent: (ended) => statusOfResponse(ended) ?? named(ended),
  }),
};

/** A serverless function over plain objects. */
export const plain: Style = {
  ...NOTHING,
  waits: false,
  head: (modifier, promised) =>
    `export ${modifier}function run(input: { body: string; headers: any }): ${promised("any")} {\n  const { body, headers } = input;\n`,
  tail: end,
  answer: ({ code, success }) =>
    `return { statusCode: ${code}, body: ${JSON.stringify(bodyOf(success))} };`,
  refusal: ownError,
  stage: () => ({
    drive: (run) => run({ body: BODY, headers: {} }),
    sent: (ended) =>
      (ended.value as { statusCode?: number } | undefined)?.statusCode ?? named(ended),
  }),
};

/** A handler whose reply has a type of the program's own. */
export const reply: Style = {
  imports: `interface Reply { status(code: number): Reply; json(body: unknown): Reply; end(): void; statusCode: number }\n`,
  packages: {},
  breaks: "never",
  waits: false,
  head: (modifier, promised) =>
    `export ${modifier}function run(req: { body: string; headers: any }, res: Reply): ${promised("any")} {\n  const body = req.body;\n  const headers = req.headers;\n`,
  tail: end,
  answer: ({ code, success }) =>
    code === "204"
      ? `return void res.status(${code}).end();`
      : `return void res.status(${code}).json(${bodyOf(success)});`,
  refusal: ownError,
  stage: () => {
    let sent: number | undefined;
    const res = {
      statusCode: 200,
      status(code: number) {
        res.statusCode = code;
        return res;
      },
      json: () => void (sent ??= res.statusCode),
      end: () => void (sent ??= res.statusCode),
    };
    return {
      drive: (run) => run({ body: BODY, headers: {} }, res),
      sent: (ended) => sent ?? named(ended),
    };
  },
};
