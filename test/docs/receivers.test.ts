import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { lintedReports, programsOf, saidReports } from "./page-programs.js";

const FRAMEWORKS = path.resolve(import.meta.dirname, "../../fixtures/frameworks");

/** Declarations of the frameworks that are not installed, and what others generate. */
const types = {
  "src/routeTree.gen.ts": readFileSync(
    path.join(FRAMEWORKS, "tanstack-start/routeTree.gen.ts"),
    "utf8",
  ),
  ...Object.fromEntries(
    readdirSync(path.join(FRAMEWORKS, "types")).map((name) => [
      `types/${name}`,
      readFileSync(path.join(FRAMEWORKS, "types", name), "utf8"),
    ]),
  ),
  ...Object.fromEntries(
    readdirSync(path.join(FRAMEWORKS, "convex/_generated")).map((name) => [
      `convex/_generated/${name}`,
      readFileSync(path.join(FRAMEWORKS, "convex/_generated", name), "utf8"),
    ]),
  ),
};

describe("receivers.md", () => {
  const programs = programsOf("receivers");

  it.each(programs.map((program) => [program.heading, program] as const))(
    "shows code that passes: %s",
    (_heading, program) => {
      const { reports, complaints } = lintedReports(program, types);
      expect(complaints).toEqual([]);
      expect(reports).toEqual(saidReports(program));
    },
  );

  it("has a receiver for each framework that has fixtures", () => {
    const words: Readonly<Record<string, string>> = {
      "pages-router": "pages router",
      lambda: "AWS Lambda",
      workers: "Cloudflare Workers",
      next: "app router",
      "tanstack-start": "TanStack Start",
    };
    // Procedures of tRPC and oRPC are given requests that another framework receives.
    const frameworks = readdirSync(FRAMEWORKS, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !["types", "trpc", "orpc"].includes(entry.name))
      .map(({ name }) => words[name] ?? name);
    const headings = programs.map(({ heading }) => heading.toLowerCase()).join("\n");
    for (const framework of frameworks) expect(headings).toContain(framework.toLowerCase());
  });
});
