import { laidOut, ONE_FILE, type Layout, type Parts, type ProgramText } from "./layouts.js";
import type { ApiShape, Body, Reaction, Step, Test, Work, Wrapper } from "./api-shapes.js";

const PRELUDE = `import { ApiException, Svix } from "svix";
declare const svix: Svix;
declare function act(key: string, value?: unknown): void;
declare function log(key: string, value?: unknown): void;
declare function other(key: string): Promise<string>;
declare function chance(key: string): boolean;
declare function report(error: unknown): void;
`;

const WRAPPERS: Record<Wrapper, (name: string, caught: string) => string> = {
  passes: (name) =>
    `async function ${name}(work: () => Promise<any>): Promise<any> {\n  return await work();\n}\n`,
  returns: (name) =>
    `function ${name}(work: () => Promise<any>): Promise<any> {\n  return work();\n}\n`,
  logsOn: (name, caught) =>
    `async function ${name}(work: () => Promise<any>): Promise<any> {\n  try {\n    return await work();\n  } catch (e) {\n    ${caught}log("${name}", e);\n    throw e;\n  }\n}\n`,
  swallows: (name, caught) =>
    `async function ${name}(work: () => Promise<any>): Promise<any> {\n  try {\n    return await work();\n  } catch {\n    ${caught}return "done";\n  }\n}\n`,
  reports: (name, caught) =>
    `async function ${name}(work: () => Promise<any>): Promise<any> {\n  try {\n    return await work();\n  } catch (e) {\n    ${caught}report(e);\n  }\n}\n`,
  nullOnError: (name, caught) =>
    `async function ${name}(work: () => Promise<any>): Promise<any> {\n  return work().catch(() => {\n    ${caught}return null;\n  });\n}\n`,
  okResult: (name, caught) =>
    `async function ${name}(work: () => Promise<any>): Promise<any> {\n  try {\n    return { ok: true, value: await work() };\n  } catch (error) {\n    ${caught}return { ok: false, error };\n  }\n}\n`,
};

const MAX_CALLS = 3;

/** Writes a shape as a program. Every marker and every SDK call has a key of its own, in source order. */
export function apiText(shape: ApiShape, layout: Layout = ONE_FILE): ProgramText {
  return {
    plain: laidOut(new ApiWriter(shape, false).parts(), layout),
    traced: laidOut(new ApiWriter(shape, true).parts(), layout),
  };
}

interface Frame {
  readonly async: boolean;
  readonly error: string | undefined;
  readonly inLoop: boolean;
  /** Work that nobody waits for: what it stores when all goes well is seen at no certain time. */
  readonly detached?: boolean;
  /** In a handler, or behind a test of a value: where programs throw. */
  readonly mayThrow?: boolean;
}

class ApiWriter {
  #keys = 0;
  #calls = 0;
  #names = 0;
  #scopes: string[][] = [];
  #helpersInSight = 0;

  constructor(
    readonly shape: ApiShape,
    readonly traced: boolean,
  ) {}

  parts(): Parts {
    const wrappers = this.shape.wrappers.map((wrapper, at) =>
      WRAPPERS[wrapper](`wrapper${String(at)}`, this.#met()),
    );
    const helpers = this.shape.helpers.map((helper, at) => {
      this.#helpersInSight = at;
      const head = `${helper.async ? "async " : ""}function helper${String(at)}(): ${helper.async ? "Promise<any>" : "any"} {\n`;
      return `${head}${this.#block(helper.body, { async: helper.async, error: undefined, inLoop: false }, 1)}}\n`;
    });
    this.#helpersInSight = this.shape.helpers.length;
    const frame = { async: true, error: undefined, inLoop: false };
    const body = this.#block(this.shape.body, frame, 1);
    const written = `${helpers.join("")}${body}`;
    const unused = helpers
      .map((_, at) => `helper${String(at)}()`)
      .filter((call) => written.split(call).length < 3);
    const first = this.#calls === 0 ? [this.#call()] : unused;
    const call = first.map((each) => `  await ${each};\n`).join("");
    return {
      prelude: PRELUDE,
      tools: wrappers,
      helpers,
      main: `export async function run(): Promise<any> {\n${call}${body}}\n`,
    };
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

  #variables(): string[] {
    return this.#scopes.flat();
  }

  #variable(index: number): string | undefined {
    const names = this.#variables();
    return names.length === 0 ? undefined : names[index % names.length];
  }

