import fc from "fast-check";

/** Files of a program by name; its entry is `run` of main.ts. */
export type Files = Readonly<Record<string, string>>;

export interface ProgramText {
  /** What the engine reads. */
  readonly plain: Files;
  /** The same program, which also tells where an error was met (`$c()`) and looked at (`$l()`). */
  readonly traced: Files;
}

/** The functions of a program: tools are used by helpers, both by main. */
export interface Parts {
  readonly prelude: string;
  readonly tools: readonly string[];
  readonly helpers: readonly string[];
  readonly main: string;
}

/** Where the functions stand, and how main gets at them. */
export interface Layout {
  readonly files: "one" | "two" | "three";
  readonly through: "named" | "namespace" | "barrel" | "renamed";
}

export const ONE_FILE: Layout = { files: "one", through: "named" };

export const layouts: fc.Arbitrary<Layout> = fc.record({
  files: fc.constantFrom("two" as const, "three" as const),
  through: fc.constantFrom(
    "named" as const,
    "namespace" as const,
    "barrel" as const,
    "renamed" as const,
  ),
});

/** Puts the parts of a program into files. */
export function laidOut(
  { prelude, tools, helpers, main }: Parts,
  { files, through }: Layout,
): Files {
  if (files === "one") return { "main.ts": [prelude, ...tools, ...helpers, main].join("") };
  const inner =
    files === "two"
      ? { "lib.ts": `${prelude}${[...tools, ...helpers].map(exported).join("")}` }
      : threeFiles(prelude, tools, helpers);
  const names = namesIn([...tools, ...helpers]).filter((name) => main.includes(`${name}(`));
  const homes = new Map(
    Object.entries(inner).flatMap(([file, text]) =>
      namesIn([text]).map((name) => [name, `./${file.replace(/\.ts$/, ".js")}`] as const),
    ),
  );
  const used = names.map((name) => [name, homes.get(name) ?? ""] as const);
  switch (through) {
    case "named":
      return { ...inner, "main.ts": `${prelude}${importsOf(used)}${main}` };
    case "barrel":
      return {
        ...inner,
        "index.ts": [...new Set(homes.values())]
          .map((home) => `export * from "${home}";\n`)
          .join(""),
        "main.ts": `${prelude}${importsOf(used.map(([name]) => [name, "./index.js"] as const))}${main}`,
      };
    case "renamed": {
      const imports = used
        .map(([name, home]) => `import { ${name} as the_${name} } from "${home}";\n`)
        .join("");
      return {
        ...inner,
        "main.ts": `${prelude}${imports}${main.replace(/\b((?:helper|wrapper|check)\d)\(/g, "the_$1(")}`,
      };
    }
    case "namespace": {
      const spaces = [...new Set(used.map(([, home]) => home))];
      const spaceOf = (name: string): string =>
        `space${String(spaces.indexOf(homes.get(name) ?? ""))}`;
      const imports = spaces
        .map((home, index) => `import * as space${String(index)} from "${home}";\n`)
        .join("");
      return {
        ...inner,
        "main.ts": `${prelude}${imports}${main.replace(/\b((?:helper|wrapper|check)\d)\(/g, (_, name: string) => `${spaceOf(name)}.${name}(`)}`,
      };
    }
  }
}

function threeFiles(prelude: string, tools: readonly string[], helpers: readonly string[]): Files {
  const names = namesIn(tools).filter((name) => helpers.some((text) => text.includes(`${name}(`)));
  return {
    "tools.ts": `${prelude}${tools.map(exported).join("")}`,
    "helpers.ts": `${prelude}${importsOf(names.map((name) => [name, "./tools.js"] as const))}${helpers.map(exported).join("")}`,
  };
}

function exported(text: string): string {
  return text === "" ? "" : `export ${text}`;
}

function importsOf(names: readonly (readonly [string, string])[]): string {
  return names.map(([name, from]) => `import { ${name} } from "${from}";\n`).join("");
}

function namesIn(texts: readonly string[]): string[] {
  return texts.flatMap((text) =>
    [...text.matchAll(/^(?:export )?(?:async )?function ((?:helper|wrapper|check)\d)\(/gm)].map(
      (match) => match[1] ?? "",
    ),
  );
}
