// Who imports whom in src/ and test/.
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";

/** The TypeScript files in some folders of the project. */
export function filesIn(root, folders) {
  return folders
    .flatMap((folder) =>
      fs.readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }),
    )
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** The files that import each file by a relative path, be it only for its types. */
export function importersIn(files) {
  const importers = new Map();
  for (const file of files) {
    const { importedFiles } = ts.preProcessFile(fs.readFileSync(file, "utf8"));
    for (const { fileName } of importedFiles.filter((each) => each.fileName.startsWith("."))) {
      const target = path.join(path.dirname(file), fileName.replace(/\.js$/u, ".ts"));
      importers.set(target, [...(importers.get(target) ?? []), file]);
    }
  }
  return importers;
}
