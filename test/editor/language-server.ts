import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Diagnostic {
  readonly range: Range;
  /** 1 is an error, 2 a warning. */
  readonly severity: number;
  readonly code?: string;
  readonly codeDescription?: { readonly href: string };
  readonly source: string;
  readonly message: string;
}

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

interface CodeAction {
  readonly title: string;
  readonly kind?: string;
  readonly command?: { readonly command: string; readonly arguments?: readonly unknown[] };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The settings that VS Code's extension sends by default; the server fails without them. */
const settingsFor = (root: string) => ({
  validate: "on",
  packageManager: "npm",
  useESLintClass: true,
  codeAction: {
    disableRuleComment: { enable: false, location: "separateLine" },
    showDocumentation: { enable: false },
  },
  codeActionOnSave: { mode: "all" },
  format: false,
  quiet: false,
  onIgnoredFiles: "off",
  options: {},
  rulesCustomizations: [],
  run: "onType",
  problems: { shortenToSingleLine: false },
  nodePath: null,
  workspaceFolder: { name: path.basename(root), uri: pathToFileURL(root).href },
  workingDirectory: { directory: root },
  // Without `useFlatConfig`: with ESLint 10 the server then finds no class to lint with.
  experimental: {},
});

/**
 * ESLint's language server on a project, and the editor at its other end: documents are opened and
 * edited without being saved. Every step waits for the server's answer.
 */
export class LanguageServer {
  readonly #root: string;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, Waiting>();
  readonly #documents = new Map<string, { version: number; text: string }>();
  /** What the server said, for the message of a failure. */
  readonly log: string[] = [];
  readonly #applied: TextEdit[] = [];
  #buffer = Buffer.alloc(0);
  #lastId = 0;
  #closed = false;

