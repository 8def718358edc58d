import type ts from "typescript";

/** In which files each name stands, the files of a name in the order of their own names. */
export interface NameTable {
  filesOf(name: string): readonly ts.SourceFile[];
}

type NamesOf = (file: ts.SourceFile) => Iterable<string>;

/** A program whose files differ by more than this part of them is another project. */
const SAME_PROJECT = 0.2;

let latest: Table | undefined;

/**
 * The table of a program's files, made by changing the one of the program before it where that is
 * the same project: an editor's next program differs in one file.
 */
export function nameTableOf(files: readonly ts.SourceFile[], namesOf: NamesOf): NameTable {
  const table = isSimilar(latest, files) ? latest : new Table(namesOf);
  latest = table;
  return {
    filesOf(name) {
      table.follow(files);
      return table.filesOf(name);
    },
  };
}

/** Whether there is a table already that needs only few changes for these files. */
export function hasSimilarTable(files: readonly ts.SourceFile[]): boolean {
  return isSimilar(latest, files);
}

function isSimilar(table: Table | undefined, files: readonly ts.SourceFile[]): table is Table {
  if (table === undefined) return false;
  const fresh = files.reduce((count, file) => (table.has(file) ? count : count + 1), 0);
  const gone = table.size - (files.length - fresh);
  return fresh + gone <= files.length * SAME_PROJECT;
}

class Table implements NameTable {
  readonly #files = new Set<ts.SourceFile>();
  readonly #byName = new Map<string, readonly ts.SourceFile[]>();
  #followed: readonly ts.SourceFile[] | undefined;

  constructor(private readonly namesOf: NamesOf) {}

  get size(): number {
    return this.#files.size;
  }

  has(file: ts.SourceFile): boolean {
    return this.#files.has(file);
  }

  filesOf(name: string): readonly ts.SourceFile[] {
    return this.#byName.get(name) ?? [];
  }

  /** Takes these files for those of the table. */
  follow(files: readonly ts.SourceFile[]): void {
    if (this.#followed === files) return;
    const wanted = new Set(files);
    for (const file of this.#files) if (!wanted.has(file)) this.#remove(file);
    for (const file of files) if (!this.#files.has(file)) this.#add(file);
    this.#followed = files;
  }

  #remove(file: ts.SourceFile): void {
    this.#files.delete(file);
    for (const name of this.namesOf(file)) {
      const others = this.filesOf(name).filter((other) => other !== file);
      if (others.length === 0) this.#byName.delete(name);
      else this.#byName.set(name, others);
    }
  }

  #add(file: ts.SourceFile): void {
    this.#files.add(file);
    for (const name of this.namesOf(file)) {
      const files = this.filesOf(name);
      const last = files.at(-1);
      // Files come in order when the table is made; lists are handed out, so that they are copied.
      if (last === undefined) this.#byName.set(name, [file]);
      else if (this.#followed === undefined) (files as ts.SourceFile[]).push(file);
      else {
        const place = files.findIndex((other) => other.fileName > file.fileName);
        this.#byName.set(name, files.toSpliced(place < 0 ? files.length : place, 0, file));
      }
    }
  }
}
