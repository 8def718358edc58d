import type ts from "typescript";
import type { Ending } from "./endings.js";
import type { Manifestation, ValueTree, WatchedCall } from "./machine.js";
import type { Watched } from "./state.js";
import { sameValue, type ErrorFacts, type FailureMode, type Value } from "./values.js";

/**
 * Calls whose failures with an ApiException and with a network error are simulated as one, the first
 * standing for both: most code treats them alike, and need not be followed twice.
 */
export class BothModes {
  readonly calls: ReadonlyMap<ts.Node, WatchedCall>;
  /** The network error's place behind each ApiException that stands for both. */
  readonly #network = new Map<Watched, Watched>();
  #isAsked = false;

  constructor(calls: ReadonlyMap<ts.Node, WatchedCall>) {
    const joined = new Map<ts.Node, WatchedCall>();
    for (const [node, call] of calls)
      joined.set(node, { ...call, manifestations: this.#joined(call.manifestations) });
    this.calls = joined;
  }

  /** Whether anything is gained. */
  get hasPairs(): boolean {
    return this.#network.size > 0;
  }

  /** Whether the program has asked which of the two an error is: then each is to be simulated by itself. */
  get isAsked(): boolean {
    return this.#isAsked;
  }

  /** The endings of either failure, from those of both. */
  apart(endings: readonly Ending[]): readonly Ending[] {
    return endings.flatMap((ending) => {
      const network = this.#network.get(ending.watched);
      if (network === undefined) return [ending];
      return [
        this.#endingOf(ending, ending.watched, "api"),
        this.#endingOf(ending, network, "network"),
      ];
    });
  }

  #joined(manifestations: readonly Manifestation[]): readonly Manifestation[] {
    const taken = new Set<Manifestation>();
    const joined = manifestations.map((manifestation): Manifestation => {
      if (manifestation.watched.mode !== "api") return manifestation;
      for (const other of manifestations) {
        if (taken.has(other) || !isAlike(manifestation, other)) continue;
        const value = this.#both(manifestation.value, other.value);
        if (value === undefined) continue;
        taken.add(other);
        this.#network.set(manifestation.watched, other.watched);
        return { ...manifestation, value };
      }
      return manifestation;
    });
    return joined.filter((manifestation) => !taken.has(manifestation));
  }

  /** The value that stands for both; undefined where they differ in more than the error. */
  #both(api: ValueTree, network: ValueTree): ValueTree | undefined {
    if (api.kind === "leaf") {
      if (network.kind !== "leaf") return undefined;
      if (api.value.kind === "error" && network.value.kind === "error")
        return this.#bothErrors(api.value, network.value);
      return sameValue(api.value, network.value) ? api : undefined;
    }
    if (api.kind === "array") {
      if (network.kind !== "array" || api.open !== network.open || api.kept !== network.kept)
        return undefined;
      const elements = this.#bothLists(api.elements, network.elements);
      return elements && { ...api, elements };
    }
    if (network.kind !== "object" || api.open !== network.open) return undefined;
    if (api.kept !== network.kept || api.due !== network.due) return undefined;
    const names = api.props.map(([name]) => name);
    if (names.some((name, index) => network.props[index]?.[0] !== name)) return undefined;
    const values = this.#bothLists(
      api.props.map(([, value]) => value),
      network.props.map(([, value]) => value),
    );
    return (
      values && {
        ...api,
        props: values.map((value, index) => [names[index] ?? "", value] as const),
      }
    );
  }

  #bothLists(
    api: readonly ValueTree[],
    network: readonly ValueTree[],
  ): readonly ValueTree[] | undefined {
    if (api.length !== network.length) return undefined;
    const both = api.flatMap((one, index) => {
      const other = network[index];
      return (other && this.#both(one, other)) ?? [];
    });
    return both.length === api.length ? both : undefined;
  }

  #bothErrors(
    api: Value & { readonly kind: "error" },
    network: Value & { readonly kind: "error" },
  ): ValueTree | undefined {
    if (sameValue(api, network)) return { kind: "leaf", value: api };
    const either = new Either(api.error, network.error, () => (this.#isAsked = true));
    const value: Value = { ...api, error: either };
    if (!sameValue({ ...network, error: either }, value) || !isAlikeBut(api.error, network.error))
      return undefined;
    return { kind: "leaf", value };
  }

  #endingOf(ending: Ending, watched: Watched, mode: "api" | "network"): Ending {
    const { trail } = ending;
    const passedOn = trail.passedOn && this.#valueOf(trail.passedOn, mode);
    return {
      ...ending,
      watched,
      value: this.#treeOf(ending.value, mode),
      trail: passedOn === trail.passedOn ? trail : { ...trail, passedOn },
    };
  }

  #treeOf(tree: ValueTree, mode: "api" | "network"): ValueTree {
    switch (tree.kind) {
      case "leaf": {
        const value = this.#valueOf(tree.value, mode);
        return value === tree.value ? tree : { ...tree, value };
      }
      case "array":
        return { ...tree, elements: tree.elements.map((element) => this.#treeOf(element, mode)) };
      case "object":
        return {
          ...tree,
          props: tree.props.map(([name, value]) => [name, this.#treeOf(value, mode)] as const),
        };
    }
  }

  #valueOf(value: Value, mode: "api" | "network"): Value {
    if (value.kind !== "error" || !(value.error instanceof Either)) return value;
    return { ...value, error: value.error[mode] };
  }
}

/** Delivered in the same way. */
function isAlike(one: Manifestation, other: Manifestation): boolean {
  return other.watched.mode === "network" && one.how === other.how && one.dealt === other.dealt;
}

/** The same in all that can be told without asking which of the two it is. */
function isAlikeBut(api: ErrorFacts, network: ErrorFacts): boolean {
  return (
    api.original &&
    network.original &&
    api.carries === network.carries &&
    api.declaration === network.declaration &&
    api.gathered === network.gathered &&
    api.status === network.status &&
    api.messages === network.messages
  );
}

/** One of two errors; whoever asks what tells them apart gives them away. */
class Either implements ErrorFacts {
  readonly original = true;

  constructor(
    readonly api: ErrorFacts,
    readonly network: ErrorFacts,
    readonly onAsked: () => void,
  ) {}

  get carries(): boolean {
    return this.api.carries;
  }

  get mode(): FailureMode | undefined {
    this.onAsked();
    return this.api.mode;
  }

  get className(): string | undefined {
    this.onAsked();
    return this.api.className;
  }

  get declaration(): ts.Node | undefined {
    return this.api.declaration;
  }

  get gathered(): boolean | undefined {
    return this.api.gathered;
  }

  get status(): number | undefined {
    return this.api.status;
  }

  get messages(): number | undefined {
    return this.api.messages;
  }
}