  private constructor(root: string) {
    this.#root = root;
    const require = createRequire(import.meta.url);
    const manifest = require.resolve("vscode-langservers-extracted/package.json");
    const program = path.join(path.dirname(manifest), "bin/vscode-eslint-language-server");
    this.#process = spawn(process.execPath, [program, "--stdio"], { cwd: root });
    this.#process.stdout.on("data", (chunk: Buffer) => {
      this.#receive(chunk);
    });
    this.#process.stderr.on("data", (chunk: Buffer) => this.log.push(chunk.toString()));
    this.#process.on("exit", (code) => {
      this.#closed = true;
      for (const { reject } of this.#waiting.values()) {
        reject(new Error(`The server ended with ${code}.\n${this.log.join("\n")}`));
      }
    });
  }

  /** Starts the server, as an editor does when a folder is opened. */
  static async start(root: string): Promise<LanguageServer> {
    const server = new LanguageServer(root);
    const uri = pathToFileURL(root).href;
    await server.#request("initialize", {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: path.basename(root) }],
      capabilities: {
        textDocument: {
          diagnostic: { dynamicRegistration: false },
          codeAction: {
            codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "source"] } },
          },
        },
        workspace: {
          configuration: true,
          workspaceFolders: true,
          applyEdit: true,
          workspaceEdit: { documentChanges: true },
        },
      },
    });
    server.#notify("initialized", {});
    return server;
  }

  async stop(): Promise<void> {
    if (this.#closed) return;
    const ended = new Promise((resolve) => this.#process.on("exit", resolve));
    await this.#request("shutdown", null);
    this.#notify("exit", null);
    await ended;
  }

  /** Opens a file of the project, or puts another text into an open one. */
  edit(file: string, text: string): void {
    const document = this.#documents.get(file);
    const version = (document?.version ?? 0) + 1;
    this.#documents.set(file, { version, text });
    const uri = this.#uriOf(file);
    if (document === undefined) {
      const languageId = /\.[cm]?jsx?$/.test(file) ? "javascript" : "typescript";
      this.#notify("textDocument/didOpen", { textDocument: { uri, languageId, version, text } });
    } else {
      this.#notify("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      });
    }
  }

  textOf(file: string): string {
    return this.#documents.get(file)?.text ?? "";
  }

  /** The file's diagnostics as it stands in the editor, in the order of their places. */
  async diagnostics(file: string): Promise<Diagnostic[]> {
    const report = (await this.#request("textDocument/diagnostic", {
      textDocument: { uri: this.#uriOf(file) },
    })) as { items: Diagnostic[] };
    return [...report.items].sort((a, b) => a.range.start.line - b.range.start.line);
  }

  /** The titles of what the light bulb at a diagnostic offers, each with a way to try it. */
  async suggestions(
    file: string,
    diagnostic: Diagnostic,
  ): Promise<{ readonly title: string; readonly edits: () => Promise<TextEdit[]> }[]> {
    const actions = (await this.#request("textDocument/codeAction", {
      textDocument: { uri: this.#uriOf(file) },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic], only: ["quickfix"] },
    })) as CodeAction[] | null;
    const suggested = (actions ?? []).filter(
      ({ command }) => command?.command === "eslint.applySuggestion",
    );
    return suggested.map(({ title, command }) => ({
      title,
      edits: async () => {
        this.#applied.length = 0;
        await this.#request("workspace/executeCommand", command);
        return [...this.#applied];
      },
    }));
  }

  #uriOf(file: string): string {
    return pathToFileURL(path.join(this.#root, file)).href;
  }

  #request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ id, method, params });
    });
  }

  #notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  #send(message: Message): void {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  #receive(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const head = this.#buffer.indexOf("\r\n\r\n");
      if (head === -1) return;
      const length = Number(
        /Content-Length: (\d+)/i.exec(this.#buffer.toString("latin1", 0, head))?.[1],
      );
      const start = head + 4;
      if (this.#buffer.length < start + length) return;
      const text = this.#buffer.toString("utf8", start, start + length);
      this.#buffer = this.#buffer.subarray(start + length);
      this.#handle(JSON.parse(text) as Message);
    }
  }

  #handle(message: Message): void {
    const { id, method, params, result, error } = message;
    if (method === undefined) {
      const waiting = this.#waiting.get(id ?? 0);
      this.#waiting.delete(id ?? 0);
      if (error) waiting?.reject(new Error(`${error.message}\n${this.log.join("\n")}`));
      else waiting?.resolve(result);
    } else if (id === undefined) {
      this.log.push(`${method} ${JSON.stringify(params)}`);
    } else {
      this.#send({ id, result: this.#answer(method, params) });
    }
  }

  /** What an editor answers to the server's own questions. */
  #answer(method: string, params: unknown): unknown {
    switch (method) {
      case "workspace/configuration":
        return (params as { items: unknown[] }).items.map(() => settingsFor(this.#root));
      case "workspace/applyEdit": {
        const { edit } = params as { edit: { documentChanges: { edits: TextEdit[] }[] } };
        this.#applied.push(...edit.documentChanges.flatMap(({ edits }) => edits));
        return { applied: true };
      }
      case "client/registerCapability":
      case "workspace/diagnostic/refresh":
        return null;
      default:
        // Such as eslint/noLibrary and eslint/noConfig, which say why nothing is found.
        this.log.push(`${method} ${JSON.stringify(params)}`);
        return {};
    }
  }
}

/** The text that a range of it covers. */
export function textAt(text: string, { start, end }: Range): string {
  return text.slice(offsetOf(text, start), offsetOf(text, end));
}

/** The text after edits, as an editor makes them: all places are those of the text before. */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => offsetOf(text, b.range.start) - offsetOf(text, a.range.start))
    .reduce(
      (edited, { range, newText }) =>
        edited.slice(0, offsetOf(text, range.start)) +
        newText +
        edited.slice(offsetOf(text, range.end)),
      text,
    );
}

function offsetOf(text: string, { line, character }: Position): number {
  const lines = text.split("\n");
  return lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, character);
}
