import type ts from "typescript";

/** In which files each name stands, the files of a name in the order of their own names. */
export interface NameTable {
  filesOf(name: string): readonly ts.SourceFile[];
}

/** What a table is made of. */
export interface Naming {
  /** Whether a file mentions a name; need not walk the file. */
  mentions(file: ts.SourceFile, name: string): boolean;
  /** All names that a file mentions. */
  namesOf(file: ts.SourceFile): Iterable<string>;
}

/** A program whose files differ by more than this part of them is another project. */
const SAME_PROJECT = 0.2;

/** After so many names it pays to know all of them. */
const NAMES_BEFORE_ALL = 24;

let latest: Table | undefined;

/**
 * The table of a program's files, made by changing the one of the program before it where that is
 * the same project: an editor's next program differs in one file.
 *
 * @param files sorted by name
 */
export function nameTableOf(files: readonly ts.SourceFile[], naming: Naming): NameTable {
  const table = isSimilar(latest, files) ? latest : new Table(naming);
  latest = table;
  return {
    filesOf(name) {
      table.follow(files);
      return table.filesOf(name);
    },
  };
}

function isSimilar(table: Table | undefined, files: readonly ts.SourceFile[]): table is Table {
  if (table === undefined) return false;
  const fresh = files.reduce((count, file) => (table.has(file) ? count : count + 1), 0);
  const gone = table.size - (files.length - fresh);
  return fresh + gone <= files.length * SAME_PROJECT;
}

/** Looks for names one by one as they are asked for, until that is more work than knowing them all. */
class Table implements NameTable {
  readonly #files = new Set<ts.SourceFile>();
  readonly #byName = new Map<string, readonly ts.SourceFile[]>();
  #followed: readonly ts.SourceFile[] = [];
  #knowsAll = false;

  constructor(private readonly naming: Naming) {}

  get size(): number {
    return this.#files.size;
  }

  has(file: ts.SourceFile): boolean {
    return this.#files.has(file);
  }

  filesOf(name: string): readonly ts.SourceFile[] {
    let known = this.#byName.get(name);
    if (known !== undefined) return known;
    if (!this.#knowsAll && this.#byName.size >= NAMES_BEFORE_ALL) {
      this.#learnAll();
      known = this.#byName.get(name);
    }
    if (this.#knowsAll) return known ?? [];
    const found = this.#followed.filter((file) => this.naming.mentions(file, name));
    this.#byName.set(name, found);
    return found;
  }

  /** Takes these files for those of the table. */
  follow(files: readonly ts.SourceFile[]): void {
    if (this.#followed === files) return;
    const wanted = new Set(files);
    const gone = [...this.#files].filter((file) => !wanted.has(file));
    const fresh = files.filter((file) => !this.#files.has(file));
    for (const file of gone) this.#remove(file);
    for (const file of fresh) this.#add(file);
    this.#followed = files;
  }

  #learnAll(): void {
    const all = new Map<string, ts.SourceFile[]>();
    for (const file of this.#followed) {
      for (const name of this.naming.namesOf(file)) {
        const files = all.get(name);
        if (files === undefined) all.set(name, [file]);
        else files.push(file);
      }
    }
    for (const [name, files] of all) this.#byName.set(name, files);
    this.#knowsAll = true;
  }

  /** The names that the table would have to know of a file. */
  #namesIn(file: ts.SourceFile): Iterable<string> {
    if (this.#knowsAll) return this.naming.namesOf(file);
    return [...this.#byName.keys()].filter((name) => this.naming.mentions(file, name));
  }

  #remove(file: ts.SourceFile): void {
    this.#files.delete(file);
    for (const name of this.#namesIn(file))
      this.#byName.set(
        name,
        this.filesOf(name).filter((other) => other !== file),
      );
  }

  #add(file: ts.SourceFile): void {
    this.#files.add(file);
    // Lists are handed out, so that they are copied.
    for (const name of this.#namesIn(file)) {
      const files = this.#byName.get(name) ?? [];
      const place = files.findIndex((other) => other.fileName > file.fileName);
      this.#byName.set(name, files.toSpliced(place < 0 ? files.length : place, 0, file));
    }
  }
}
