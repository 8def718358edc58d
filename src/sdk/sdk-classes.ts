import ts from "typescript";
import { packageNameOf, type DirectoryPackages, type SdkPackage } from "./packages.js";

/** The SDK's exported classes that the plugin starts from, and the packages that declare them. */
const DECLARED_IN = {
  Svix: ["svix"],
  Webhook: ["svix", "standardwebhooks"],
  AutoConfig: ["svix"],
  AutoConfigConsumer: ["svix"],
  ApiException: ["svix"],
  WebhookVerificationError: ["svix", "standardwebhooks"],
} as const satisfies Readonly<Record<string, readonly SdkPackage[]>>;

export type SdkClassName = keyof typeof DECLARED_IN;

export interface SdkClass {
  readonly declaration: ts.ClassDeclaration;
  readonly name: SdkClassName;
  readonly package: SdkPackage;
}

/** Files keep their identity from program to program, so an editor's keystroke asks anew for one. */
const classesOfFile = new WeakMap<ts.SourceFile, readonly SdkClass[]>();

/**
 * The SDK's classes among a program's files; empty when none of its packages is loaded.
 *
 * Only a top-level class of one of the names has its package looked up, so a program without the
 * SDK costs a look at its files' statements, and what the folder is called plays no part.
 */
export function sdkClassesOf(program: ts.Program): readonly SdkClass[] {
  const packages: DirectoryPackages = new Map();
  return program.getSourceFiles().flatMap((file) => {
    let classes = classesOfFile.get(file);
    if (!classes) classesOfFile.set(file, (classes = sdkClassesIn(file, packages)));
    return classes;
  });
}

function sdkClassesIn(file: ts.SourceFile, packages: DirectoryPackages): readonly SdkClass[] {
  return file.statements.flatMap((declaration) => {
    if (!ts.isClassDeclaration(declaration)) return [];
    const name = declaration.name?.text;
    if (name === undefined || !isSdkClassName(name)) return [];
    const owner = packageNameOf(file.fileName, packages);
    const declaredIn: readonly SdkPackage[] = DECLARED_IN[name];
    const sdkPackage = declaredIn.find((candidate) => candidate === owner);
    return sdkPackage ? [{ declaration, name, package: sdkPackage }] : [];
  });
}

function isSdkClassName(name: string): name is SdkClassName {
  return Object.hasOwn(DECLARED_IN, name);
}
