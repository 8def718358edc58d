/**
 * What a client's token begins with. Sources: tokens of an environment are `sk_…` and `testsk_…` (the
 * dashboard; a region such as `.eu` may follow, by which the SDK picks its server), `appsk_…` is
 * what `appPortalAccess` returns, `auto_v1_…` are the SDK's AutoConfig tokens, and the prefixes of
 * signing secrets are those of the webhook documentation.
 */
const PREFIX = /^(?:(?:test|app)?sk_|whsec_|whsk1?_|whpk1?_|auto_v\d_)/u;

const REGION = /\.(?:us|eu|in|ca|au)$/u;

/** `header.payload.signature`; the first two are JSON, so that both begin with `{"`. */
const JWT = /^eyJ[\w-]{5,}\.eyJ[\w-]{5,}\.[\w-]{10,}$/u;

/** Words of which examples are made. */
const WORDS =
  /your|token|secret|example|placeholder|change|replace|insert|dummy|sample|fake|mock|default|here|todo|svix|webhook|client|local|develop|password|redacted|undefined|x{4,}/iu;

/**
 * Whether a text looks like a token that opens something: by its prefix, as a JWT, or as at least 20
 * characters of letters mixed with digits. Placeholders ("your-token", "testsk_xxxx") do not.
 */
export function looksLikeToken(text: string): boolean {
  if (JWT.test(text)) return true;
  const prefix = PREFIX.exec(text)?.[0] ?? "";
  const rest = text.slice(prefix.length).replace(REGION, "");
  if (!/^[\w+/=-]+$/u.test(rest) || isPlaceholder(rest)) return false;
  if (prefix === "") return rest.length >= 20 && isMixed(rest) && !hasWord(rest);
  return rest.length >= 16 || (rest.length >= 6 && isMixed(rest));
}

function isMixed(text: string): boolean {
  return /\d/u.test(text) && /[a-z]/iu.test(text);
}

/** Words of an example, unless something stands beside them that no person would write. */
function isPlaceholder(text: string): boolean {
  if (new Set(text).size <= 2) return true;
  const parts = text.split(/[-_]/u);
  return (
    WORDS.test(text) &&
    !parts.some((part) => part.length >= 16 && isMixed(part) && !WORDS.test(part))
  );
}

/** `my-service-2024`: a part of letters only, long enough to be read. */
function hasWord(text: string): boolean {
  return text.split(/[-_.+/=]/u).some((part) => /^(?:[A-Z]?[a-z]{3,}|[A-Z]{3,})$/u.test(part));
}
