import ts from "typescript";
import { possibleValues, type EvaluatorOptions } from "../../src/values/evaluator.js";
import { DAY, type Span } from "../../src/values/span.js";
import type { StaticValue } from "../../src/values/static-value.js";
import { fileOf, programOf, type ProgramOptions } from "../harness/program.js";

/** The possible values of the argument of the call `show(…)` in main.ts, as short text. */
export function shown(
  files: Readonly<Record<string, string>> | string,
  options: EvaluatorOptions & ProgramOptions = {},
): string {
  const texts = typeof files === "string" ? { "main.ts": files } : files;
  const program = programOf(
    {
      "show.d.ts": "declare function show(value: unknown): void;\ndeclare const cond: boolean;",
      ...texts,
    },
    options,
  );
  const argument = argumentOf(fileOf(program), "show");
  return possibleValues(argument, program, options).map(asText).join(" | ");
}

/** The first argument of the first call of a function with that name. */
export function argumentOf(file: ts.SourceFile, name: string): ts.Expression {
  let found: ts.Expression | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === name)
      found ??= node.arguments[0];
    if (!found) ts.forEachChild(node, visit);
  };
  visit(file);
  if (!found) throw new Error(`no call of ${name}`);
  return found;
}

function asText(value: StaticValue): string {
  switch (value.kind) {
    case "string":
      return value.parts.length === 0
        ? '""'
        : value.parts
            .map((part) =>
              typeof part === "string" ? JSON.stringify(part) : `<${part.environment?.name ?? ""}>`,
            )
            .join("");
    case "number":
      return spanText(value.span, (n) => String(n));
    case "date":
      return value.span ? `date ${spanText(value.span, momentText(value.span))}` : "invalid date";
    case "boolean":
      return String(value.value);
    case "object": {
      const parts = [...value.properties].map(
        ([name, { values }]) => `${name}: ${values.map(asText).join(" | ")}`,
      );
      return `{${[...parts, ...(value.open ? ["…"] : [])].join(", ")}}`;
    }
    case "array":
      return `[${[...value.items.map((item) => item.map(asText).join(" | ")), ...(value.open ? ["…"] : [])].join(", ")}]`;
    case "environment":
      return `${value.published ? "published " : ""}env ${value.name}`;
    default:
      return value.kind === "absent" ? "absent" : "?";
  }
}

function momentText({ base }: Span): (value: number) => string {
  return base === "now" ? (value) => `${value / DAY}d` : (value) => new Date(value).toISOString();
}

function spanText({ base, from, to }: Span, show: (value: number) => string): string {
  const text = from === to ? show(from) : `${show(from)}..${show(to)}`;
  return base === "now" ? `now ${text}` : text;
}
