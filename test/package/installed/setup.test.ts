import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { lint, type Report } from "../eslint-cli.js";
import { recipesOf, shownReports, type Recipe } from "../recipes.js";
import { pinned, released } from "../releases.js";
import { installation, writeFiles, type Files, type Packages } from "../scratch.js";

const PAGE = readFileSync(
  path.resolve(import.meta.dirname, "../../../rules-docs/setup.md"),
  "utf8",
);

interface Given {
  readonly packages: Packages;
  readonly files: Files;
}

/** What create-next-app leaves behind, as far as ESLint reads it; React and the pages are left out. */
const NEXT: Given = {
  packages: {
    ...released("@types/node", "eslint-config-next", "next"),
    ...pinned("eslint@9", "typescript@5.9"),
  },
  files: {
    "tsconfig.json": JSON.stringify({
      compilerOptions: {
        target: "ES2017",
        lib: ["dom", "dom.iterable", "esnext"],
        allowJs: true,
        skipLibCheck: true,
        strict: true,
        noEmit: true,
        esModuleInterop: true,
        module: "esnext",
        moduleResolution: "bundler",
        resolveJsonModule: true,
        isolatedModules: true,
        jsx: "react-jsx",
        incremental: true,
        plugins: [{ name: "next" }],
        paths: { "@/*": ["./*"] },
      },
      include: ["next-env.d.ts", "**/*.ts", "**/*.tsx", ".next/types/**/*.ts"],
      exclude: ["node_modules"],
    }),
    "app/layout.tsx": `export default function Layout({ children }: { children: React.ReactNode }) {
  return <html lang="en"><body>{children}</body></html>;
}
`,
  },
};

/** What `nest new` leaves behind, as far as ESLint reads it; prettier and jest are left out. */
const NEST: Given = {
  packages: {
    ...released("@nestjs/common", "@types/node", "reflect-metadata", "rxjs", "typescript-eslint"),
    ...pinned("eslint@9", "typescript@5.9"),
  },
  files: {
    "tsconfig.json": JSON.stringify({
      compilerOptions: {
        module: "nodenext",
        moduleResolution: "nodenext",
        resolvePackageJsonExports: true,
        esModuleInterop: true,
        isolatedModules: true,
        declaration: true,
        removeComments: true,
        emitDecoratorMetadata: true,
        experimentalDecorators: true,
        allowSyntheticDefaultImports: true,
        target: "ES2023",
        sourceMap: true,
        outDir: "./dist",
        baseUrl: "./",
        incremental: true,
        skipLibCheck: true,
        strictNullChecks: true,
      },
    }),
    "src/app.service.ts": `import { Injectable } from "@nestjs/common";

@Injectable()
export class AppService {
  getHello(): string {
    return "Hello World!";
  }
}
`,
  },
};

/** What stands there before the first line of a recipe. */
const GIVEN: Readonly<Record<string, Given>> = { "Next.js": NEXT, Nest: NEST };

const NOTHING: Given = { packages: {}, files: {} };

/** The packages of `npm install …`; the releases that the page leaves open are pinned. */
function packagesOf(command: string): Packages {
  const [npm, install, ...words] = command.split(" ");
  if (npm !== "npm" || install !== "install") throw new Error(`Not tested: ${command}`);
  // Where the workspaces get svix, they find it at the root too.
  const specs = words.filter((word) => !["--save-dev", "--workspaces"].includes(word));
  return pinned(...specs.filter((spec) => spec !== "eslint-plugin-svix"));
}

async function follow({ title, commands, files }: Recipe): Promise<Report[]> {
  const given = GIVEN[title] ?? NOTHING;
  expect(commands.at(-1)).toBe("npx eslint .");
  const packages = commands.slice(0, -1).map(packagesOf);
  expect(commands.join(" ")).toContain(" eslint-plugin-svix ");
  const manifest = files["package.json"];
  const root = await installation(
    `setup-${title.toLowerCase().replaceAll(/\W+/g, "-")}`,
    Object.assign({}, given.packages, ...packages) as Packages,
    {
      ...(manifest ? { manifest: JSON.parse(manifest) as Record<string, unknown> } : {}),
      files: Object.fromEntries(
        Object.entries(files).filter(([file]) => /.\/package\.json$/.test(file)),
      ),
      // Next's binaries and image libraries have nothing to do with ESLint.
      omitOptional: title === "Next.js",
    },
  );
  // npm has written the versions into package.json, as on a command line.
  writeFiles(root, {
    ...given.files,
    ...files,
    "package.json": readFileSync(path.join(root, "package.json"), "utf8"),
  });
  return lint(root);
}

const shortened = ({ file, line, column, severity, message, ruleId }: Report): string =>
  `${file}:${line}:${column} ${severity === 2 ? "error" : "warning"} ${message} ${ruleId ?? ""}`;

describe("the recipe of the setup page for", () => {
  const recipes = recipesOf(PAGE);

  it("every kind of project that its table names is there", () => {
    const linked = [...PAGE.matchAll(/^\|.*\| \[(.+)\]\(#/gm)].map(([, title]) => title);
    expect(linked).not.toEqual([]);
    expect(recipes.map(({ title }) => title)).toEqual(expect.arrayContaining(linked));
  });

  it.each(recipes.map((recipe) => [recipe.title, recipe] as const))(
    "%s shows the finding that it says",
    async (_title, recipe) => {
      const found = (await follow(recipe)).map(shortened);
      const shown = shownReports(recipe.shows);
      expect(shown).not.toEqual([]);
      expect(found).toEqual(
        shown.map((pattern) => expect.stringMatching(pattern) as unknown as string),
      );
    },
  );
});
