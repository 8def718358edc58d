import ts from "typescript";

/** The packages whose declarations are the SDK. */
export type SdkPackage = "svix" | "standardwebhooks";

/** Package name of each directory that was asked about; undefined where no package.json names one. */
export type DirectoryPackages = Map<string, string | undefined>;

/**
 * The name in the package.json nearest to a file, whatever the folder is called: an npm alias, a
 * pnpm store or a linked workspace package all keep the published name in that file. A package.json
 * without a name (`dist/cjs/package.json` that only says "type") is passed over.
 *
 * Answers undefined where none is found or nothing can be read (no file system).
 */
export function packageNameOf(fileName: string, known: DirectoryPackages): string | undefined {
  return packageOfDirectory(parentOf(fileName), known);
}

function packageOfDirectory(directory: string, known: DirectoryPackages): string | undefined {
  if (known.has(directory)) return known.get(directory);
  const parent = parentOf(directory);
  const name =
    nameInManifest(`${directory}/package.json`) ??
    (parent === directory || directory.endsWith("/node_modules")
      ? undefined
      : packageOfDirectory(parent, known));
  known.set(directory, name);
  return name;
}

function nameInManifest(manifest: string): string | undefined {
  // `ts.sys` is undefined where TypeScript runs without a file system, whatever its type says.
  const system = ts.sys as ts.System | undefined;
  try {
    const text = system?.readFile(manifest);
    if (text === undefined) return undefined;
    const { name } = JSON.parse(text) as { name?: unknown };
    return typeof name === "string" && name !== "" ? name : undefined;
  } catch {
    return undefined;
  }
}

/** TypeScript writes every path with forward slashes, on Windows too. */
function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}
