import { describe, expect, it } from "vitest";
import { shown } from "./shown.js";

const table = (
  cases: readonly (readonly [name: string, source: string, expected: string])[],
): void => {
  it.each(cases)("%s", (_name, source, expected) => {
    expect(shown(source)).toBe(expected);
  });
};

describe("Date", () => {
  table([
    ["now", `show(new Date())`, `date now 0d`],
    [
      "milliseconds before now",
      `show(new Date(Date.now() - 20 * 24 * 60 * 60 * 1000))`,
      `date now -20d`,
    ],
    [
      "by constants",
      `const DAY = 86_400_000; const now = Date.now(); show(new Date(now - 3 * DAY))`,
      `date now -3d`,
    ],
    [
      "from another date",
      `const now = new Date(); show(new Date(now.getTime() - 86_400_000))`,
      `date now -1d`,
    ],
    [
      "a date as a number",
      `const now = new Date(); show(new Date(+now + 86_400_000))`,
      `date now 1d`,
    ],
    ["an absolute date", `show(new Date("2024-01-01"))`, `date 2024-01-01T00:00:00.000Z`],
    [
      "an absolute moment",
      `show(new Date("2024-01-01T10:00:00+02:00"))`,
      `date 2024-01-01T08:00:00.000Z`,
    ],
    [
      "local time is inexact",
      `show(new Date("2024-01-01T10:00:00"))`,
      `date 2023-12-31T20:00:00.000Z..2024-01-02T00:00:00.000Z`,
    ],
    [
      "fields",
      `show(new Date(2024, 0, 2))`,
      `date 2024-01-01T10:00:00.000Z..2024-01-02T14:00:00.000Z`,
    ],
    ["UTC fields", `show(new Date(Date.UTC(2024, 0, 2)))`, `date 2024-01-02T00:00:00.000Z`],
    ["no date", `show(new Date("2024-13-45"))`, `invalid date`],
    ["as text", `show(new Date(0).toISOString())`, `date 1970-01-01T00:00:00.000Z`],
    ["the difference of two nows", `show(Date.now() - Date.now())`, `0`],
    ["a sum of two nows is unknown", `show(Date.now() + Date.now())`, `?`],
    [
      "an own class named Date",
      `class Date { constructor(x?: number) {} } show(new Date()); export {}`,
      `?`,
    ],
    ["something unknown", `declare const t: number; show(new Date(t))`, `?`],
    [
      "a moment of module load",
      `const now = Date.now(); function f() { show(new Date(now - 86_400_000)); }`,
      `date now -Infinityd..-1d`,
    ],
  ]);
});

describe("setters", () => {
  table([
    [
      "beside the declaration",
      `const d = new Date(); d.setHours(d.getHours() - 24); show(d)`,
      `date now -1d`,
    ],
    [
      "days differ when clocks change",
      `const d = new Date(); d.setDate(d.getDate() - 24); show(d)`,
      `date now ${String(-24 - 1 / 24)}d..${String(-24 + 1 / 24)}d`,
    ],
    [
      "as an expression",
      `const d = new Date(); show(new Date(d.setTime(d.getTime() - 86_400_000)))`,
      `?`,
    ],
    [
      "of a fresh date",
      `show(new Date(new Date().setHours(new Date().getHours() - 24)))`,
      `date now -1d`,
    ],
    [
      "under a condition",
      `const d = new Date(); if (cond) d.setHours(d.getHours() - 24); show(d)`,
      `?`,
    ],
    ["to something unknown", `const d = new Date(); d.setDate(1); show(d)`, `?`],
    ["after the use", `const d = new Date(); show(d); d.setDate(1)`, `?`],
  ]);
});

describe("libraries, by their import", () => {
  table([
    [
      "date-fns",
      `import { subHours } from "date-fns"; show(subHours(new Date(), 48))`,
      `date now -2d`,
    ],
    [
      "date-fns with an alias",
      `import { addHours as later } from "date-fns"; show(later(new Date(), 48))`,
      `date now 2d`,
    ],
    [
      "date-fns by path",
      `import subHours from "date-fns/subHours"; show(subHours(Date.now(), 24))`,
      `date now -1d`,
    ],
    [
      "date-fns as a namespace",
      `import * as d from "date-fns"; show(d.subHours(new Date(), 24))`,
      `date now -1d`,
    ],
    [
      "date-fns with a record",
      `import { sub } from "date-fns"; show(sub(new Date(), { hours: 24, minutes: 720 }))`,
      `date now -1.5d`,
    ],
    [
      "a month is not exact",
      `import { subMonths } from "date-fns"; show(subMonths(new Date(), 1))`,
      `date now ${String(-31 - 1 / 24)}d..${String(-28 + 1 / 24)}d`,
    ],
    [
      "an own function of that name",
      `function subHours(d: Date, n: number) { return x(); } declare function x(): Date; show(subHours(new Date(), 48))`,
      `?`,
    ],
    [
      "Day.js",
      `import dayjs from "dayjs"; show(dayjs().subtract(48, "hour").toDate())`,
      `date now -2d`,
    ],
    [
      "Day.js, short units",
      `import dayjs from "dayjs"; show(dayjs().add(120, "m").subtract(2, "h").toDate())`,
      `date now 0d`,
    ],
    [
      "Day.js, utc",
      `import dayjs from "dayjs"; show(dayjs.utc().subtract(24, "hours").toDate())`,
      `date now -1d`,
    ],
    [
      "Moment",
      `const moment = require("moment"); show(moment().subtract(24, "hours").toDate())`,
      `date now -1d`,
    ],
    [
      "Luxon",
      `import { DateTime } from "luxon"; show(DateTime.now().minus({ hours: 24 }).toJSDate())`,
      `date now -1d`,
    ],
    [
      "the start of a day",
      `import { startOfHour } from "date-fns"; show(startOfHour(new Date()))`,
      `date now ${String(-1 / 24)}d..0d`,
    ],
  ]);
});