  #declare(name: string): void {
    this.#scopes[this.#scopes.length - 1]?.push(name);
  }

  /** The statements of a block, indented; names that they declare are out of sight afterwards. */
  #block(body: Body, frame: Frame, depth: number, first = ""): string {
    this.#scopes.push([]);
    const end = body.findIndex(
      ({ kind }) =>
        kind === "return" ||
        kind === "returnLiteral" ||
        kind === "returnVariable" ||
        kind === "throw",
    );
    const live = end < 0 ? body : body.slice(0, end + 1);
    const lines = live.map((step) => `${"  ".repeat(depth)}${this.#step(step, frame, depth)}\n`);
    this.#scopes.pop();
    return `${first === "" ? "" : `${"  ".repeat(depth)}${first}\n`}${lines.join("")}`;
  }

  #braces(body: Body, frame: Frame, depth: number, first = ""): string {
    return `{\n${this.#block(body, frame, depth + 1, first)}${"  ".repeat(depth)}}`;
  }

  #step(step: Step, frame: Frame, depth: number): string {
    switch (step.kind) {
      case "work":
        return `${this.#prefix(step.how, frame)}${this.#work(step.work, frame, depth)};`;
      case "declare": {
        const name = this.#fresh(step.how === "await" ? "value" : "promise");
        const text = `const ${name}: any = ${step.how === "await" && frame.async ? "await " : ""}${this.#work(step.work, frame, depth)};`;
        this.#declare(name);
        return text;
      }
      case "flag": {
        const name = this.#fresh("flag");
        this.#declare(name);
        return `let ${name}: any = ${step.literal};`;
      }
      case "assign":
      case "assignWork":
        return this.#assignment(step, frame, depth);
      case "awaitVariable": {
        const name = this.#variable(step.index);
        return name === undefined || !frame.async ? `act(${this.#key()});` : `await ${name};`;
      }
      case "try":
        return this.#try(step, frame, depth);
      case "return":
        return `return ${step.how === "await" && frame.async ? "await " : ""}${this.#work(step.work, frame, depth)};`;
      case "returnLiteral":
        return `return ${step.literal};`;
      case "returnVariable":
        return `return ${this.#variable(step.index) ?? "null"};`;
      case "throw":
        return frame.mayThrow === true
          ? `throw ${thrown(step.how, frame.error)};`
          : `log(${this.#key()});`;
      case "act":
      case "log":
        return `${step.kind}(${this.#key()}${step.withError && frame.error !== undefined ? `, ${frame.error}` : ""});`;
      case "if": {
        const then = {
          ...frame,
          mayThrow: frame.mayThrow === true || step.test.kind === "variable",
        };
        const head = `if (${this.#test(step.test, frame)}) ${this.#braces(step.then, then, depth)}`;
        return step.otherwise === null
          ? head
          : `${head} else ${this.#braces(step.otherwise, frame, depth)}`;
      }
      case "loop":
        return this.#loop(step.form, step.body, frame, depth);
      case "forEach":
        return `[1, 2].forEach(async () => ${this.#braces(step.body, { ...frame, async: true, inLoop: false, detached: true }, depth)});`;
      case "collect": {
        const name = this.#fresh("list");
        const pad = "  ".repeat(depth);
        const pushes = step.works.map(
          (work) => `${pad}${name}.push(${this.#work(work, frame, depth)});\n`,
        );
        const end =
          step.awaited && frame.async
            ? `${pad}await Promise.${step.settled ? "allSettled" : "all"}(${name});`
            : `${pad}act(${this.#key()});`;
        return `const ${name}: Promise<any>[] = [];\n${pushes.join("")}${end}`;
      }
      case "jump":
        return frame.inLoop ? `${step.how};` : `log(${this.#key()});`;
    }
  }

  #prefix(how: "await" | "float" | "void", frame: Frame): string {
    if (how === "await") return frame.async ? "await " : "";
    return how === "void" ? "void " : "";
  }

  #assignment(step: Step & { kind: "assign" | "assignWork" }, frame: Frame, depth: number): string {
    const unseen = frame.detached === true && frame.error === undefined;
    const names = unseen ? [] : this.#variables().filter((name) => name.startsWith("flag"));
    const name = names[step.index % Math.max(names.length, 1)];
    if (step.kind === "assign")
      return name === undefined ? `log(${this.#key()});` : `${name} = ${step.literal};`;
    return `${name === undefined ? "" : `${name} = `}${frame.async ? "await " : ""}${this.#work(step.work, frame, depth)};`;
  }

  #try(step: Step & { kind: "try" }, frame: Frame, depth: number): string {
    const head = `try ${this.#braces(step.body, frame, depth)}`;
    const error = step.binding ? this.#fresh("e") : undefined;
    const handler = step.handler ?? (step.last === null ? [] : undefined);
    const caught =
      handler === undefined
        ? ""
        : ` catch${error === undefined ? "" : ` (${error}: any)`} ${this.#braces(handler, { ...frame, error, mayThrow: true }, depth, this.#met())}`;
    const last =
      step.last === null
        ? ""
        : ` finally ${this.#braces(step.last, { ...frame, error: undefined }, depth)}`;
    return `${head}${caught}${last}`;
  }

  #loop(form: "of" | "for" | "while", body: Body, frame: Frame, depth: number): string {
    const inner = { ...frame, inLoop: true };
    const name = this.#fresh("i");
    switch (form) {
      case "of":
        return `for (const ${name} of ["a", "b"]) ${this.#braces(body, inner, depth, `void ${name};`)}`;
      case "for":
        return `for (let ${name} = 0; ${name} < 2; ${name} += 1) ${this.#braces(body, inner, depth)}`;
      case "while":
        return `let ${name} = 0;\n${"  ".repeat(depth)}while (${name} < 2) ${this.#braces(body, inner, depth, `${name} += 1;`)}`;
    }
  }

  #test(test: Test, frame: Frame): string {
    const look = this.traced ? "$l(), " : "";
    switch (test.kind) {
      case "chance":
        return `chance(${this.#key()})`;
      case "isApi":
        return frame.error === undefined
          ? `chance(${this.#key()})`
          : `${look}${frame.error} instanceof ApiException`;
      case "code":
        return frame.error === undefined
          ? `chance(${this.#key()})`
          : `${look}${frame.error} instanceof ApiException && ${frame.error}.code === ${String(test.code)}`;
      case "variable": {
        const name = this.#variable(test.index);
        if (name === undefined) return `chance(${this.#key()})`;
        return {
          truthy: name,
          falsy: `!${name}`,
          isNull: `${name} === null`,
          notOk: `!${name}?.ok`,
        }[test.how];
      }
    }
  }

  #work(work: Work, frame: Frame, depth: number): string {
    switch (work.kind) {
      case "call":
        return this.#call();
      case "other":
        return `other(${this.#key()})`;
      case "helper":
        return this.#helpersInSight === 0
          ? this.#call()
          : `helper${String(work.index % this.#helpersInSight)}()`;
      case "variable": {
        const names = this.#variables().filter((name) => name.startsWith("promise"));
        return names[work.index % Math.max(names.length, 1)] ?? this.#call();
      }
      case "wrapped":
        return `wrapper${String(work.index % this.shape.wrappers.length)}(() => ${this.#receiver(work.work, { ...frame, async: false, inLoop: false }, depth)})`;
      case "iife":
        return `(async () => ${this.#braces(work.body, { ...frame, async: true, inLoop: false }, depth)})()`;
      case "then": {
        const rejected =
          work.rejected === null ? "" : `, ${this.#reaction(work.rejected, frame, depth, true)}`;
        return `${this.#receiver(work.work, frame, depth)}.then(${this.#reaction(work.fulfilled, frame, depth, false)}${rejected})`;
      }
      case "catch":
        return `${this.#receiver(work.work, frame, depth)}.catch(${this.#reaction(work.rejected, frame, depth, true)})`;
      case "finally":
        return `${this.#receiver(work.work, frame, depth)}.finally(${this.#reaction(work.settled, frame, depth, false)})`;
      case "combined":
        return `Promise.${work.method}([${work.works.map((each) => this.#work(each, frame, depth)).join(", ")}])`;
      case "mapped": {
        const list = JSON.stringify(["a", "b"].slice(0, work.length));
        return `Promise.${work.settled ? "allSettled" : "all"}(${list}.map(async () => ${this.#braces(work.body, { ...frame, async: true, inLoop: false }, depth)}))`;
      }
      case "executor":
        return `new Promise<any>((resolve, reject) => { ${this.#receiver(work.work, { ...frame, async: false, inLoop: false }, depth)}.then(resolve, reject); })`;
      case "deferred":
        return `Promise.resolve().then(() => ${this.#work(work.work, { ...frame, async: false, inLoop: false }, depth)})`;
    }
  }

  /** A helper that is not async may return no promise at all. */
  #receiver(work: Work, frame: Frame, depth: number): string {
    const text = this.#work(work, frame, depth);
    const named = /^helper(\d)\(\)$/.exec(text)?.[1];
    return named !== undefined && this.shape.helpers[Number(named)]?.async === false
      ? `Promise.resolve(${text})`
      : text;
  }

  #call(): string {
    this.#calls += 1;
    if (this.#calls > MAX_CALLS) return `other(${this.#key()})`;
    const key = `s${String(this.#calls)}`;
    // Three operations, so that a report tells which of the calls it means.
    const calls = [
      `svix.message.create("app", { eventType: "${key}", payload: {} })`,
      `svix.application.create({ name: "${key}" })`,
      `svix.endpoint.create("app", { url: "https://example.com/${key}" })`,
    ];
    return calls[this.#calls - 1] ?? "";
  }

  #reaction(reaction: Reaction, frame: Frame, depth: number, rejected: boolean): string {
    const met = rejected ? this.#met() : "";
    const error = rejected ? this.#fresh("e") : undefined;
    const head = `(${error === undefined ? "" : `${error}: any`}) => `;
    switch (reaction.kind) {
      case "value":
        return met === ""
          ? `() => (${reaction.literal})`
          : `() => { ${met}return (${reaction.literal}); }`;
      case "report":
      case "log": {
        const called = reaction.kind === "report" ? "report" : "log";
        if (!rejected) return `() => ${called}(${this.#key()})`;
        return met === "" ? called : `(e: any) => { ${met}return ${called}(e); }`;
      }
      case "rethrow":
        if (error === undefined) return "(value: any) => value";
        return `${head}{ ${met}throw ${error}; }`;
      case "wrap":
        if (error === undefined) return "(value: any) => ({ value })";
        return `${head}{ ${met}throw ${thrown("wrapped", error)}; }`;
      case "body":
        return `${reaction.async ? "async " : ""}${head}${this.#braces(reaction.body, { async: reaction.async, error: error ?? frame.error, inLoop: false, mayThrow: rejected }, depth, met)}`;
    }
  }
}

function thrown(how: "new" | "caught" | "wrapped", error: string | undefined): string {
  if (error === undefined || how === "new") return 'new Error("new")';
  return how === "caught" ? error : `new Error("wrapped", { cause: ${error} })`;
}
