import { readFileSync } from "node:fs";
import path from "node:path";
import { fetch, plain, reply } from "./bare.js";
import { nest, orpc, trpc } from "./exceptions.js";
import { elysia, h3, hono } from "./fetch-servers.js";
import { expressRoute, fastifyRoute, koa, pages } from "./node-servers.js";
import { nextRoute, remix, sveltekit, tanstack } from "./routes.js";
import type { Style } from "./style.js";

/** All that a generated receiver may be written for. */
export const STYLES = {
  fetch,
  plain,
  reply,
  express: expressRoute,
  fastify: fastifyRoute,
  koa,
  pages,
  elysia,
  h3,
  hono,
  next: nextRoute,
  remix,
  sveltekit,
  tanstack,
  nest,
  orpc,
  trpc,
} satisfies Readonly<Record<string, Style>>;

export type StyleName = keyof typeof STYLES;

const TYPES = path.resolve(import.meta.dirname, "../../../fixtures/frameworks/types");

/** Types of the frameworks that are not installed, as the fixtures declare them. */
export const DECLARED: Readonly<Record<string, string>> = Object.fromEntries(
  ["kit.d.ts", "next.d.ts", "remix.d.ts", "trpc.d.ts"].map((name) => [
    name,
    readFileSync(path.join(TYPES, name), "utf8"),
  ]),
);
