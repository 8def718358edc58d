/**
 * The releases that tests install, by package name. Exact, so that a run of today and one of next
 * year install the same; `npm view NAME versions` shows what could be raised.
 */
export const RELEASES = {
  "@microsoft/eslint-formatter-sarif": "3.1.0",
  "@nestjs/common": "11.2.10",
  "@types/node": "20.19.43",
  "@typescript-eslint/parser": "8.72.0",
  eslint: "10.15.0",
  "eslint-config-next": "16.4.6",
  jiti: "2.7.0",
  "lint-staged": "16.4.0",
  next: "16.4.6",
  oxlint: "1.89.0",
  pnpm: "10.34.9",
  "reflect-metadata": "0.2.2",
  rxjs: "7.8.2",
  svix: "2.5.0",
  typescript: "6.0.3",
  "typescript-eslint": "8.72.0",
  yaml: "2.8.4",
} as const;

export type PackageName = keyof typeof RELEASES;

/** Older releases that are supported too. */
const OLDER: Readonly<Record<string, readonly string[]>> = {
  eslint: ["9.39.5", "8.57.1"],
  typescript: ["5.9.3", "5.4.5", "5.0.4"],
};

/**
 * The exact releases of `NAME`, `NAME@RANGE` or `NAME@npm:…` as they stand on a command line.
 *
 * @throws {Error} where no release of that range is known here
 */
export function pinned(...specs: string[]): Record<string, string> {
  return Object.fromEntries(
    specs.map((spec) => {
      const [, name = spec, range = ""] = /^(@?[^@]+)@(.+)$/.exec(spec) ?? [];
      if (range.startsWith("npm:")) return [name, range];
      const known = [(RELEASES as Record<string, string>)[name] ?? [], OLDER[name] ?? []].flat();
      const release = known.find((version) => `${version}.`.startsWith(range && `${range}.`));
      if (release === undefined) throw new Error(`Which release of ${spec}?`);
      return [name, release];
    }),
  );
}

/** `{ eslint: "10.15.0", … }` for a package.json. */
export function released(...names: PackageName[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, RELEASES[name]]));
}
