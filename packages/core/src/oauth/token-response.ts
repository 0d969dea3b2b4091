import {
  clockSkew,
  clockTolerance,
  customFetch,
  getValidatedIdTokenClaims,
  OperationProcessingError,
  processAuthorizationCodeResponse,
  validateApplicationLevelSignature,
} from "oauth4webapi";
import { systemClock } from "../clock.ts";
import { ProviderError, TokenwellError, WireError } from "../errors.ts";
import type { InstantMs } from "../model.ts";
import type { Fetch, Provider } from "../providers/provider.ts";
import { explanationOf, kindOfRefusal } from "../providers/refusal.ts";
import { Secret } from "../secret.ts";
import { formatProviderError, sanitize } from "../text/sanitize.ts";
import type { MessageParams } from "../text/say.ts";
import {
  authorizationServer,
  insecureOption,
  type KnownServer,
  oauthClient,
} from "./client-authentication.ts";

/** How far the clocks of provider and machine may differ when an ID token is judged, in seconds. */
const toleranceSeconds = 60;

/** An answer of the token endpoint as it came, with the instant of its last byte. */
export interface StoredTokenResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly receivedAtMs: InstantMs;
}

/** A raw answer as one secret, fit to be sealed and read by another process with {@link readGrant}. */
export function sealable(answer: StoredTokenResponse): Secret {
  return Secret.of(JSON.stringify(answer));
}

/** A provider's refusal: its `error` and `error_description`, as they came. */
export interface Refusal {
  readonly error: string;
  readonly description: string | null;
}

/**
 * The refusal in an answer, in JSON or in a form, whatever the status; `null` when there is none to read.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
export function readRefusal(answer: { readonly body: string }): Refusal | null {
  const fields = readFields(answer.body);
  const error = text(fields, "error");
  if (error === null || text(fields, "access_token") !== null) return null;
  return { error, description: text(fields, "error_description") };
}

/** Whether a stored response shows that the provider knows the client. */
export function isClientAccepted(answer: Secret): boolean {
  const { status, body } = JSON.parse(answer.expose()) as { status: number; body: string };
  const error = readRefusal({ body })?.error;
  return status < 300 ? error === undefined : error === "invalid_grant";
}

/** What {@link readGrant} needs. */
export interface GrantReading {
  readonly server: KnownServer;
  readonly provider: Provider;
  readonly client: { readonly clientId: string };
  /** From {@link redeemCode}, or from the store after a crash. */
  readonly answer: Secret;
  readonly nonce: Secret;
  /** As requested, separated by spaces. */
  readonly scope: string;
  /** For the provider's keys. */
  readonly fetch: Fetch;
}

/** What a login brought, judged. */
export interface TokenGrant {
  readonly accessToken: Secret;
  readonly tokenType: "Bearer";
  readonly refreshToken: Secret | null;
  readonly idToken: Secret | null;
  readonly claims: Readonly<Record<string, unknown>> | null;
  /** As granted; where the answer is silent, as requested. @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1 */
  readonly scope: string;
  /** `null` where the answer does not say. */
  readonly expiresInSeconds: number | null;
  /** Where the API lives, when the answer says so. */
  readonly instanceUrl: string | null;
  /** The answer's own `id`, an address at Salesforce. */
  readonly id: string | null;
  /** The instant that `expiresInSeconds` counts from. */
  readonly receivedAtMs: InstantMs;
}

/**
 * Reads and judges the answer to a code: token type, scope, and the whole of the ID token: signature by the
 * provider's own keys, algorithm, issuer, audience, authorized party, expiry (as of when the answer came) and
 * nonce. Needs nothing but what is stored, so a login can be finished after a crash.
 *
 * Throws `wrong_secret`, `code_expired`, `token_refused`, `bad_token_answer` (fact `what`: a text key `trust.*`); and a {@link WireError} when the
 * provider's keys cannot be fetched just now: keep the answer and read it again later.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
 */
export async function readGrant(reading: GrantReading): Promise<TokenGrant> {
  const answer = restored(reading);
  const refusal = readRefusal(answer);
  if (refusal !== null || answer.status < 200 || answer.status > 299) throw refused(answer, refusal, reading);
  const fields = readFields(answer.body);
  const accessToken = text(fields, "access_token");
  const tokenType = text(fields, "token_type");
  if (accessToken === null || tokenType === null) throw distrust(reading, "not_an_answer");
  if (tokenType.toLowerCase() !== "bearer")
    throw distrust(reading, "token_type", { type: sanitize(tokenType) });
  const scope = text(fields, "scope")?.trim().replace(/\s+/g, " ") ?? reading.scope;
  const idToken = text(fields, "id_token");
  const isIdTokenDue = scope.split(" ").includes("openid");
  if (idToken === null && isIdTokenDue) throw distrust(reading, "id_token", { detail: "missing" });
  const refreshToken = text(fields, "refresh_token");
  return {
    accessToken: Secret.of(accessToken),
    tokenType: "Bearer",
    refreshToken: refreshToken === null ? null : Secret.of(refreshToken),
    idToken: idToken === null ? null : Secret.of(idToken),
    claims: idToken === null ? null : await judgeIdToken(reading, answer, fields),
    scope,
    expiresInSeconds: readSeconds(fields.expires_in),
    instanceUrl: readInstanceUrl(text(fields, "instance_url"), reading),
    id: text(fields, "id"),
    receivedAtMs: answer.receivedAtMs,
  };
}

