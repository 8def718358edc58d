/** A change of a program's text that must not change what is reported; undefined where it does not apply. */
export interface Variant {
  readonly name: string;
  /** Whether it changes anything in programs that verify, too. */
  readonly both: boolean;
  /** Whether it shows, in the function that fails, what its caller does then. */
  readonly showsCaller?: boolean;
  readonly of: (text: string) => string | undefined;
}

const NAME = /\b(helper|wrapper|check|flag|value|promise|list|checked|evt|e|i)(\d+)\b/g;

/** A statement that is one call on one line. */
const CALL = /^( *)(return )?await ((?:svix|helper|wrapper|other|check)[^;{]*);$/gm;

export const variants: readonly Variant[] = [
  { name: "renames everything", both: true, of: (text) => text.replace(NAME, "renamed_$1_$2") },
  {
    name: "adds comments",
    both: true,
    of: (text) => text.replace(/^( {2,})(\S.*)$/gm, "$1/* one */ $2 // another"),
  },
  { name: "adds braces around the body", both: true, of: (text) => aroundRun(text, "{\n", "}\n") },
  {
    name: "wraps the body into try … finally",
    both: true,
    of: (text) => aroundRun(text, "  try {\n", "  } finally {\n  }\n"),
  },
  {
    name: "extracts what is awaited into a const",
    both: false,
    of: (text) => {
      let count = 0;
      return changed(
        text,
        text.replace(CALL, (_, pad: string, returns: string | undefined, call: string) => {
          count += 1;
          return `${pad}const pending${String(count)} = ${call};\n${pad}${returns ?? ""}await pending${String(count)};`;
        }),
      );
    },
  },
  {
    name: "goes through then",
    both: false,
    of: (text) => changed(text, text.replace(CALL, "$1$2await $3.then((given: any) => given);")),
  },
  {
    name: "goes through a handler that rethrows",
    both: false,
    of: (text) =>
      changed(text, text.replace(CALL, "$1$2await $3.catch((thrown: any) => { throw thrown; });")),
  },
  {
    name: "drops annotations",
    both: true,
    of: (text) => changed(text, text.replace(/(const \w+|\(e\d+): any\b/g, "$1")),
  },
  {
    name: "says what is known",
    both: false,
    of: (text) =>
      changed(text, text.replace(/svix\.(\w+)\.create\(/g, "(svix as Svix)!.$1.create(")),
  },
  { name: "inlines the helper", both: true, showsCaller: true, of: inlined },
  {
    name: "makes helpers arrows",
    both: true,
    of: (text) =>
      changed(
        text,
        text.replace(
          /^(async )?function ((?:helper|wrapper|check)\d)\((.*)\): (\S+) \{$([^]*?)^\}$/gm,
          "const $2 = $1($3): $4 => {$5};",
        ),
      ),
  },
];

function changed(before: string, after: string): string | undefined {
  return before === after ? undefined : after;
}

/** Puts text around the statements of `run`. */
function aroundRun(text: string, before: string, after: string): string {
  const head = /export (?:async )?function run\(.*\{\n/.exec(text);
  if (head === null) return text;
  const from = head.index + head[0].length;
  const to = text.lastIndexOf("}\n");
  return `${text.slice(0, from)}${before}${text.slice(from, to)}${after}${text.slice(to)}`;
}

/** A helper that is called once, written where it is called. */
function inlined(text: string): string | undefined {
  const declared = /^(async )?function ((?:helper|check)\d)\((.*)\): (\S+) \{\n([^]*?)^\}\n/gm;
  for (const [whole, async = "", name = "", given = "", , body = ""] of text.matchAll(declared)) {
    const call = `${name}(${given.replace(/: \w+/g, "")})`;
    const rest = text.replace(whole, () => "");
    if (rest.split(call).length !== 2) continue;
    return rest.replace(call, () => `(${async}() => {\n${body}})()`);
  }
  return undefined;
}
