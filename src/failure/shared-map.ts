/** How many bits of a number choose the place in one node: nodes have 32 places. */
const BITS = 5;
const PLACES = 1 << BITS;
const MASK = PLACES - 1;

/** A node of the tree: values at the lowest level, nodes above. Never changed once it is shared. */
type TreeNode = readonly unknown[];

const EMPTY: TreeNode = [];

/** Numbers the keys in the order in which they are met; all copies of a map share the numbers. */
export class Numbering<Key> {
  readonly #numbers = new Map<Key, number>();
  readonly #keys: Key[] = [];

  /** The key's number, or undefined where no map has ever held it. */
  find(key: Key): number | undefined {
    return this.#numbers.get(key);
  }

  numberOf(key: Key): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#keys.length;
      this.#numbers.set(key, number);
      this.#keys.push(key);
    }
    return number;
  }

  keyOf(number: number): Key {
    return this.#keys[number] as Key;
  }
}

/**
 * A map whose copies share all that is the same: to copy it costs nothing, to compare or join two
 * copies costs as much as they differ. A simulation has one state for each path of each failing
 * call, and each knows all variables; plain maps would make long functions cost the cube of their
 * length. Iterates in the order in which the keys were first met by any copy.
 */
export class SharedMap<Key, Value extends object> {
  #root: TreeNode = EMPTY;
  /** Height of the tree above its lowest level, in bits of the number. */
  #shift = 0;

  constructor(readonly numbering = new Numbering<Key>()) {}

  copy(): SharedMap<Key, Value> {
    const copy = new SharedMap<Key, Value>(this.numbering);
    copy.#root = this.#root;
    copy.#shift = this.#shift;
    return copy;
  }

  /** A map that holds nothing and can be compared with this one. */
  emptied(): SharedMap<Key, Value> {
    return new SharedMap<Key, Value>(this.numbering);
  }

  get(key: Key): Value | undefined {
    const number = this.numbering.find(key);
    return number === undefined ? undefined : this.#at(number);
  }

  has(key: Key): boolean {
    return this.get(key) !== undefined;
  }

  set(key: Key, value: Value): void {
    const number = this.numbering.numberOf(key);
    while (number >>> this.#shift >= PLACES) {
      this.#root = this.#root === EMPTY ? EMPTY : [this.#root];
      this.#shift += BITS;
    }
    this.#root = withValue(this.#root, this.#shift, number, value);
  }

  delete(key: Key): void {
    const number = this.numbering.find(key);
    if (number === undefined || this.#at(number) === undefined) return;
    this.#root = withValue(this.#root, this.#shift, number, undefined);
  }

  /** Keys and values as they are now; later changes do not show. */
  entries(): readonly (readonly [Key, Value])[] {
    const found: (readonly [Key, Value])[] = [];
    visitTree(this.#root, this.#shift, 0, (number, value) => {
      found.push([this.numbering.keyOf(number), value as Value]);
    });
    return found;
  }

  keys(): readonly Key[] {
    return this.entries().map(([key]) => key);
  }

  values(): readonly Value[] {
    return this.entries().map(([, value]) => value);
  }

  /** Whether both hold the same keys, with values that are the same by `same`. */
  equals(other: SharedMap<Key, Value>, same: (a: Value, b: Value) => boolean): boolean {
    return this.agrees(other, (a, b) => a !== undefined && b !== undefined && same(a, b));
  }

  /** What differs between both, by identity: a value that is undefined is missing on that side. */
  differences(
    other: SharedMap<Key, Value>,
  ): readonly (readonly [key: Key, own: Value | undefined, others: Value | undefined])[] {
    const found: (readonly [Key, Value | undefined, Value | undefined])[] = [];
    this.agrees(other, (own, others, number) => {
      found.push([this.numbering.keyOf(number), own, others]);
      return true;
    });
    return found;
  }

  /** Whether `same` holds of everything that differs by identity; asks no further once it does not. */
  agrees(
    other: SharedMap<Key, Value>,
    same: (own: Value | undefined, others: Value | undefined, number: number) => boolean,
  ): boolean {
    const shift = Math.max(this.#shift, other.#shift);
    return sameTree(
      this.#raised(shift),
      other.#raised(shift),
      shift,
      0,
      same as (a: unknown, b: unknown, number: number) => boolean,
    );
  }

  #at(number: number): Value | undefined {
    if (number >>> this.#shift >= PLACES) return undefined;
    let node: unknown = this.#root;
    for (let shift = this.#shift; node !== undefined && shift > 0; shift -= BITS)
      node = (node as TreeNode)[(number >>> shift) & MASK];
    return (node as TreeNode | undefined)?.[number & MASK] as Value | undefined;
  }

  /** The root of a tree of that height that holds the same. */
  #raised(shift: number): TreeNode {
    let root = this.#root;
    if (root === EMPTY) return EMPTY;
    for (let height = this.#shift; height < shift; height += BITS) root = [root];
    return root;
  }
}

function withValue(node: TreeNode, shift: number, number: number, value: unknown): TreeNode {
  const place = (number >>> shift) & MASK;
  const copy = node.slice();
  // No holes: an array without them is faster to read.
  while (copy.length < place) copy.push(undefined);
  copy[place] =
    shift === 0
      ? value
      : withValue((node[place] as TreeNode | undefined) ?? EMPTY, shift - BITS, number, value);
  return copy;
}

function visitTree(
  node: TreeNode,
  shift: number,
  first: number,
  visit: (number: number, value: unknown) => void,
): void {
  for (let place = 0; place < node.length; place += 1) {
    const inner = node[place];
    if (inner === undefined) continue;
    const number = first + (place << shift);
    if (shift === 0) visit(number, inner);
    else visitTree(inner as TreeNode, shift - BITS, number, visit);
  }
}

/** Whether two trees of one height are the same; `same` is asked about what differs by identity. */
function sameTree(
  a: TreeNode,
  b: TreeNode,
  shift: number,
  first: number,
  same: (a: unknown, b: unknown, number: number) => boolean,
): boolean {
  if (a === b) return true;
  const length = Math.max(a.length, b.length);
  for (let place = 0; place < length; place += 1) {
    const ours = a[place];
    const theirs = b[place];
    if (ours === theirs) continue;
    const number = first + (place << shift);
    const isSame =
      shift === 0
        ? same(ours, theirs, number)
        : sameTree(
            (ours as TreeNode | undefined) ?? EMPTY,
            (theirs as TreeNode | undefined) ?? EMPTY,
            shift - BITS,
            number,
            same,
          );
    if (!isSame) return false;
  }
  return true;
}