function restored(reading: GrantReading): StoredTokenResponse {
  try {
    return JSON.parse(reading.answer.expose());
  } catch (error) {
    // A store that cannot open it has an error of its own.
    if (error instanceof TokenwellError) throw error;
    throw distrust(reading, "not_an_answer");
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** The members of an answer's body; none when it is neither a JSON object nor a form. */
function readFields(body: string): Fields {
  const fields: Record<string, unknown> = Object.create(null);
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.assign(fields, value)
      : fields;
  } catch {
    // Errors in a form are Salesforce's way at some of its addresses.
    return /^[\w.-]{1,40}=/.test(body)
      ? Object.assign(fields, Object.fromEntries(new URLSearchParams(body)))
      : fields;
  }
}

// Absent, null and empty all say that there is no such thing.
function text(fields: Fields, name: string): string | null {
  const value = fields[name];
  return typeof value === "string" && value !== "" ? value : null;
}

function readSeconds(value: unknown): number | null {
  const seconds = typeof value === "string" ? Number.parseFloat(value) : value;
  return typeof seconds === "number" && Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

function readInstanceUrl(address: string | null, { provider, server }: GrantReading): string | null {
  return address !== null && provider.acceptsApi(address, server.issuer) ? address : null;
}

function refused(answer: StoredTokenResponse, refusal: Refusal | null, reading: GrantReading): ProviderError {
  const { provider } = reading;
  const { status } = answer;
  const error = refusal?.error ?? "";
  const description = refusal?.description ?? null;
  const said = refusal ? formatProviderError(error, description) : `HTTP ${status}`;
  const explained = explanationOf(provider, { error, description, status });
  const facts = { ...explained, provider: labelOf(reading), said, error: sanitize(error), status };
  if (isClientRefused(error, status)) return new ProviderError("wrong_secret", facts);
  const isDead = kindOfRefusal(provider, { error, description, status }) === "dead";
  return new ProviderError(isDead ? "code_expired" : "token_refused", facts);
}

const clientErrors: ReadonlySet<string> = new Set([
  "invalid_client",
  "invalid_client_id",
  "unauthorized_client",
]);

/** Whether the app's id or secret is at fault. Some servers say 401 and a code of their own, or none. */
function isClientRefused(error: string, status: number): boolean {
  return clientErrors.has(error) || (status === 401 && (error === "" || error === "access_denied"));
}

function labelOf({ provider, server }: GrantReading): string {
  return provider.displayName(server.issuer);
}

/**
 * The error of an answer that is not trusted. `what` is a text key, for whoever knows the language to say; the
 * causes of oauth4webapi are left out, for they hold tokens.
 */
function distrust(
  reading: GrantReading,
  trust: "not_an_answer" | "token_type" | "id_token",
  facts: MessageParams = {},
): ProviderError {
  return new ProviderError("bad_token_answer", {
    ...facts,
    provider: labelOf(reading),
    what: `trust.${trust}`,
  });
}

async function judgeIdToken(
  reading: GrantReading,
  answer: StoredTokenResponse,
  fields: Fields,
): Promise<Readonly<Record<string, unknown>>> {
  const server = authorizationServer(reading.server);
  const client = {
    ...oauthClient(reading.client),
    // oauth4webapi reads the machine's clock; the answer is judged as of when it came.
    [clockSkew]: Math.round((answer.receivedAtMs - systemClock.nowMs()) / 1000),
    [clockTolerance]: toleranceSeconds,
  };
  // Only what the ID token hangs on: the rest was judged, and is read more leniently than oauth4webapi does.
  const due = { access_token: fields.access_token, token_type: "bearer", id_token: fields.id_token };
  const response = Response.json(due);
  const expected = { expectedNonce: reading.nonce.expose(), requireIdToken: true };
  const claims = await processAuthorizationCodeResponse(server, client, response, expected).then(
    (processed) => getValidatedIdTokenClaims(processed),
    (error: unknown) => {
      throw distrust(reading, "id_token", { detail: detailOf(error) });
    },
  );
  // Stricter than oauth4webapi, which asks for it only beside several audiences.
  if (claims?.azp !== undefined && claims.azp !== reading.client.clientId) {
    throw distrust(reading, "id_token", { detail: "azp" });
  }
  await judgeSignature(reading, server, response);
  return { ...claims };
}

async function judgeSignature(
  reading: GrantReading,
  server: ReturnType<typeof authorizationServer>,
  response: Response,
): Promise<void> {
  const { jwks } = reading.server.endpoints;
  if (jwks === undefined) throw distrust(reading, "id_token", { detail: "no keys" });
  let gotKeys = false;
  const fetchKeys: Fetch = async (url, options) => {
    const keys = await reading.fetch(url, options);
    // Not the answer's fault: it is kept and judged later.
    if (keys.status === 429 || keys.status > 499) {
      throw new WireError("no_answer", true, {
        host: new URL(url).host,
        reason: "unreadable",
        status: keys.status,
      });
    }
    gotKeys = keys.status === 200;
    return keys;
  };
  await validateApplicationLevelSignature(server, response, {
    [customFetch]: fetchKeys,
    ...insecureOption(jwks),
  }).catch((error: unknown) => {
    if (error instanceof TokenwellError) throw error;
    throw distrust(reading, "id_token", { detail: gotKeys ? "signature" : "no keys" });
  });
}

/** Which part of an ID token does not fit: a claim's name, or `alg`; nothing of its contents. */
function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return "format";
  const { cause } = error;
  const claim = typeof cause === "object" && cause !== null && "claim" in cause ? cause.claim : undefined;
  if (error instanceof OperationProcessingError && typeof claim === "string") return claim;
  return /"(\w{2,12})" (?:header|\()/.exec(error.message)?.[1] ?? "format";
}
