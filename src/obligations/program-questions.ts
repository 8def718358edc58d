import ts from "typescript";
import type { Surroundings } from "./surroundings.js";

/** Questions about the whole program, each answered once and when it is asked. */
export interface ProgramQuestions {
  /** Whether anything but tests asks for the state of background tasks. */
  pollsTasks(): boolean;
  /** Whether anything but tests lists message attempts. */
  listsAttempts(): boolean;
}

/** Looking at an attempt means one of these; `resend` and `expungeContent` do not look. */
const LOOKS_AT_ATTEMPTS = /^(?:get|list\w*)$/u;

export function questionsOf(around: Surroundings): ProgramQuestions {
  let tasks: boolean | undefined;
  let attempts: boolean | undefined;
  return {
    pollsTasks: () => (tasks ??= uses(around, "backgroundTask", /^/u)),
    listsAttempts: () => (attempts ??= uses(around, "messageAttempt", LOOKS_AT_ATTEMPTS)),
  };
}

/**
 * Whether the resource is used anywhere: called with such a method, or taken out of the client
 * (`const { backgroundTask } = svix`), which counts as used, since it can go anywhere.
 */
function uses(around: Surroundings, resource: string, methods: RegExp): boolean {
  const { mentions, callers, sdk, checker } = around;
  return mentions.filesOf(resource).some(
    (file) =>
      !callers.isTestFile(file) &&
      mentions.inFile(file, resource).some((mention) => {
        const access = mention.parent;
        const method =
          ts.isPropertyAccessExpression(access) && ts.isPropertyAccessExpression(access.parent)
            ? access.parent
            : undefined;
        if (method?.expression === access && ts.isCallExpression(method.parent)) {
          const operation = sdk.callOf(method.parent);
          return operation?.resource === resource && methods.test(operation.method);
        }
        return isResource(mention, resource, checker);
      }),
  );
}

/** Whether a mention is the SDK's resource itself, by its class. */
function isResource(mention: ts.Node, resource: string, checker: ts.TypeChecker): boolean {
  const name = resource.charAt(0).toUpperCase() + resource.slice(1);
  return (checker.getTypeAtLocation(mention).symbol as ts.Symbol | undefined)?.name === name;
}
