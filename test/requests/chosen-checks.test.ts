import rule from "../../src/rules/no-conditional-verification.js";
import { runMarked } from "../rules/marked-cases.js";

const head = `import { Webhook } from "svix";
import type { RequestHandler, Express } from "express";
declare const app: Express;
declare const isLegacy: boolean;
declare const relay: RequestHandler;
declare function accept(event: unknown): Promise<void>;
type Check = (raw: string, headers: Record<string, string>) => boolean;
const check: Check = (raw, headers) => { try { new Webhook(process.env.S!).verify(raw, headers); return true; } catch { return false; } };
const strict: RequestHandler = (req, res, next) => { try { new Webhook(process.env.S!).verify(req.body, req.headers as Record<string, string>); next(); } catch { res.sendStatus(401); } };
const skip: RequestHandler = (_req, _res, next) => next();
`;

runMarked("no-conditional-verification", rule, {
  head,
  good: [
    {
      name: "a maker that refuses where there is no secret",
      code: `export function make(secret?: string): RequestHandler { if (!secret) return (_req, res) => { res.sendStatus(500); }; const wh = new Webhook(secret); return (req, res, next) => { try { wh.verify(req.body, req.headers as Record<string, string>); next(); } catch { res.sendStatus(401); } }; }`,
    },
    {
      name: "another check in its place",
      code: `app.post("/hook", isLegacy ? relay : strict, (_req, res) => { res.end(); });`,
    },
    {
      name: "registered for one of several purposes",
      code: `if (isLegacy) app.use("/hook", strict);`,
    },
    {
      name: "a route that is there where it can verify",
      code: `if (process.env.S) app.post("/hook", (req, res) => { try { new Webhook(process.env.S!).verify(req.body, req.headers as Record<string, string>); } catch { res.sendStatus(401); return; } void accept(req.body); res.end(); });`,
    },
    {
      name: "a handler under a path that is there where it can verify",
      code: `if (process.env.S) app.use("/hook", (req, res) => { try { new Webhook(process.env.S!).verify(req.body, req.headers as Record<string, string>); } catch { res.sendStatus(401); return; } void accept(req.body); res.end(); });`,
    },
    {
      name: "registered or replaced",
      code: `if (process.env.NODE_ENV === "production") app.use("/hook", strict); else app.use("/hook", relay);`,
    },
    {
      name: "a check that refuses all otherwise",
      code: `export const chosen: Check = process.env.S ? check : () => false;`,
    },
    {
      name: "a function that only counts in its place",
      code: `let n = 0;
app.use("/hook", isLegacy ? (_req, res) => { n += 1; res.sendStatus(410); } : strict);`,
    },
  ],
  bad: [
    {
      name: "a maker that lets all pass where there is no secret",
      messageId: "skippable",
      code: `export function make(secret?: string): RequestHandler { if (⟦!secret⟧) return (_req, _res, next) => { next(); }; const wh = new Webhook(secret); return (req, res, next) => { try { wh.verify(req.body, req.headers as Record<string, string>); next(); } catch { res.sendStatus(401); } }; }`,
    },
    {
      name: "a maker of checks that says yes, in the other branch",
      messageId: "skippable",
      code: `export function make(secret?: string): Check { if (⟦secret⟧) { const wh = new Webhook(secret); return (raw, headers) => { try { wh.verify(raw, headers); return true; } catch { return false; } }; } else { return () => true; } }`,
    },
    {
      name: "a named function that skips, by the environment",
      messageId: "skippable",
      code: `app.post("/hook", ⟦process.env.NODE_ENV === "test"⟧ ? skip : strict, (_req, res) => { res.end(); });`,
    },
    {
      name: "a check or a yes",
      messageId: "skippable",
      code: `export const chosen: Check = ⟦process.env.S⟧ ? check : () => true;`,
    },
    {
      name: "registered in production only",
      messageId: "skippable",
      code: `if (⟦process.env.NODE_ENV === "production"⟧) { app.use("/hook", strict); }`,
    },
  ],
});
