import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Fault, strikesBefore } from "../faults/fault.ts";
import {
  breaksSending,
  faultyMembers,
  faultyReply,
  sendFaulty,
  waitForFault,
} from "../faults/faulty-reply.ts";
import { skewMs, underFault } from "../faults/under-fault.ts";
import { type ClientAuthMethod, fingerprintOf, type LedgerNote } from "../ledger.ts";
import type { Stage } from "../personality.ts";
import type { HostedContext } from "./hosted.ts";

/** The members of a query, a form or a JSON body. Empty ones count as absent (RFC 6749 §3.1). */
export type Parameters = Readonly<Record<string, string | undefined>>;

/** What came in an Authorization header. */
export interface Basic {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** One request at a token or revocation endpoint. */
export interface TokenRequest {
  readonly parameters: Parameters;
  readonly basic: Basic | undefined;
}

type Members = Readonly<Record<string, unknown>>;

/** How a body is written. */
export interface Encoding {
  readonly type: string;
  readonly encode: (body: Members) => string;
}

/** What is answered, and what only the provider knows about it. */
export interface TokenAnswer {
  readonly status: number;
  /** Absent: an empty body. */
  readonly body?: Members;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: JSON. */
  readonly encoding?: Encoding;
  readonly grantId?: string | undefined;
  readonly grantRevoked?: boolean;
  /** Why it was refused. */
  readonly detail?: string | undefined;
  /** The whole body, where something is still to be made after the decision, such as a signature. */
  readonly complete?: (body: Members) => Promise<Members>;
  /** Is told when the answer has left, or the connection is gone. */
  readonly sent?: () => void;
}

type Endpoint = "token" | "revocation";
type Decision = Pick<LedgerNote, "outcome" | "error" | "errorDescription" | "issued">;

/** How a client showed who it is. */
export function authMethodOf({ basic, parameters }: TokenRequest): ClientAuthMethod {
  if (basic !== undefined) {
    return "client_secret_basic";
  }
  if (parameters.client_assertion !== undefined) {
    return "private_key_jwt";
  }
  return parameters.client_secret === undefined ? "none" : "client_secret_post";
}

type Decide = (request: TokenRequest, context: HostedContext) => TokenAnswer | Promise<TokenAnswer>;

/** One request on its way through an endpoint, and the fault that it meets. */
interface Visit {
  readonly context: HostedContext;
  readonly endpoint: Endpoint;
  readonly fault: Fault | undefined;
  readonly request: TokenRequest;
}

/**
 * Serves one endpoint: requests are decided one after the other, written into ledger and record, and struck by the
 * fault that waits for them.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2
 */
export function serveTokenRequests(
  stage: Stage,
  endpoint: Endpoint,
  decide: Decide,
): (context: HostedContext) => Promise<Response> {
  const { faults } = stage;
  const inTurn = takingTurns();
  return async (context) => {
    const fault = endpoint === "token" ? faults.take() : undefined;
    const request = await readTokenRequest(context);
    recordSent(stage, request);
    const visit: Visit = { context, endpoint, fault, request };
    if (fault !== undefined && strikesBefore(fault)) {
      noteIn(stage, visit, undefined);
      return strike(stage, visit, new Response());
    }
    if (fault?.fault === "delay" && fault.where !== "after") {
      await faults.wait(fault.ms);
    }
    const deliver = () => inTurn(() => underFault(fault, () => decideOne(stage, visit, decide)));
    if (fault?.fault === "duplicate") {
      const lost = await deliver();
      await responseOf(stage, visit, lost);
      lost.sent?.();
    }
    const answer = await deliver();
    if (answer.sent !== undefined) {
      whenOver(context, answer.sent);
    }
    const response = await underFault(fault, () => responseOf(stage, visit, answer));
    return strike(stage, visit, response);
  };
}

async function decideOne(stage: Stage, visit: Visit, decide: Decide): Promise<TokenAnswer> {
  const { context, fault, request } = visit;
  const { clock, faults, record } = stage;
  if (fault?.fault === "rolled-key") {
    faults.rollKey();
  }
  const { refresh_token: presented = "" } = request.parameters;
  const isHidden = faults.isHidden(presented, clock.nowMs());
  const answer = await decide(isHidden ? withUnknownToken(request) : request, context);
  noteIn(stage, visit, isHidden ? { ...answer, detail: "not visible yet" } : answer);
  const issued = textOf(answer.body?.refresh_token);
  record.note("refresh_token", issued);
  if (fault?.fault === "invisible" && issued !== undefined) {
    faults.hide(issued, clock.nowMs() + fault.seconds * 1000);
  }
  if (fault?.fault === "evict" && answer.grantId !== undefined) {
    faults.evict(answer.grantId);
  }
  return answer;
}

function withUnknownToken({ basic, parameters }: TokenRequest): TokenRequest {
  return { basic, parameters: { ...parameters, refresh_token: "not-visible-yet" } };
}

/** Writes into the ledger what became of a request; nothing did where there is no answer. */
function noteIn(
  { clock, ledger }: Stage,
  { context, endpoint, fault, request }: Visit,
  answer: TokenAnswer | undefined,
): void {
  ledger.note({
    ...presentationOf(context, endpoint, request),
    ...(answer === undefined ? unprocessed : decisionOf(answer, endpoint, request)),
    atMs: clock.nowMs() - skewMs(),
    grantId: answer?.grantId,
    grantRevoked: answer?.grantRevoked ?? false,
    detail: answer?.detail,
    fault: fault?.fault,
  });
}

const unprocessed: Decision = {
  outcome: "unprocessed",
  error: undefined,
  errorDescription: undefined,
  issued: undefined,
};

function whenOver({ env }: HostedContext, sent: () => void): void {
  if (env.outgoing.closed || env.outgoing.destroyed) {
    sent();
  } else {
    env.outgoing.once("close", sent);
  }
}

/** So that the ledger has them in the order in which they were decided. */
function takingTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** What a request presents: its query, or its body as a form, a multipart form or JSON. */
export async function readTokenRequest({ req }: HostedContext): Promise<TokenRequest> {
  const basic = basicOf(req.header("authorization"));
  if (req.method === "GET") {
    return { parameters: textsOf(req.query()), basic };
  }
  const type = req.header("content-type") ?? "";
  const members = type.includes("json") ? parsedJson(await req.text()) : await req.parseBody();
  return { parameters: textsOf(members), basic };
}

function parsedJson(body: string): Members {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

function textsOf(members: Members): Parameters {
  const texts = Object.entries(members).filter(
    (member): member is [string, string] => typeof member[1] === "string" && member[1] !== "",
  );
  return Object.fromEntries(texts);
}

/** RFC 6749 §2.3.1: both halves are form-encoded before they are joined. */
function basicOf(header: string | undefined): Basic | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) {
    return undefined;
  }
  const halves = Buffer.from(encoded, "base64").toString("utf8").split(/:(.*)/s);
  const [clientId = "", clientSecret = ""] = halves.map(formDecoded);
  return { clientId, clientSecret };
}

