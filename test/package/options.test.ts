import { Linter } from "eslint";
import { describe, expect, it } from "vitest";
import plugin from "../../src/index.js";

const rules = Object.entries(plugin.rules);

/** Lints nothing much with one option of a rule, for the sake of ESLint's check of the option. */
function configure(name: string, ...options: unknown[]): void {
  const rule = { [`svix/${name}`]: ["error", ...options] } as Linter.RulesRecord;
  new Linter().verify("", [{ plugins: { svix: plugin }, rules: rule }]);
}

describe("the options of", () => {
  it.each(rules)("%s are an interface: a change is a decision", (_name, { meta }) => {
    expect({ schema: meta.schema, defaults: meta.defaultOptions }).toMatchSnapshot();
  });

  it.each(rules)("%s are described", (_name, { meta }) => {
    const schema = meta.schema as readonly {
      properties?: Record<string, { description?: string }>;
    }[];
    const properties = schema.flatMap((element) => Object.entries(element.properties ?? {}));
    expect(properties.filter(([, { description }]) => !description)).toEqual([]);
  });

  it.each(rules)("%s take their own defaults", (name, { meta }) => {
    expect(() => {
      configure(name, ...meta.defaultOptions);
    }).not.toThrow();
  });

  it.each(rules)("%s take no junk", (name, { meta }) => {
    expect(() => {
      configure(name, { noSuchOption: true });
    }).toThrow(/noSuchOption|should NOT have more than 0 items/);
    expect(() => {
      configure(name, ...meta.defaultOptions, "one too many");
    }).toThrow(/should NOT have more than/);
  });

  it.each(rules.filter(([, { meta }]) => meta.defaultOptions.length > 0))(
    "%s take no wrong value",
    (name, { meta }) => {
      for (const option of Object.keys(meta.defaultOptions[0] ?? {})) {
        expect(() => {
          configure(name, { [option]: { not: "a value" } });
        }, option).toThrow(/should be|must be/);
      }
    },
  );
});
