import { laidOut, ONE_FILE, type Layout, type Parts, type ProgramText } from "./layouts.js";
import { STYLES } from "./styles/index.js";
import type { Style } from "./styles/style.js";
import type {
  Check,
  Status,
  Use,
  VerifyBody,
  VerifyShape,
  VerifyStep,
  VerifyTest,
} from "./verify-shapes.js";

const PRELUDE = `import { WebhookVerificationError, type Webhook } from "svix";
declare function wh(key: string, secret?: string): Webhook;
declare function act(key: string, value?: unknown): void;
declare function log(key: string, value?: unknown): void;
declare function save(key: string, value?: unknown): void;
declare function chance(key: string): boolean;
class HttpError extends Error {
  constructor(public readonly status: number) { super("refused"); }
}
`;

/** Checks whose value says how it went. */
const ANSWERING = new Set<Check>([
  "boolean",
  "booleanLater",
  "alwaysTrue",
  "eventOrNull",
  "result",
  "resultLater",
  "flag",
  "secrets",
]);

/** Writes a shape as a program; its entry is `run`. */
export function verifyText(shape: VerifyShape, layout: Layout = ONE_FILE): ProgramText {
  return {
    plain: laidOut(new VerifyWriter(shape, false).parts(), layout),
    traced: laidOut(new VerifyWriter(shape, true).parts(), layout),
  };
}

type Thrown = (VerifyStep & { kind: "throw" })["how"];

interface Frame {
  readonly error: string | undefined;
  readonly last: boolean;
}

class VerifyWriter {
  #keys = 0;
  #ways = 0;
  #calls = 0;
  #names = 0;
  #verifications = 0;
  #eventSet = false;
  readonly #scopes: string[][] = [[]];
  readonly #status: boolean;

  constructor(
    readonly shape: VerifyShape,
    readonly traced: boolean,
  ) {
    this.#status = shape.lets.includes("status");
  }

