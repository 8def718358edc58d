import type { Program } from "./suggested-programs.js";

// Functions whose error nobody meets, and functions that return a response without answering by it.

const CLIENT = `import { Svix } from "svix";
const svix = new Svix(process.env.SVIX_TOKEN!);
const message = { eventType: "order.paid", payload: { id: 1 } };
`;

const component = (name: string, report: string, body: string): Program => ({
  name,
  report: `no-unhandled-api-error ${report}`,
  file: "tsx",
  code: `${CLIENT}
declare global {
  namespace JSX {
    interface IntrinsicElements {
      button: any;
      form: any;
    }
  }
}
declare function useCallback<T>(fn: T, deps: unknown[]): T;
export { useCallback };
export function Page() {
${body}
}
`,
});

export const eventPrograms: readonly Program[] = [
  component(
    "a handler in its attribute",
    "unhandled",
    `  return <button onClick={async () => { await svix.message.create("app", message); }}>send</button>;`,
  ),
  component(
    "a named handler",
    "unhandled",
    `  async function submit() {
    await svix.message.create("app", message);
  }
  return <form onSubmit={submit}>send</form>;`,
  ),
  component(
    "a handler by a hook",
    "unhandled",
    `  const open = useCallback(async () => {
    await svix.message.create("app", message);
  }, []);
  return <button onClick={() => void open()}>send</button>;`,
  ),
  {
    name: "a client that hands on the response of another server",
    report: "no-unhandled-api-error unhandled",
    suggestion: "handle",
    says: "Catch the error and throw on with it as the cause.",
    code: `${CLIENT}
export async function fetchAndTell(url: string): Promise<Response> {
  const response = await fetch(url);
  await svix.message.create("app", message);
  return response;
}
`,
    after: `${CLIENT}
export async function fetchAndTell(url: string): Promise<Response> {
  const response = await fetch(url);
  try {
    await svix.message.create("app", message);
  } catch (error) {
    throw new Error("message.create failed", { cause: error });
  }
  return response;
}
`,
  },
  {
    name: "a route without a parameter",
    report: "no-unhandled-api-error unhandled",
    suggestion: "handle",
    says: "Catch the error and answer 502.",
    code: `${CLIENT}
declare function page(): Promise<Response>;
export async function POST(): Promise<Response> {
  await svix.message.create("app", message);
  return page();
}
`,
    after: `${CLIENT}
declare function page(): Promise<Response>;
export async function POST(): Promise<Response> {
  try {
    await svix.message.create("app", message);
  } catch (error) {
    console.error(error);
    return new Response("message.create failed", { status: 502 });
  }
  return page();
}
`,
  },
];
