import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { applyToBody, injectFault, type Reply } from "../faults/inject-fault.ts";
import { underFault } from "../faults/under-fault.ts";
import type { Services } from "../personality.ts";
import type { HostContext } from "./hono.ts";
import {
  type Answer,
  type Endpoint,
  noteRequest,
  type RecordedRequest,
  recordSecrets,
  serializer,
  textOf,
} from "./ledger-recorder.ts";
import { readTokenRequest, type TokenRequest } from "./token-request.ts";

type Members = Readonly<Record<string, unknown>>;

/** A format of response bodies. */
export interface Encoding {
  readonly type: string;
  readonly encode: (body: Members) => string;
}

/** The response of an endpoint, and what only the provider knows about it. */
export interface TokenAnswer extends Answer {
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: JSON. */
  readonly encoding?: Encoding;
  /** Completes the body after the decision, for example with signed tokens. */
  readonly complete?: (body: Members) => Promise<Members>;
  /** Called when the response has left or the connection is gone. */
  readonly onSent?: () => void;
}

/** Decides one request. */
type Decide = (request: TokenRequest, context: HostContext) => TokenAnswer | Promise<TokenAnswer>;

/**
 * Serves one endpoint: decides requests one after the other, records them, and injects faults.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2
 */
export function serveTokenRequests(
  services: Services,
  endpoint: Endpoint,
  decide: Decide,
): (context: HostContext) => Promise<Response> {
  const serialize = serializer();
  return async (context) => {
    const { outgoing } = context.env;
    const fault = endpoint === "token" ? services.faults.take() : undefined;
    const request = await readTokenRequest(context);
    recordSecrets(services, request);
    const recorded = { endpoint, request, userAgent: context.req.header("user-agent"), fault };
    const deliver = () =>
      serialize(() =>
        underFault(fault, () => decideOne(services, recorded, (sent) => decide(sent, context))),
      );
    const reply = await injectFault(fault, services, outgoing, {
      drop: async () => noteRequest(services, recorded),
      process: async () => {
        if (fault?.fault === "duplicate") {
          const lost = await deliver();
          await replyOf(services, recorded, lost);
          lost.onSent?.();
        }
        const answer = await deliver();
        if (answer.onSent !== undefined) onClose(context, answer.onSent);
        return await underFault(fault, () => replyOf(services, recorded, answer));
      },
    });
    if (reply === undefined) return RESPONSE_ALREADY_SENT;
    const { body, ...head } = reply;
    return new Response(body, head);
  };
}

async function decideOne(
  services: Services,
  recorded: RecordedRequest,
  decide: (request: TokenRequest) => TokenAnswer | Promise<TokenAnswer>,
): Promise<TokenAnswer> {
  const { fault, request } = recorded;
  const { clock, faults, record } = services;
  if (fault?.fault === "rolled-key") faults.rollKey();
  const { refresh_token: presented = "" } = request.parameters;
  const isHidden = faults.isHidden(presented, clock.nowMs());
  const answer = await decide(isHidden ? withUnknownToken(request) : request);
  noteRequest(services, recorded, isHidden ? { ...answer, detail: "not visible yet" } : answer);
  const issued = textOf(answer.body?.refresh_token);
  record.note("refresh_token", issued);
  if (fault?.fault === "invisible" && issued !== undefined)
    faults.hide(issued, clock.nowMs() + fault.seconds * 1000);
  if (fault?.fault === "evict" && answer.grantId !== undefined) faults.evict(answer.grantId);
  return answer;
}

function withUnknownToken({ basic, parameters }: TokenRequest): TokenRequest {
  return { basic, parameters: { ...parameters, refresh_token: "not-visible-yet" } };
}

function onClose({ env: { outgoing } }: HostContext, sent: () => void): void {
  if (outgoing.closed || outgoing.destroyed) sent();
  else outgoing.once("close", sent);
}

async function replyOf(
  { record }: Services,
  { fault }: RecordedRequest,
  answer: TokenAnswer,
): Promise<Reply> {
  const { complete, encoding = json, headers = {}, status } = answer;
  if (answer.body === undefined) return { status, headers, body: null };
  const body = complete === undefined ? answer.body : await complete(answer.body);
  record.note("access_token", body.access_token);
  record.note("id_token", body.id_token);
  return {
    status,
    headers: { "content-type": encoding.type, "cache-control": "no-store", ...headers },
    body: encoding.encode(applyToBody(fault, body)),
  };
}

const json: Encoding = { type: "application/json", encode: (body) => JSON.stringify(body) };
