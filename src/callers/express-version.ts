import ts from "typescript";

/** More folders than this no path has. */
const MAX_FOLDERS = 32;

/**
 * Whether a rejected async route reaches Express's error handlers by itself: from Express 5 on
 * (https://expressjs.com/en/guide/migrating-5.html#rejected-promises). Decided from the package.json
 * of the express that is installed for the file, not from its types, whose version may be another.
 * True where none is found.
 */
export function expressCatchesRejections(
  fileName: string,
  readFile: (name: string) => string | undefined = readFromDisk,
): boolean {
  let folder = fileName;
  for (let level = 0; level < MAX_FOLDERS && folder.includes("/"); level += 1) {
    folder = folder.slice(0, folder.lastIndexOf("/"));
    const major = majorOf(readFile(`${folder}/node_modules/express/package.json`));
    if (major !== undefined) return major >= 5;
  }
  return true;
}

function majorOf(manifest: string | undefined): number | undefined {
  const version =
    manifest === undefined ? undefined : /"version"\s*:\s*"(\d+)\./u.exec(manifest)?.[1];
  return version === undefined ? undefined : Number(version);
}

function readFromDisk(name: string): string | undefined {
  // `ts.sys` is undefined where TypeScript runs without a file system, whatever its type says.
  return (ts.sys as ts.System | undefined)?.readFile(name);
}
