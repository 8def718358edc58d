import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SharedMap } from "../../src/failure/shared-map.js";

interface Box {
  readonly of: number;
}

/** One map, its copies and what happens to them, beside plain maps to which the same happens. */
type Change =
  | { readonly what: "set"; readonly map: number; readonly key: number; readonly value: number }
  | { readonly what: "delete"; readonly map: number; readonly key: number }
  | { readonly what: "copy"; readonly map: number };

const map = fc.nat(5);
// Enough keys for a tree of three levels.
const key = fc.oneof(fc.nat(40), fc.nat(2_500));
const changes = fc.array(
  fc.oneof(
    fc.record({ what: fc.constant("set" as const), map, key, value: fc.nat(3) }),
    fc.record({ what: fc.constant("delete" as const), map, key }),
    fc.record({ what: fc.constant("copy" as const), map }),
  ),
  { maxLength: 80 },
);

function played(list: readonly Change[]) {
  const shared = [new SharedMap<string, Box>()];
  const plain = [new Map<string, Box>()];
  // So that numbers beyond one node are met.
  for (let number = 0; number < 1_100; number += 1)
    shared[0]!.numbering.numberOf(`k${String(number)}`);
  for (const change of list) {
    const at = change.map % shared.length;
    if (change.what === "copy") {
      shared.push(shared[at]!.copy());
      plain.push(new Map(plain[at]));
    } else if (change.what === "delete") {
      shared[at]!.delete(`k${String(change.key)}`);
      plain[at]!.delete(`k${String(change.key)}`);
    } else {
      const box = { of: change.value };
      shared[at]!.set(`k${String(change.key)}`, box);
      plain[at]!.set(`k${String(change.key)}`, box);
    }
  }
  return { shared, plain };
}

const inOrder = (entries: Iterable<readonly [string, Box]>) =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : 1));

describe("a map that shares what is the same", () => {
  it("holds what a plain map holds, and a copy changes alone", () => {
    fc.assert(
      fc.property(changes, (list) => {
        const { shared, plain } = played(list);
        shared.forEach((one, index) => {
          expect(inOrder(one.entries())).toEqual(inOrder(plain[index]!));
          for (const [name, box] of plain[index]!) {
            expect(one.get(name)).toBe(box);
            expect(one.has(name)).toBe(true);
          }
          expect(one.has("never met")).toBe(false);
          expect(one.keys()).toHaveLength(plain[index]!.size);
          expect(one.values()).toHaveLength(plain[index]!.size);
        });
      }),
    );
  });

  it("tells in what two copies differ", () => {
    fc.assert(
      fc.property(changes, (list) => {
        const { shared, plain } = played(list);
        const [first, last] = [shared[0]!, shared.at(-1)!];
        const [own, others] = [plain[0]!, plain.at(-1)!];
        const expected = [...new Set([...own.keys(), ...others.keys()])]
          .filter((name) => own.get(name) !== others.get(name))
          .map((name) => [name, own.get(name), others.get(name)]);
        expect([...first.differences(last)].sort()).toEqual(expected.sort());
        const same = (a: Box, b: Box): boolean => a.of === b.of;
        const isSame = expected.every(
          ([, a, b]) => typeof a === "object" && typeof b === "object" && same(a, b),
        );
        expect(first.equals(last, same)).toBe(isSame);
      }),
    );
  });
});
