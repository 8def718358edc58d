import { expect, it } from "vitest";
import ts from "typescript";
import { urlProblem } from "../../src/arguments/urls.js";
import type { StringValue } from "../../src/values/static-value.js";

const node = ts.factory.createIdentifier("x");

/** `?` stands for a hole. */
function url(pattern: string, chosen = false): StringValue {
  const parts = pattern
    .split(/(\?)/u)
    .filter((part) => part !== "")
    .map((part) => (part === "?" ? {} : part));
  return { kind: "string", parts, chosen, node };
}

it.each([
  ["https://example.com", undefined],
  ["HTTPS://EXAMPLE.COM/a b", undefined],
  ["https://?", undefined],
  ["?/hook", undefined],
  ["?", undefined],
  ["http://localhost", undefined],
  ["http://localhost:3000/hook", undefined],
  ["http://app.localhost/hook", undefined],
  ["http://127.0.0.1:80", undefined],
  ["http://[::1]/x", undefined],
  ["http://localhost:?/hook", undefined],
  ["http://127.0.0.1/?", undefined],
  ["http://local?", undefined],
  ["http://example.com", "notHttps"],
  ["http://localhost.example.com", "notHttps"],
  ["http://?", "notHttps"],
  ["http://?.example.com/hook", "notHttps"],
  ["http://example.com/?", "notHttps"],
  ["http://user@localhost/?", undefined],
  ["ws://example.com", "notHttps"],
  ["example.com", "malformedUrl"],
  ["example.com/?", "malformedUrl"],
  ["/hook", "malformedUrl"],
  ["/hook/?", "malformedUrl"],
  ["localhost:3000/hook", "malformedUrl"],
  ["https://", "malformedUrl"],
  ["my hook", "malformedUrl"],
] as const)("judges %s", (pattern, problem) => {
  expect(urlProblem(url(pattern))).toBe(problem);
});

it("leaves a scheme alone that the program chooses", () => {
  expect(urlProblem(url("http://?/hook", true))).toBeUndefined();
});
