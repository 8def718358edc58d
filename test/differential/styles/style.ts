/** The body of every request. */
export const BODY = '{"type":"order.paid"}';

/** An answer to write: a status, which may be the program's variable `status`, and whether all went well. */
export interface Answer {
  readonly code: string;
  readonly success: boolean;
  /** Which of the style's ways to say it. */
  readonly way: number;
}

export type Run = (...given: readonly unknown[]) => unknown;

/** How `run` ended by itself, whatever its framework makes of that. */
export interface Ended {
  readonly kind: "returned" | "threw" | "hung";
  readonly value: unknown;
}

/** What stands around `run` in one run. */
export interface Stage {
  /** Calls `run` as the framework does; a promise where it answers later. */
  readonly drive: (run: Run) => unknown;
  /** The entry among what the program exports, where it is not `run`. */
  readonly entry?: (main: Readonly<Record<string, unknown>>) => Run;
  /**
   * The status that was sent, read when nothing is under way any more; undefined where nothing was
   * sent, or where the handler left it to whoever comes next.
   */
  readonly sent: (ended: Ended) => number | undefined;
}

/** How a program is asked and answers: what it imports, how its entry begins, answers, throws and is run. */
export interface Style {
  /** Imports of the framework, and declarations. */
  readonly imports: string;
  /** Whether the entry has to wait for the body, so that it cannot be a plain function. */
  readonly waits: boolean;
  /** The entry's first lines: after them `body` and `headers` are known. */
  readonly head: (modifier: string, promised: (type: string) => string) => string;
  /** What follows the entry's body: its brace and, where `registered`, its registration. */
  readonly tail: (registered: boolean) => string;
  /** Statements that answer and leave the entry. */
  readonly answer: (answer: Answer) => string;
  /** An error that the framework answers with about this status. */
  readonly refusal: (status: 401 | 500, way: number) => string;
  /** What the program gets for the packages that it imports. */
  readonly packages: Readonly<Record<string, unknown>>;
  /** When the program shows that an error which is not made for the framework is answered with 500. */
  readonly breaks: "always" | "registered" | "never";
  readonly stage: () => Stage;
}

/** One of several, by number. */
export function oneOf(ways: readonly string[], way: number): string {
  return ways[way % ways.length] ?? "";
}

/** The body of an answer in source text. */
export function bodyOf(success: boolean): string {
  return success ? "{ ok: true }" : '{ error: "no" }';
}

/** The program's own error class, whose numeric field Express, Koa, Fastify, h3 and Elysia read. */
export const ownError = (status: 401 | 500): string => `new HttpError(${String(status)})`;

export function statusOfResponse({ value }: Ended): number | undefined {
  return value instanceof Response ? value.status : undefined;
}

export function request(): Request {
  return new Request("https://example.com/", {
    method: "POST",
    body: BODY,
    headers: { "content-type": "text/plain" },
  });
}
