import type ts from "typescript";

/** Found names by file, for the method names that they were looked for with. */
const namesInFile = new WeakMap<ts.SourceFile, { pattern: string; names: readonly string[] }>();

/**
 * Names under which the program's own code keeps a method of the SDK: `send` in
 * `{ send: svix.message.create }`, `send = this.svix.message.create.bind(…)` or
 * `send: Svix["message"]["create"]`.
 *
 * Read off the text, since a file's calls are filtered by name before the checker is asked anything.
 * A name too many costs a question to the checker and is answered there; what is put together in
 * other ways (a computed key, a comment in the middle) is not found.
 */
export function holderNamesOf(
  program: ts.Program,
  methodNames: ReadonlySet<string>,
): ReadonlySet<string> {
  const methods = [...methodNames].sort().join("|");
  // .create or ["create"], not called on the spot
  const pattern = String.raw`(?:\.|\[["'])(?:${methods})\b(?!["'\]]*[!?.]*\s*[(<])`;
  const names = new Set<string>();
  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile) continue;
    for (const name of namesIn(file, pattern)) names.add(name);
  }
  return names;
}

function namesIn(file: ts.SourceFile, pattern: string): readonly string[] {
  const known = namesInFile.get(file);
  if (known?.pattern === pattern) return known.names;
  const names = [...file.text.matchAll(new RegExp(pattern, "g"))].flatMap(
    ({ index }) =>
      HOLDER.exec(file.text.slice(Math.max(index - LONGEST_PATH, 0), index))?.[1] ?? [],
  );
  namesInFile.set(file, { pattern, names });
  return names;
}

/** More text than a name and the path to a method take up. */
const LONGEST_PATH = 200;

/** `name: path` or `name = path` right before the method; the path may stand on several lines. */
const HOLDER = /(#?[\w$]+)["'\]]*[?!]?\s*[:=]\s*[\w$](?:[\w$?!#[\]"'.]|\s+(?=[.?]|$))*$/;
