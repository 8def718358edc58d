import type { Analysis } from "./analysis.js";
import type { Ending } from "./endings.js";
import type { PlaceOfError } from "./handler-arguments.js";
import { simulateHandler } from "./simulate.js";
import type { FunctionNode, Value } from "./values.js";

const PLACES: Readonly<Record<string, PlaceOfError>> = { elysia: "field", koa: "next" };

/**
 * The statuses with which an error handler may answer an error, found by running it; undefined
 * among them where a path's answer cannot be told.
 */
export function answersOfHandler(
  analysis: Analysis,
  handler: FunctionNode,
  framework: string,
  error: Value,
): readonly (number | undefined)[] {
  const place = PLACES[framework] ?? "first";
  const endings = simulateHandler(handler, place, error, analysis.world);
  return endings
    .filter((ending) => isAnswer(ending))
    .map(({ value, trail }) => {
      if (trail.lost !== undefined) return undefined;
      if (value.kind === "leaf" && value.value.kind === "response") return value.value.status;
      if (value.kind === "leaf" && value.value.kind === "error") return value.value.error.status;
      return trail.answer?.status;
    });
}

/**
 * Not the handler's answer to the error: `next(error)`, for the case that nothing can be answered
 * any more, and what happens when the handler itself breaks.
 */
function isAnswer({ trail, kind, value }: Ending): boolean {
  if (trail.passedOn !== undefined) return false;
  const breaks =
    (kind === "throws" || kind === "rejects") &&
    value.kind === "leaf" &&
    value.value.kind === "error";
  return !(breaks && !value.value.error.carries && value.value.error.status === undefined);
}