function formDecoded(encoded: string): string {
  return new URLSearchParams(`text=${encoded.replaceAll("&", "%26")}`).get("text") ?? "";
}

function recordSent({ record }: Stage, { basic, parameters }: TokenRequest): void {
  record.note("authorization_code", parameters.code);
  record.note("code_verifier", parameters.code_verifier);
  record.note("refresh_token", parameters.refresh_token);
  record.note("client_secret", parameters.client_secret);
  record.note("client_secret", basic?.clientSecret);
}

function presentationOf({ req }: HostedContext, endpoint: Endpoint, request: TokenRequest) {
  const { basic, parameters } = request;
  const presented = parameters.token ?? parameters.refresh_token ?? parameters.code;
  return {
    kind: kindOf(endpoint, parameters.grant_type),
    clientId: basic?.clientId ?? parameters.client_id,
    grantType: parameters.grant_type,
    via: authMethodOf(request),
    userAgent: req.header("user-agent"),
    fingerprint: presented === undefined ? undefined : fingerprintOf(presented),
  };
}

function kindOf(endpoint: Endpoint, grantType: string | undefined): LedgerNote["kind"] {
  if (endpoint === "revocation") {
    return "revocation";
  }
  if (grantType === "refresh_token") {
    return "refresh";
  }
  return grantType === "authorization_code" ? "code" : "other";
}

function decisionOf(
  { body = {}, status }: TokenAnswer,
  endpoint: Endpoint,
  { parameters }: TokenRequest,
): Decision {
  const issued = textOf(body.refresh_token);
  return {
    outcome: outcomeOf(status, endpoint, { ...parameters, issued }),
    error: textOf(body.error),
    errorDescription: textOf(body.error_description),
    issued: issued === undefined ? undefined : fingerprintOf(issued),
  };
}

function outcomeOf(
  status: number,
  endpoint: Endpoint,
  { grant_type: grantType, issued, refresh_token: presented }: Parameters,
): LedgerNote["outcome"] {
  if (status >= 400) {
    return "refused";
  }
  if (endpoint === "revocation") {
    return "revoked";
  }
  if (grantType !== "refresh_token") {
    return "exchanged";
  }
  return issued === undefined || issued === presented ? "same" : "rotated";
}

async function responseOf({ record }: Stage, { fault }: Visit, answer: TokenAnswer): Promise<Response> {
  const { complete, encoding = json, headers = {}, status } = answer;
  if (answer.body === undefined) {
    return new Response(null, { status, headers });
  }
  const body = complete === undefined ? answer.body : await complete(answer.body);
  record.note("access_token", body.access_token);
  record.note("id_token", body.id_token);
  return new Response(encoding.encode(faultyMembers(fault, body)), {
    status,
    headers: { "content-type": encoding.type, "cache-control": "no-store", ...headers },
  });
}

const json: Encoding = { type: "application/json", encode: (body) => JSON.stringify(body) };

async function strike(
  { clock, faults }: Stage,
  { context, fault }: Visit,
  response: Response,
): Promise<Response> {
  if (fault === undefined) {
    return response;
  }
  await waitForFault(fault, faults);
  const { outgoing } = context.env;
  const headers = Object.fromEntries(response.headers);
  const reply = { status: response.status, headers, body: await response.text() };
  if (breaksSending(fault)) {
    await sendFaulty(fault, reply, { faults, outgoing });
    return RESPONSE_ALREADY_SENT;
  }
  const { body, ...head } = faultyReply(fault, reply, clock.nowMs());
  return new Response(body, head);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
