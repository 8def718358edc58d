import fc from "fast-check";
import type { SourceFile } from "typescript";
import { expect, it } from "vitest";
import { nameTableOf } from "../../src/callers/name-table.js";

/** Files that mention the names in their text, by words. */
const naming = {
  mentions: ({ text }: SourceFile, name: string): boolean => text.split(" ").includes(name),
  namesOf: ({ text }: SourceFile): Iterable<string> => new Set(text.split(" ")),
};

function fileOf(place: number, words: readonly number[]): SourceFile {
  const text = words.map((word) => `name${String(word)}`).join(" ");
  return { fileName: `file${String(place).padStart(2, "0")}`, text } as SourceFile;
}

const words = fc.array(fc.nat(40), { maxLength: 8 });
const edits = fc.array(fc.tuple(fc.nat(11), words, fc.constantFrom("edit", "remove", "back")));

it.each([3, 40])(
  "knows where each of %i names stands, whatever is edited, in every program that is still there",
  (asked) => {
    fc.assert(
      fc.property(fc.array(words, { minLength: 12, maxLength: 12 }), edits, (texts, changes) => {
        let files: readonly SourceFile[] = texts.map((text, place) => fileOf(place, text));
        const programs = [{ files, table: nameTableOf(files, naming) }];
        const check = ({ files: own, table }: (typeof programs)[number]): void => {
          for (let name = 0; name < asked; name += 1) {
            const text = `name${String(name)}`;
            expect(table.filesOf(text)).toEqual(own.filter((file) => naming.mentions(file, text)));
          }
        };
        for (const [place, text, kind] of changes) {
          const edited = fileOf(place, text);
          const others = files.filter(({ fileName }) => fileName !== edited.fileName);
          files =
            kind === "remove"
              ? others
              : [...others, edited].sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
          programs.push({ files, table: nameTableOf(files, naming) });
          check(programs.at(kind === "back" ? 0 : -1)!);
        }
        programs.forEach(check);
      }),
      { numRuns: 60 },
    );
  },
);
