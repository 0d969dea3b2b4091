import type { Fault } from "../faults/fault.ts";
import { skewMs } from "../faults/under-fault.ts";
import { fingerprintOf, type LedgerEntry, type LedgerNote } from "../ledger.ts";
import type { Services } from "../personality.ts";
import { authMethodOf, type Parameters, type TokenRequest } from "./token-request.ts";

/** The endpoints whose requests the ledger holds. */
export type Endpoint = "token" | "revocation";

/** One request at an endpoint and its fault. */
export interface RecordedRequest {
  readonly endpoint: Endpoint;
  readonly request: TokenRequest;
  readonly userAgent: string | undefined;
  readonly fault: Fault | undefined;
}

/** The part of a provider's answer that the ledger keeps. */
export interface Answer {
  readonly status: number;
  /** Absent: an empty body. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Default: the client that the request names. */
  readonly clientId?: string | undefined;
  readonly grantId?: string | undefined;
  readonly grantRevoked?: boolean;
  /** The reason for a refusal, which the client does not learn. */
  readonly detail?: string | undefined;
}

/** Records every secret that a request carries. */
export function recordSecrets({ record }: Services, { basic, parameters }: TokenRequest): void {
  record.note("authorization_code", parameters.code);
  record.note("code_verifier", parameters.code_verifier);
  record.note("refresh_token", parameters.refresh_token);
  record.note("client_secret", parameters.client_secret);
  record.note("client_secret", basic?.clientSecret);
}

/** Adds a request and its outcome to the ledger. Without an answer, the provider did not process it. */
export function noteRequest({ clock, ledger }: Services, recorded: RecordedRequest, answer?: Answer): void {
  const { endpoint, fault, request, userAgent } = recorded;
  const { basic, parameters } = request;
  const { body = {} } = answer ?? {};
  ledger.note({
    kind: kindOf(endpoint, parameters.grant_type),
    clientId: answer?.clientId ?? basic?.clientId ?? parameters.client_id,
    grantType: parameters.grant_type,
    via: authMethodOf(request),
    userAgent,
    fingerprint: fingerprint(parameters.token ?? parameters.refresh_token ?? parameters.code),
    outcome: answer === undefined ? "unprocessed" : outcomeOf(answer, endpoint, parameters),
    error: textOf(body.error),
    errorDescription: textOf(body.error_description),
    issued: fingerprint(textOf(body.refresh_token)),
    atMs: clock.nowMs() - skewMs(),
    grantId: answer?.grantId,
    grantRevoked: answer?.grantRevoked ?? false,
    detail: answer?.detail,
    fault: fault?.fault,
  });
}

/**
 * Creates a queue that runs one piece of work after the other, as a provider does with a lock on a token's row. The
 * ledger then has the requests in the order of the decisions.
 */
export function serializer(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** Returns the value if it is a text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function fingerprint(token: string | undefined): string | undefined {
  return token === undefined ? undefined : fingerprintOf(token);
}

function kindOf(endpoint: Endpoint, grantType: string | undefined): LedgerEntry["kind"] {
  if (endpoint === "revocation") return "revocation";
  if (grantType === "refresh_token") return "refresh";
  return grantType === "authorization_code" ? "code" : "other";
}

function outcomeOf(
  { body, status }: Answer,
  endpoint: Endpoint,
  { grant_type: grantType, refresh_token: presented }: Parameters,
): LedgerNote["outcome"] {
  if (status >= 400) return "refused";
  if (endpoint === "revocation") return "revoked";
  if (grantType !== "refresh_token") return "exchanged";
  const issued = textOf(body?.refresh_token);
  return issued === undefined || issued === presented ? "same" : "rotated";
}
