import type { Program } from "./suggested-programs.js";

// Programs whose library knows neither `new Error(message, { cause })` nor, in part, AggregateError.

const CLIENT = `import { Svix } from "svix";
const svix = new Svix(process.env.SVIX_TOKEN!);
const message = { eventType: "order.paid", payload: { id: 1 } };
`;

const settled = (thrown: string): Program => ({
  name: "the results of many",
  report: "no-swallowed-api-error settledIgnored",
  suggestion: "check",
  code: `${CLIENT}
export async function send(apps: readonly string[]) {
  await Promise.allSettled(apps.map((app) => svix.message.create(app, message)));
}
`,
  after: `${CLIENT}
export async function send(apps: readonly string[]) {
  const results = await Promise.allSettled(apps.map((app) => svix.message.create(app, message)));
  const failures = results.flatMap((result) =>
    result.status === "rejected" ? [result.reason as unknown] : [],
  );
  if (failures.length > 0) {
${thrown}
  }
}
`,
});

const caught = (name: string, report: string, body: string, after: string): Program => ({
  name,
  report: `no-swallowed-api-error ${report}`,
  suggestion: "throwOn",
  code: `${CLIENT}
export async function send(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (error) {${body}
  }
}
`,
  after: `${CLIENT}
export async function send(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (error) {${after}
  }
}
`,
});

export const es2020Programs: readonly Program[] = [
  settled(`    console.error("message.create failed", failures);
    throw new Error("message.create failed");`),
  caught(
    "an error that is logged already",
    "onlyLogged",
    `
    console.error(error);`,
    `
    console.error(error);
    throw error;`,
  ),
  caught(
    "an error that is dropped",
    "emptyHandler",
    `
    // Nothing to do.`,
    `
    // Nothing to do.
    console.error("message.create failed", error);
    throw error;`,
  ),
];

export const es2021Programs: readonly Program[] = [
  settled(`    throw new AggregateError(failures, "message.create failed");`),
];
