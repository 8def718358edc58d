import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";
import type { Severity } from "../contract/types.js";
import { checkerOf } from "../sdk/checker.js";
import { docsUrl } from "./docs-url.js";
import { typedServicesOf } from "./typed-services.js";
import { typeScriptProblem } from "./typescript-support.js";

type Context = Readonly<TSESLint.RuleContext<string, readonly unknown[]>>;

/**
 * One message a run when the rules cannot work, and nothing else of it: no exception, which would
 * cost the other rules their reports (ESLint ends, oxlint drops the file's diagnostics).
 *
 * It is a lint report and no line on stderr, since a CI run that cannot check anything must not be
 * green, and an editor shows no stderr. It stands at the first file that shows the problem *and*
 * imports the SDK by name: files that the rules would not look at anyway, such as a config file in
 * JavaScript, are none of our business. It does not see an SDK that is installed under an alias.
 */
export class SetupNotice {
  /** An editor lints a file again and again; the notice stays there until the problem is gone. */
  #at: { readonly filename: string; readonly rule: string } | undefined;

  /**
   * Listeners that report why a file without usable types was not checked; mostly none.
   *
   * @param severity what the rule is in the recommended config. Rules do not know how they are set,
   * and a notice that is a warning would leave the run green: those that are errors speak first.
   */
  listenersFor(context: Context, severity: Severity | undefined): TSESLint.RuleListener {
    const { filename, id } = context;
    const node = sdkImportOf(context.sourceCode.ast);
    if (node === undefined) {
      if (this.#at?.rule === id) this.settle(filename);
      return {};
    }
    return {
      [severity === "error" ? "Program" : "Program:exit"]: () => {
        if (this.#at && (this.#at.filename !== filename || this.#at.rule !== id)) return;
        const text = setupProblem(context, node);
        if (text === undefined) {
          this.settle(filename);
          return;
        }
        this.#at = { filename, rule: id };
        // The text is no message of the single rule, so it has no messageId.
        context.report({ node, message: text } as unknown as TSESLint.ReportDescriptor<string>);
      },
    };
  }

  /** Says that a file's types are there (again). */
  settle(filename: string): void {
    if (this.#at?.filename === filename) this.#at = undefined;
  }
}

const SDK_NAMES: readonly unknown[] = ["svix", "standardwebhooks"];

/** How Deno names a package: `npm:svix@1.45.1`, `https://esm.sh/standardwebhooks@1.0.0`. */
const DENO_NAME = /^(npm:|https:\/\/(?:[^/]+\/)+)(svix|standardwebhooks)(@[^/]*)?(?:\/|$)/u;

function isSdkName(name: unknown): boolean {
  return SDK_NAMES.includes(name) || (typeof name === "string" && DENO_NAME.test(name));
}

/** Where each file imports the SDK by name, looked up once for all rules. */
const imports = new WeakMap<
  TSESTree.Program,
  { readonly node: TSESTree.StringLiteral | undefined }
>();

function sdkImportOf(program: TSESTree.Program): TSESTree.StringLiteral | undefined {
  let found = imports.get(program);
  if (found === undefined) imports.set(program, (found = { node: sdkImportIn(program) }));
  return found.node;
}

/** The top-level `import … from "svix"`, `export … from "svix"` or `const … = require("svix")`. */
function sdkImportIn(program: TSESTree.Program): TSESTree.StringLiteral | undefined {
  for (const statement of program.body) {
    const source =
      "source" in statement && statement.source ? statement.source : requiredIn(statement);
    if (source?.type === AST_NODE_TYPES.Literal && isSdkName(source.value)) {
      return source as TSESTree.StringLiteral;
    }
  }
  return undefined;
}

function requiredIn(statement: TSESTree.ProgramStatement): TSESTree.Node | undefined {
  if (statement.type !== AST_NODE_TYPES.VariableDeclaration) return undefined;
  const { init } = statement.declarations[0];
  const isRequire =
    init?.type === AST_NODE_TYPES.CallExpression &&
    init.callee.type === AST_NODE_TYPES.Identifier &&
    init.callee.name === "require";
  return isRequire ? init.arguments[0] : undefined;
}

function setupProblem(context: Context, specifier: TSESTree.StringLiteral): string | undefined {
  const services = typedServicesOf(context);
  if (services === undefined) {
    return (
      `eslint-plugin-svix checked nothing: this file was linted without type information. ` +
      `${missingConfig(context)} (${docsUrl("setup")}).`
    );
  }
  const file = services.esTreeNodeToTSNodeMap.get(context.sourceCode.ast);
  const unsupported = typeScriptProblem(file, ts);
  if (unsupported !== undefined) return unsupported;
  const node = services.esTreeNodeToTSNodeMap.get(specifier);
  // Where the name leads to a module of the program itself, all is as it should be.
  if (checkerOf(services.program).getSymbolAtLocation(node)) return undefined;
  return (
    `eslint-plugin-svix checked nothing: TypeScript does not find the package "${specifier.value}". ` +
    `${howToFind(specifier.value)} (${docsUrl("setup")}).`
  );
}

function howToFind(name: string): string {
  const [, prefix, sdk, version] = DENO_NAME.exec(name) ?? [];
  return prefix === undefined || sdk === undefined
    ? `Install it, or set moduleResolution to "bundler" or "nodenext"`
    : `Install ${sdk}, and add "${prefix}${sdk}${version === undefined ? "" : "@*"}": ["./node_modules/${sdk}"] to the paths of tsconfig.json`;
}

/** typescript-eslint's parser hands out its node maps even where it has no program. */
function missingConfig({ sourceCode }: Context): string {
  const hasParser = sourceCode.parserServices?.esTreeNodeToTSNodeMap !== undefined;
  const parser = hasParser ? "" : `parser: tseslint.parser, `;
  return `Add languageOptions: { ${parser}parserOptions: { projectService: true } } to the ESLint config`;
}
