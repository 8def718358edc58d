import type ts from "typescript";
import type { SvixCall } from "../sdk/recogniser.js";
import type { End } from "./flow.js";
import type { Form } from "./form.js";
import type { Outcome } from "./outcome.js";
import type { Subject } from "./subject.js";
import type { Carried } from "./trace.js";

/** A call whose value has to be followed: an SDK operation, or a call of a function that gives one back. */
export interface Start {
  /** The call; a function's name where it is passed on to be called: `ids.map(startRecovery)`. */
  readonly node: ts.Expression;
  readonly subject: Subject;
  /** The SDK operation that the value comes from; the call itself when it stands here. */
  readonly origin: SvixCall;
  /** What the called function gives back: the start inside of it; undefined for SDK calls. */
  readonly via: Start | undefined;
  readonly forms: readonly Form[];
  readonly ends: readonly End[];
  /** All places that carry the value, from the operation's call on. */
  readonly carried: Carried;
  readonly outcome: Outcome;
}

/** What following it finds. */
export type Traced = Pick<Start, "ends" | "carried" | "outcome">;

/** A start that is followed when somebody asks where it went. */
export class LazyStart implements Start {
  #traced: Traced | undefined;

  constructor(
    readonly node: ts.Expression,
    readonly subject: Subject,
    readonly origin: SvixCall,
    readonly via: Start | undefined,
    readonly forms: readonly Form[],
    private readonly trace: () => Traced,
  ) {}

  get ends(): readonly End[] {
    return (this.#traced ??= this.trace()).ends;
  }

  get carried(): Carried {
    return (this.#traced ??= this.trace()).carried;
  }

  get outcome(): Outcome {
    return (this.#traced ??= this.trace()).outcome;
  }
}
