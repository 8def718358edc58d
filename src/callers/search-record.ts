import type ts from "typescript";
import type { CallSite, CallSites, HandedOn, Held } from "./call-site.js";
import type { Step } from "./value-steps.js";

/** What a search has found so far; each place once, and only where no step is left to take. */
export class SearchRecord {
  readonly #self: ts.Node;
  readonly #sites = new Map<ts.Node, CallSite>();
  readonly #handedOn = new Map<ts.Node, HandedOn>();
  readonly #heldBy = new Map<ts.Node, Held>();

  /** @param self what is searched for: calls within it are recursive */
  constructor(self: ts.Node) {
    this.#self = self;
  }

  site(call: CallSite["call"], kind: CallSite["kind"], steps: readonly Step[] = []): void {
    if (steps.length > 0) return;
    const file = call.getSourceFile();
    const self = this.#self;
    const recursive = self.getSourceFile() === file && self.pos <= call.pos && call.end <= self.end;
    this.#sites.set(call, { call, file, kind, recursive });
  }

  hand(
    node: ts.Node,
    as: HandedOn["as"],
    steps: readonly Step[],
    argument?: Pick<HandedOn, "call" | "index">,
  ): void {
    if (steps.length === 0)
      this.#handedOn.set(node, { node, file: node.getSourceFile(), as, ...argument });
  }

  /** The value at an argument has the function as a member, or as a member of one. */
  hold(node: ts.Node, call: Held["call"], index: number, steps: readonly Step[]): void {
    if (steps.length === 0 || !steps.every((step) => isMember(step))) return;
    const path = steps.map((step) => (step === "element" ? "" : step.slice(1)));
    this.#heldBy.set(node, { call, index, path });
  }

  /** Everything found, in the order of file names and positions. */
  result(complete: boolean): CallSites {
    return {
      sites: inOrder([...this.#sites.values()], (site) => site.call),
      handedOn: inOrder([...this.#handedOn.values()], (place) => place.node),
      heldBy: [...this.#heldBy.values()],
      complete,
    };
  }
}

function isMember(step: Step): boolean {
  return step === "element" || step.startsWith(".");
}

function inOrder<T extends { readonly file: ts.SourceFile }>(
  items: T[],
  nodeOf: (item: T) => ts.Node,
): readonly T[] {
  return items.sort((a, b) => {
    if (a.file === b.file) return nodeOf(a).getStart() - nodeOf(b).getStart();
    return a.file.fileName < b.file.fileName ? -1 : 1;
  });
}
