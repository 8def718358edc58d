import { expect, it } from "vitest";
import { looksLikeToken } from "../../src/credentials/token-shape.js";

it.each([
  ["a test token", "testsk_Vq3N8xT1mZr6KcYd0LwHs5Pf.eu"],
  ["a token with dashes", "testsk_-j8HG4gQW8dztIk18dKFGoJglWbF5omN.eu"],
  ["a live token", "sk_kV3ts5tKPNJN4Dl25cMTfUNdmabxbX0O"],
  ["a short token", "testsk_abc123"],
  ["a token with the kind in its name", "sk_test_51Hx8Kq2eZvKYlo2C"],
  ["a portal's token", "appsk_kV3ts5tKPNJN4Dl25cMTfUNdmabxbX0O"],
  ["a signing secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
  ["a JWT", "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJzdml4LXNlcnZlciJ9.dGhpcyBpcyBub3QgYSBzaWc"],
  ["a UUID", "550e8400-e29b-41d4-a716-446655440000"],
  ["letters mixed with digits", "a1B2c3D4e5F6g7H8i9J0"],
])("takes %s for a token", (_name, text) => {
  expect(looksLikeToken(text)).toBe(true);
});

it.each([
  "",
  "token",
  "AUTH_TOKEN",
  "apiKey",
  "test_key",
  "your-token",
  "your-auth-token",
  "testsk_your_token_here",
  "testsk_...",
  "testsk_xxxxxxxxxxxxxxxxxxxxxxxx",
  "sk_test",
  "<token>",
  "sk_******",
  "my-service-for-invoices-2024",
  "my development key 123456789",
  "eyJ...",
  "01234567890123456789",
])("takes %j for a placeholder", (text) => {
  expect(looksLikeToken(text)).toBe(false);
});
