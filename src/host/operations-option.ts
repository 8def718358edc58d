import type { JSONSchema4 } from "@typescript-eslint/utils/json-schema";

/** Which operations an API-error rule concerns. */
export interface OperationsOption {
  readonly operations: "contracted" | "all";
}

export const operationsProperty: JSONSchema4 = {
  type: "string",
  enum: ["contracted", "all"],
  description:
    "Which calls the rule looks at: the operations whose failure the contract describes, or every method of the SDK that talks to the network.",
};

export const operationsSchema: JSONSchema4 = {
  type: "object",
  properties: { operations: operationsProperty },
  additionalProperties: false,
};