  get #style(): Style {
    return STYLES[this.shape.style];
  }

  get #async(): boolean {
    return this.shape.async || this.#style.waits;
  }

  parts(): Parts {
    const lets = this.shape.lets.map((what) => `  ${this.#declaration(what)}\n`);
    const body = this.#lines(this.shape.body, { error: undefined, last: false }, 1);
    const ending = this.#ending();
    const checks = this.shape.checks.map((check, at) =>
      body.includes(`check${String(at)}(`) ? this.#checkFunction(check, `check${String(at)}`) : "",
    );
    const call = this.#verifications === 0 ? `  ${this.#verify()};\n` : "";
    return {
      prelude: PRELUDE + this.#style.imports,
      tools: [],
      helpers: checks,
      main: `${this.#head()}${lets.join("")}${call}${body}${ending}${this.#style.tail(this.shape.registered)}`,
    };
  }

  #head(): string {
    return this.#style.head(this.#async ? "async " : "", (type) =>
      this.#async ? `Promise<${type}>` : type,
    );
  }

  /** The style's ways to answer and to throw take turns. */
  #way(): number {
    this.#ways += 1;
    return this.shape.way + this.#ways;
  }

  #met(): string {
    return this.traced ? "$c(); " : "";
  }

  #key(): string {
    this.#keys += 1;
    return `"k${String(this.#keys)}"`;
  }

  #fresh(prefix: string): string {
    this.#names += 1;
    return `${prefix}${String(this.#names)}`;
  }

  #verify(secret = ""): string {
    this.#calls += 1;
    return `wh("s${String(this.#calls)}"${secret === "" ? "" : `, ${secret}`}).verify(body, headers)`;
  }

  #checkFunction(check: Check, name: string): string {
    const given = "(body: string, headers: any)";
    const verify = (secret?: string): string => this.#verify(secret);
    const c = this.#met();
    switch (check) {
      case "throws":
        return `function ${name}${given}: any {\n  return ${verify()};\n}\n`;
      case "throwsLater":
        return `async function ${name}${given}: Promise<any> {\n  return ${verify()};\n}\n`;
      case "wraps":
        return `function ${name}${given}: any {\n  try {\n    ${verify()};\n  } catch (e) {\n    ${c}throw new Error("invalid", { cause: e });\n  }\n}\n`;
      case "refuses":
        return `function ${name}${given}: any {\n  try {\n    ${verify()};\n  } catch {\n    ${c}throw ${this.#style.refusal(401, this.#way())};\n  }\n}\n`;
      case "boolean":
        return `function ${name}${given}: any {\n  try {\n    ${verify()};\n    return true;\n  } catch {\n    ${c}return false;\n  }\n}\n`;
      case "booleanLater":
        return `async function ${name}${given}: Promise<any> {\n  try {\n    ${verify()};\n    return true;\n  } catch (e) {\n    ${c}log("${name}", e);\n    return false;\n  }\n}\n`;
      case "alwaysTrue":
        return `function ${name}${given}: any {\n  try {\n    ${verify()};\n  } catch {\n    ${c}log("${name}");\n  }\n  return true;\n}\n`;
      case "eventOrNull":
        return `function ${name}${given}: any {\n  try {\n    return ${verify()} as any;\n  } catch {\n    ${c}return null;\n  }\n}\n`;
      case "result":
        return `function ${name}${given}: any {\n  try {\n    const event = ${verify()} as any;\n    return { ok: true, event };\n  } catch (error) {\n    ${c}return { ok: false, error };\n  }\n}\n`;
      case "resultLater":
        return `async function ${name}${given}: Promise<any> {\n  try {\n    ${verify()};\n    return { ok: true };\n  } catch {\n    ${c}return { ok: false };\n  }\n}\n`;
      case "logsOnly":
        return `function ${name}${given}: any {\n  try {\n    ${verify()};\n  } catch (e) {\n    ${c}log("${name}", e);\n  }\n}\n`;
      case "flag":
        return `function ${name}${given}: any {\n  let valid = false;\n  try {\n    ${verify()};\n    valid = true;\n  } catch {\n    ${c}\n  }\n  return valid;\n}\n`;
      case "secrets":
        return `function ${name}${given}: any {\n  for (const secret of ["a", "b"]) {\n    try {\n      ${verify("secret")};\n      return true;\n    } catch {\n      ${c}continue;\n    }\n  }\n  return false;\n}\n`;
    }
  }

  #declaration(what: "ok" | "event" | "status"): string {
    this.#scopes[0]?.push(what);
    return { ok: "let ok: any = false;", event: "let event: any;", status: "let status = 200;" }[
      what
    ];
  }

  #lines(body: VerifyBody, frame: Frame, depth: number, first = ""): string {
    this.#scopes.push([]);
    const end = body.findIndex(
      ({ kind }) => kind === "answer" || kind === "throw" || kind === "returnNothing",
    );
    const lines = (end < 0 ? body : body.slice(0, end + 1)).map(
      (step) => `${"  ".repeat(depth)}${this.#step(step, frame, depth)}\n`,
    );
    // At the outermost level variables stay in sight of the ending.
    const names = this.#scopes.pop() ?? [];
    if (depth === 1) this.#scopes[0]?.push(...names);
    return `${first === "" ? "" : `${"  ".repeat(depth)}${first}\n`}${lines.join("")}`;
  }

  #braces(body: VerifyBody, frame: Frame, depth: number, first = ""): string {
    return `{\n${this.#lines(body, frame, depth + 1, first)}${"  ".repeat(depth)}}`;
  }

  #names_(): string[] {
    return this.#scopes
      .flat()
      .filter((name) => name !== "status" && (name !== "event" || this.#eventSet));
  }

  #step(step: VerifyStep, frame: Frame, depth: number): string {
    if (step.kind === "verify" || step.kind === "check" || step.kind === "loop") {
      this.#verifications += 1;
      if (this.#verifications > this.shape.verifications) return `log(${this.#key()});`;
    }
    switch (step.kind) {
      case "verify":
        return this.#verifyStep(step.into);
      case "check":
        return this.#check(step, depth);
      case "try": {
        const error = step.binding ? this.#fresh("e") : undefined;
        const tried = this.#braces(step.body, frame, depth);
        const handled = this.#braces(step.handler, { ...frame, error }, depth, this.#met());
        const last =
          step.last === null
            ? ""
            : ` finally ${this.#braces(step.last, { error: undefined, last: true }, depth)}`;
        return `try ${tried} catch${error === undefined ? "" : ` (${error}: any)`} ${handled}${last}`;
      }
      case "use":
        return this.#use(step.what, step.index);
      case "answer":
        return this.#answer(step.status, step.success);
      case "returnNothing":
        return "return;";
      case "let":
        return `void 0;`;
      case "set":
        if (step.what === "status")
          return this.#status ? `status = ${String(step.status)};` : `log(${this.#key()});`;
        return this.#names_().includes("ok")
          ? `ok = ${String(step.truth)};`
          : `log(${this.#key()});`;
      case "if": {
        const head = `if (${this.#test(step.test, frame)}) ${this.#braces(step.then, frame, depth)}`;
        return step.otherwise === null
          ? head
          : `${head} else ${this.#braces(step.otherwise, frame, depth)}`;
      }
      case "loop": {
        const ok = this.#names_().includes("ok");
        const pad = "  ".repeat(depth);
        const found = `${ok ? "ok = true; " : ""}${step.stops ? "break;" : ""}`;
        return `for (const secret of ["a", "b"]) {\n${pad}  try {\n${pad}    ${this.#verify("secret")};\n${pad}    ${found}\n${pad}  } catch {\n${pad}    ${this.#met()}\n${pad}  }\n${pad}}`;
      }
      case "act":
      case "log":
        return `${step.kind}(${this.#key()}${step.withError && frame.error !== undefined ? `, ${frame.error}` : ""});`;
      case "throw":
        return `throw ${this.#thrown(step.how, frame.error)};`;
    }
  }

  #verifyStep(into: "nothing" | "const" | "event"): string {
    if (into === "event" && this.shape.lets.includes("event")) {
      this.#eventSet = true;
      return `event = ${this.#verify()} as any;`;
    }
    if (into === "nothing") return `${this.#verify()};`;
    const name = this.#fresh("evt");
    const text = `const ${name} = ${this.#verify()} as any;`;
    this.#scopes[this.#scopes.length - 1]?.push(name);
    return text;
  }

  #check(step: VerifyStep & { kind: "check" }, depth: number): string {
    const at = step.index % this.shape.checks.length;
    const later = (this.shape.checks[at] ?? "").endsWith("Later");
    const call = `${later && step.awaited && this.#async ? "await " : ""}check${String(at)}(body, headers)`;
    const check = this.shape.checks[at] ?? "throws";
    if (!ANSWERING.has(check)) return `${call};`;
    switch (step.into) {
      case "nothing":
        return `${call};`;
      case "guard": {
        const result = check.startsWith("result");
        const test = result ? `!(${call}).ok` : `!(${call})`;
        const pad = "  ".repeat(depth);
        return `if (${test}) {\n${pad}  ${this.#answer(step.status, false)}\n${pad}}`;
      }
      case "ok":
        if (this.#names_().includes("ok")) return `ok = ${call};`;
        break;
      case "const":
    }
    const name = this.#fresh("checked");
    this.#scopes[this.#scopes.length - 1]?.push(name);
    return `const ${name}: any = ${call};`;
  }

  #use(what: Use, index: number): string {
    const events = this.#names_().filter((name) => name === "event" || name.startsWith("evt"));
    const event = events[index % Math.max(events.length, 1)];
    const key = this.#key();
    if (what === "body" || (event === undefined && what !== "parsed")) return `save(${key}, body);`;
    if (what === "parsed" || event === undefined) return `save(${key}, JSON.parse(body));`;
    return {
      event: `save(${key}, ${event});`,
      eventType: `save(${key}, ${event}.type);`,
      safeType: `save(${key}, ${event}?.type);`,
    }[what];
  }

  #answer(status: Status, success: boolean): string {
    const code = status === "variable" ? (this.#status ? "status" : "401") : String(status);
    return this.#style.answer({ code, success, way: this.#way() });
  }

  #thrown(how: Thrown, error: string | undefined): string {
    switch (how) {
      case "http401":
        return this.#style.refusal(401, this.#way());
      case "http500":
        return this.#style.refusal(500, this.#way());
      case "caught":
        return error ?? 'new Error("plain")';
      case "wrapped":
        return error === undefined
          ? 'new Error("plain")'
          : `new Error("wrapped", { cause: ${error} })`;
      case "plain":
        return 'new Error("plain")';
    }
  }

  #test(test: VerifyTest, frame: Frame): string {
    const look = this.traced ? "$l(), " : "";
    if (test.kind === "isVerificationError" && frame.error !== undefined)
      return `${look}${frame.error} instanceof WebhookVerificationError`;
    const names = this.#names_();
    const name =
      test.kind === "variable" ? names[test.index % Math.max(names.length, 1)] : undefined;
    if (test.kind !== "variable" || name === undefined) return `chance(${this.#key()})`;
    return {
      truthy: name,
      falsy: `!${name}`,
      isNull: `${name} === null`,
      isNil: `${name} == null`,
      notOk: `!${name}?.ok`,
    }[test.how];
  }

  #ending(): string {
    const { guard, guardStatus, use, status } = this.shape.ending;
    const lines: string[] = [];
    if (guard !== null)
      lines.push(
        `if (${this.#test(guard, { error: undefined, last: false })}) {\n    ${this.#answer(guardStatus, false)}\n  }`,
      );
    if (use !== null) lines.push(this.#use(use, 0));
    if (status !== null) lines.push(this.#answer(status === "variable" ? status : 200, true));
    return lines.map((line) => `  ${line}\n`).join("");
  }
}
