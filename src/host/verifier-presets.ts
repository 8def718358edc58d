import type { TypeOrValueSpecifier } from "@typescript-eslint/type-utils";

/** Names that stand for other vendors' verifying functions in `settings.svix.verifiers`. */
export type VerifierPreset = "clerk" | "resend" | "standardwebhooks";

// Clerk documents `verifyWebhook` as an export of "<package>/webhooks" for each of its server SDKs.
const CLERK_PACKAGES = [
  "@clerk/astro",
  "@clerk/backend",
  "@clerk/express",
  "@clerk/fastify",
  "@clerk/nextjs",
  "@clerk/nuxt",
  "@clerk/react-router",
  "@clerk/tanstack-react-start",
];

/** What each preset stands for: functions that check a Svix-style signature and throw on a bad one. */
export const VERIFIER_PRESETS: Readonly<Record<VerifierPreset, readonly TypeOrValueSpecifier[]>> = {
  clerk: CLERK_PACKAGES.flatMap((name) => [
    { from: "package", package: name, name: "verifyWebhook" },
    // The name of the entry, for projects that declare the module themselves.
    { from: "package", package: `${name}/webhooks`, name: "verifyWebhook" },
  ]),
  // `resend.webhooks.verify({ payload, headers, webhookSecret })`
  resend: [{ from: "package", package: "resend", name: "verify" }],
  // `new Webhook(secret).verify(payload, headers)`
  standardwebhooks: [{ from: "package", package: "standardwebhooks", name: "verify" }],
};
