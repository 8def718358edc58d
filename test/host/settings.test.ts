import { describe, expect, it } from "vitest";
import { settingsOf } from "../../src/host/settings.js";

const settings = (svix: unknown) => settingsOf({ svix });

describe("settings.svix", () => {
  it("has defaults", () => {
    expect(settingsOf({ react: { version: "19" } })).toEqual({
      errorBoundaries: [],
      verifiers: [],
      loggers: { names: [], specifiers: [] },
      callers: "program",
    });
  });

  it("takes presets and specifiers of verifiers", () => {
    const own = { from: "file", path: "src/verify.ts", name: ["verify", "check"] };
    expect(settings({ verifiers: ["resend", own] }).verifiers).toEqual([
      { from: "package", package: "resend", name: "verify" },
      own,
    ]);
    expect(settings({ verifiers: ["clerk"] }).verifiers).toContainEqual({
      from: "package",
      package: "@clerk/nextjs",
      name: "verifyWebhook",
    });
  });

  it("tells the names of loggers from specifiers", () => {
    const sentry = { from: "package", package: "@sentry/node", name: "captureException" };
    expect(settings({ loggers: ["captureException", sentry] }).loggers).toEqual({
      names: ["captureException"],
      specifiers: [sentry],
    });
  });

  it("is checked once for all files of a config", () => {
    const own = { callers: "file" };
    expect(settings(own)).toBe(settings(own));
  });

  it.each([
    [[], "settings.svix must be an object, not []"],
    [{ logers: [] }, "settings.svix.logers is not known; there are errorBoundaries, verifiers, "],
    [{ callers: "none" }, 'settings.svix.callers must be "program" or "file", not "none"'],
    [{ loggers: "log" }, 'settings.svix.loggers must be an array, not "log"'],
    [{ loggers: [1] }, "settings.svix.loggers[0] must be a string or an object, not 1"],
    [
      { loggers: [() => 1] },
      "settings.svix.loggers[0] must be a string or an object, not a function",
    ],
    [
      { verifiers: ["resend", "clark"] },
      'settings.svix.verifiers[1] must be one of "clerk", "resend", "standardwebhooks" or an object',
    ],
    [
      { errorBoundaries: [{ from: "npm", name: "run" }] },
      'settings.svix.errorBoundaries[0].from must be "file", "lib" or "package", not "npm"',
    ],
    [
      { errorBoundaries: [{ from: "package", package: "jobs", name: [] }] },
      "settings.svix.errorBoundaries[0].name must be a name or a list of names, not []",
    ],
    [
      { errorBoundaries: [{ from: "package", name: "run" }] },
      "settings.svix.errorBoundaries[0].package is missing",
    ],
    [
      { errorBoundaries: [{ from: "lib", name: "run", path: "src" }] },
      'settings.svix.errorBoundaries[0].path does not go with from: "lib"',
    ],
    [
      { errorBoundaries: [{ from: "file", name: "run", path: 3 }] },
      "settings.svix.errorBoundaries[0].path must be a text, not 3",
    ],
  ])("refuses %j", (given, message) => {
    expect(() => settings(given)).toThrow(message);
    expect(() => settings(given)).toThrow(/setup\.md#settings$/);
  });
});
