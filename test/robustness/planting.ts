import ts from "typescript";

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const HEAD = {
  module: `import { Svix as PlantedSvix, Webhook as PlantedWebhook, ApiException as PlantedException } from "svix";`,
  script: `const { Svix: PlantedSvix, Webhook: PlantedWebhook, ApiException: PlantedException } = require("svix");`,
};
const CLIENTS = `const planted$svix = new PlantedSvix("token"), planted$wh = new PlantedWebhook("whsec_x");`;

const API = [
  `planted$svix.message.create("app", { eventType: "a.b", payload: {} })`,
  `planted$svix.application.getOrCreate({ name: "" })`,
  `planted$svix.endpoint.create("app", { url: "http://example.com", filterTypes: [] })`,
  `planted$svix.endpoint.recover("app", "ep", { since: new Date() })`,
  `planted$svix.backgroundTask.get("task")`,
  `planted$svix.endpoint.sendExample("app", "ep", { eventType: "a" })`,
  `planted$svix.message.precheck("app", { eventTypes: ["a"] })`,
];
const VERIFY = [
  `planted$wh.verify("{}", {})`,
  `planted$wh.verify(JSON.stringify({}), { "svix-id": "a" })`,
  `planted$wh.sign("id", new Date(), "{}")`,
];

type Choose = <T>(from: readonly T[]) => T;

/** Statements that may stand wherever statements do; some need an async function around them. */
function statement(choose: Choose, isAsync: boolean): string {
  const call = choose([...API, ...VERIFY]);
  const verify = choose(VERIFY);
  const api = choose(API);
  const waited = isAsync ? `await ${call}` : call;
  return choose([
    `${waited};`,
    `try { ${waited}; } catch {}`,
    `try { ${waited}; } catch (planted) { console.error(planted); }`,
    `try { var planted$1 = ${waited}; } catch (planted) { if (planted instanceof PlantedException && planted.code === 409) planted$1 = null; else throw planted; } finally { planted$1; }`,
    `${api}.then((planted) => planted.id).catch(() => null);`,
    `void ${api}.catch(console.error);`,
    `for (let planted = 0; planted < 3; planted++) { try { ${waited}; break; } catch (planted$e) { if (planted === 2) throw planted$e; } }`,
    `if (${verify}) { ${api}; }`,
    `switch (typeof ${verify}) { case "string": ${api}; default: }`,
    `[1, 2].forEach(async (planted) => { await ${api}; });`,
    `Promise.all([${api}, ${choose(API)}]).then(([planted]) => planted);`,
    `Promise.allSettled([1].map(() => ${api}));`,
    `function planted$fn() { return ${api}; } planted$fn();`,
    `var planted$later = async () => { try { return await ${api}; } catch (e) { return { ok: false, e }; } }; planted$later().then((r) => r.ok);`,
    `planted: { if (${verify}) break planted; }`,
    `new Promise((resolve, reject) => { ${api}.then(resolve, reject); });`,
  ]);
}

/** An expression that has the value of the given one and a Svix call beside it. */
function beside(original: string, choose: Choose): string {
  const call = choose([...API, ...VERIFY]);
  return choose([
    `(${call}, (${original}))`,
    `(${call} && (${original}))`,
    `((${original}) ?? ${call})`,
    `[${call}, (${original})][1]`,
    `((planted) => (planted.catch?.(() => {}), (${original})))(${call})`,
  ]);
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly make: (choose: Choose) => string;
}

function placesIn(file: ts.SourceFile): readonly Place[] {
  const places: Place[] = [];
  const text = file.text;
  const visit = (node: ts.Node, isAsync: boolean): void => {
    const inside = ts.isFunctionLike(node)
      ? ts.canHaveModifiers(node) &&
        (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false)
      : isAsync;
    const isList =
      ts.isBlock(node) ||
      ts.isSourceFile(node) ||
      ts.isCaseClause(node) ||
      ts.isDefaultClause(node);
    const isGenerator =
      ts.isFunctionLike(node.parent) && "asteriskToken" in node.parent && node.parent.asteriskToken;
    if (isList && !isGenerator) {
      for (const inner of node.statements.slice(directivesIn(node.statements))) {
        const start = inner.getStart(file);
        places.push({ start, end: start, make: (choose) => `${statement(choose, inside)} ` });
      }
    }
    const isValue =
      ts.isExpression(node) &&
      (ts.isReturnStatement(node.parent) ||
        (ts.isVariableDeclaration(node.parent) && node.parent.initializer === node) ||
        (ts.isIfStatement(node.parent) && node.parent.expression === node) ||
        (ts.isCallExpression(node.parent) &&
          node.parent.expression !== node &&
          !ts.isSpreadElement(node) &&
          node.parent.expression.kind !== ts.SyntaxKind.ImportKeyword &&
          node.parent.expression.getText(file) !== "require"));
    if (isValue) {
      const start = node.getStart(file);
      const { end } = node;
      places.push({ start, end, make: (choose) => beside(text.slice(start, end), choose) });
    }
    ts.forEachChild(node, (child) => {
      visit(child, inside);
    });
  };
  visit(file, false);
  return places;
}

function directivesIn(statements: readonly ts.Statement[]): number {
  const first = statements.findIndex(
    (statement) =>
      !ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression),
  );
  return first === -1 ? statements.length : first;
}

/** Whether a text parses, in the language that the file's name tells. */
export function parses(fileName: string, text: string): boolean {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: { allowJs: true, target: ts.ScriptTarget.ESNext, jsx: ts.JsxEmit.Preserve },
  });
  return diagnostics.length === 0;
}

/**
 * The text of a foreign file with Svix calls at random places of it; undefined where the file does
 * not parse, before or afterwards.
 */
export function planted(
  fileName: string,
  text: string,
  count: number,
  random: () => number,
): string | undefined {
  const choose: Choose = (from) => from[Math.floor(random() * from.length)]!;
  const file = ts.createSourceFile(fileName, text, ts.ScriptTarget.ESNext, true);
  const places = placesIn(file);
  if (places.length === 0) return undefined;
  const chosen: Place[] = [];
  for (let round = 0; round < count; round += 1) {
    const place = choose(places);
    const isFree = chosen.every(({ start, end }) => place.end < start || place.start > end);
    if (isFree) chosen.push(place);
  }
  let result = text;
  for (const { start, end, make } of chosen.sort((a, b) => b.start - a.start))
    result = result.slice(0, start) + make(choose) + result.slice(end);
  const isModule = ts.isExternalModule(file);
  const first = file.statements[directivesIn(file.statements)]?.getStart(file) ?? 0;
  const head = `${isModule ? HEAD.module : HEAD.script} ${CLIENTS} `;
  result = result.slice(0, first) + head + result.slice(first);
  return parses(fileName, result) ? result : undefined;
}
