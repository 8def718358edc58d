import ts from "typescript";
import type { Recogniser } from "../sdk/recogniser.js";
import { visibilityOf } from "../sdk/visibility.js";
import { memberName } from "./declarations.js";
import { isProjectFile } from "./project-files.js";

/**
 * Which files of a program can come to what the SDK does at all, by their imports alone. A call leads
 * to the SDK where the file imports, directly or through others, the file that calls it (it knows),
 * or where both import the class or interface through which one reaches the other (it has a contract).
 */
export interface Reach {
  /** Whether anything in the file can lead to the SDK. */
  includes(file: ts.SourceFile): boolean;
  /** Whether a call by this name in the file can. */
  admits(name: string, file: ts.SourceFile): boolean;
}

/** Of a program whose imports do not tell. */
function everywhere(): Reach {
  return { includes: () => true, admits: () => true };
}

const known = new WeakMap<Recogniser, Reach>();

/** The reach of the SDK in a program; computed once for a recogniser. */
export function reachOf(program: ts.Program, sdk: Recogniser): Reach {
  let reach = known.get(sdk);
  if (reach === undefined) known.set(sdk, (reach = newReach(program, sdk)));
  return reach;
}

function newReach(program: ts.Program, sdk: Recogniser): Reach {
  const knowing = sdk.filesKnowing();
  if (knowing === "all") return everywhere();
  const visibility = visibilityOf(program);
  const behind = visibility.behind([...knowing].filter(isProjectFile));
  if (behind === undefined) return everywhere();
  const contracts = [...behind].filter(
    (file) => isProjectFile(file) && !knowing.has(file) && memberNamesOf(file).size > 0,
  );
  const seeing = visibility.ofAny(contracts);
  if (seeing === undefined) return everywhere();
  const names = new Set(contracts.flatMap((file) => [...memberNamesOf(file)]));
  return {
    includes: (file) => knowing.has(file) || seeing.has(file),
    admits: (name, file) => knowing.has(file) || (seeing.has(file) && names.has(name)),
  };
}

const memberNames = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

/** The names of the members that classes, interfaces and object types in a file declare. */
function memberNamesOf(file: ts.SourceFile): ReadonlySet<string> {
  let names = memberNames.get(file);
  if (names !== undefined) return names;
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isMember =
      ts.isTypeElement(node) ||
      (ts.isClassElement(node) && ts.isClassLike(node.parent)) ||
      (ts.isParameter(node) && ts.isParameterPropertyDeclaration(node, node.parent));
    const name = isMember && node.name ? memberName(node.name) : undefined;
    if (name !== undefined) found.add(name);
    ts.forEachChild(node, visit);
  };
  visit(file);
  memberNames.set(file, (names = found));
  return names;
}
