import type { Program } from "./suggested-programs.js";

// Files that end their lines, quote their strings or end their statements in another way than others.

const bare = (body: string): string => `import { Svix } from 'svix'
const svix = new Svix(process.env['SVIX_TOKEN']!)
const message = { eventType: 'order.paid', payload: { id: 1 } }
export async function send(apps: readonly string[], app: string) {
${body}
}
`;

const program = (
  name: string,
  report: string,
  suggestion: string | undefined,
  body: string,
  after?: string,
): Program => ({
  name,
  report,
  ...(suggestion === undefined ? {} : { suggestion }),
  code: bare(body),
  ...(after === undefined ? {} : { after: bare(after) }),
});

const LINES = `import { Svix } from "svix";
const svix = new Svix(process.env.SVIX_TOKEN!);
`;

const withReturns = (text: string): string => text.replaceAll("\n", "\r\n");

export const stylePrograms: readonly Program[] = [
  {
    name: "lines that end in carriage returns",
    report: "no-unhandled-api-error unhandled",
    suggestion: "handle",
    code: withReturns(`${LINES}
export async function send(app: string) {
  const sent = await svix.message.create(app, {
    eventType: "order.paid",
    payload: {},
  });
  return sent.id;
}
`),
    after: withReturns(`${LINES}
export async function send(app: string) {
  let sent;
  try {
    sent = await svix.message.create(app, {
      eventType: "order.paid",
      payload: {},
    });
  } catch (error) {
    throw new Error("message.create failed", { cause: error });
  }
  return sent.id;
}
`),
  },
  program(
    "single quotes and no semicolons, in a try",
    "no-unhandled-api-error unhandled",
    "handle",
    `  const sent = await svix.message.create(app, message)
  return sent.id`,
    `  let sent
  try {
    sent = await svix.message.create(app, message)
  } catch (error) {
    throw new Error('message.create failed', { cause: error })
  }
  return sent.id`,
  ),
  program(
    "single quotes and no semicolons, in a clause",
    "no-swallowed-api-error onlyLogged",
    "rethrow",
    `  try {
    await svix.message.create(app, message)
  } catch (error) {
    console.error(error)
  }`,
    `  try {
    await svix.message.create(app, message)
  } catch (error) {
    console.error(error)
    throw new Error('message.create failed', { cause: error })
  }`,
  ),
  program(
    "single quotes and no semicolons, in a loop",
    "no-swallowed-api-error onlyLogged",
    "collect",
    `  for (const one of apps) {
    try {
      await svix.message.create(one, message)
    } catch (error) {
      console.error(error)
    }
  }`,
    `  const failures: unknown[] = []
  for (const one of apps) {
    try {
      await svix.message.create(one, message)
    } catch (error) {
      console.error(error)
      failures.push(error)
    }
  }
  if (failures.length > 0) {
    throw new Error('message.create failed', { cause: failures })
  }`,
  ),
  program(
    "single quotes and no semicolons, behind a statement",
    "no-swallowed-api-error settledIgnored",
    "check",
    `  await Promise.allSettled(apps.map((one) => svix.message.create(one, message)))`,
    `  const results = await Promise.allSettled(apps.map((one) => svix.message.create(one, message)))
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  )
  if (failures.length > 0) {
    throw new Error('message.create failed', { cause: failures })
  }`,
  ),
  program(
    "quotes within a text, and no semicolons",
    "no-swallowed-api-error onlyLogged",
    "rethrow",
    `  await svix.message.create(app, message).catch((e) => console.error(\`"\${app}"\`, e))`,
    `  await svix.message.create(app, message).catch((e) => {
    console.error(\`"\${app}"\`, e)
    throw new Error('message.create failed', { cause: e })
  })`,
  ),
  {
    name: "a semicolon in front of the next line",
    report: "no-unhandled-api-error unhandled",
    suggestion: "handle",
    code: bare(`  await svix.message.create(app, message)
  ;[1, 2].forEach((one) => console.log(one))`),
    after: bare(`  await svix.message.create(app, message).catch((error: unknown) => {
    throw new Error('message.create failed', { cause: error })
  })
  ;[1, 2].forEach((one) => console.log(one))`),
  },
];
