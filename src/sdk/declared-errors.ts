import type ts from "typescript";
import { packageNameOf, type DirectoryPackages } from "./packages.js";

const directories: DirectoryPackages = new Map();

/** By text: kept for as long as the file stays the same. */
const namesErrors = new WeakMap<ts.SourceFile, boolean>();

const OWN_PACKAGES: ReadonlySet<string | undefined> = new Set(["svix", "standardwebhooks"]);

/**
 * The files, declaration files of other packages among them, in which some JSDoc may say that a
 * function throws one of the SDK's errors. By text alone, so that a program without such a tag pays
 * for one search in each file's text, once.
 */
export function filesNamingErrors(program: ts.Program): readonly ts.SourceFile[] {
  return program.getSourceFiles().filter((file) => mayDeclare(file) && !isOfSdk(file));
}

/**
 * Whether a program in which no file of the SDK is loaded has all the same functions that throw its
 * errors: another package of the workspace calls Svix and says so in its declarations. Installed
 * packages are not searched for that.
 */
export function namesErrorsWithoutSdk(program: ts.Program): boolean {
  return program
    .getSourceFiles()
    .some(
      (file) =>
        file.isDeclarationFile &&
        !file.fileName.includes("/node_modules/") &&
        mayDeclare(file) &&
        /svix/iu.test(file.text),
    );
}

function mayDeclare(file: ts.SourceFile): boolean {
  let known = namesErrors.get(file);
  if (known === undefined) {
    const { text } = file;
    known =
      (text.includes("ApiException") || text.includes("WebhookVerificationError")) &&
      (text.includes("@throws") || text.includes("@exception"));
    namesErrors.set(file, known);
  }
  return known;
}

function isOfSdk({ fileName }: ts.SourceFile): boolean {
  return OWN_PACKAGES.has(packageNameOf(fileName, directories));
}
