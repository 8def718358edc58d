// Prints how the engine judges the Svix calls of a file: npm run explain -- FILE[:LINE]
import { explainFile } from "../dist/host/explain-file.js";

const [target] = process.argv.slice(2);
const parts = target && /^(?<file>.+?)(?::(?<line>\d+))?$/.exec(target)?.groups;
if (!parts) {
  console.error("usage: npm run explain -- FILE[:LINE]");
  process.exitCode = 2;
} else {
  try {
    console.log(explainFile(parts.file, parts.line === undefined ? undefined : Number(parts.line)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
