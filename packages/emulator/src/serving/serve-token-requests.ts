import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { faultyMembers, injectFault, type Reply } from "../faults/inject-fault.ts";
import { underFault } from "../faults/under-fault.ts";
import type { Stage } from "../personality.ts";
import type { HostedContext } from "./hosted.ts";
import {
  type Answer,
  type Endpoint,
  noteRequest,
  recordSecrets,
  serializer,
  textOf,
  type Visit,
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
  /** Completes the body with what takes time after the decision, such as a signature. */
  readonly complete?: (body: Members) => Promise<Members>;
  /** Called when the response has left or the connection is gone. */
  readonly sent?: () => void;
}

/** Decides one request. */
type Decide = (request: TokenRequest, context: HostedContext) => TokenAnswer | Promise<TokenAnswer>;

/**
 * Serves one endpoint: decides requests one after the other, writes them into ledger and record, and lets each meet
 * the fault that waits for it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2
 */
export function serveTokenRequests(
  stage: Stage,
  endpoint: Endpoint,
  decide: Decide,
): (context: HostedContext) => Promise<Response> {
  const serialize = serializer();
  return async (context) => {
    const { outgoing } = context.env;
    const fault = endpoint === "token" ? stage.faults.take() : undefined;
    const request = await readTokenRequest(context);
    recordSecrets(stage, request);
    const visit = { endpoint, request, userAgent: context.req.header("user-agent"), fault };
    const deliver = () =>
      serialize(() => underFault(fault, () => decideOne(stage, visit, (sent) => decide(sent, context))));
    const reply = await injectFault(fault, stage, outgoing, {
      drop: async () => noteRequest(stage, visit),
      process: async () => {
        if (fault?.fault === "duplicate") {
          const lost = await deliver();
          await replyOf(stage, visit, lost);
          lost.sent?.();
        }
        const answer = await deliver();
        if (answer.sent !== undefined) whenOver(context, answer.sent);
        return await underFault(fault, () => replyOf(stage, visit, answer));
      },
    });
    if (reply === undefined) return RESPONSE_ALREADY_SENT;
    const { body, ...head } = reply;
    return new Response(body, head);
  };
}

async function decideOne(
  stage: Stage,
  visit: Visit,
  decide: (request: TokenRequest) => TokenAnswer | Promise<TokenAnswer>,
): Promise<TokenAnswer> {
  const { fault, request } = visit;
  const { clock, faults, record } = stage;
  if (fault?.fault === "rolled-key") faults.rollKey();
  const { refresh_token: presented = "" } = request.parameters;
  const isHidden = faults.isHidden(presented, clock.nowMs());
  const answer = await decide(isHidden ? withUnknownToken(request) : request);
  noteRequest(stage, visit, isHidden ? { ...answer, detail: "not visible yet" } : answer);
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

function whenOver({ env: { outgoing } }: HostedContext, sent: () => void): void {
  if (outgoing.closed || outgoing.destroyed) sent();
  else outgoing.once("close", sent);
}

async function replyOf({ record }: Stage, { fault }: Visit, answer: TokenAnswer): Promise<Reply> {
  const { complete, encoding = json, headers = {}, status } = answer;
  if (answer.body === undefined) return { status, headers, body: null };
  const body = complete === undefined ? answer.body : await complete(answer.body);
  record.note("access_token", body.access_token);
  record.note("id_token", body.id_token);
  return {
    status,
    headers: { "content-type": encoding.type, "cache-control": "no-store", ...headers },
    body: encoding.encode(faultyMembers(fault, body)),
  };
}

const json: Encoding = { type: "application/json", encode: (body) => JSON.stringify(body) };
