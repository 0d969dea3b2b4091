import type { Context, Provider } from "oidc-provider";
import { type Fault, strikesBefore } from "../../faults/fault.ts";
import {
  breaksSending,
  faultyMembers,
  faultyReply,
  sendFaulty,
  waitForFault,
} from "../../faults/faulty-reply.ts";
import { fingerprintOf, type LedgerNote } from "../../ledger.ts";
import type { Stage } from "../../personality.ts";
import { readBody } from "../../serving/http.ts";

/** Paths of the two endpoints that the ledger watches. */
export const TOKEN_PATH = "/token";
/** Of the revocation endpoint, relative to the issuer. */
export const REVOCATION_PATH = "/revoke";

/** What only the provider's answer tells. */
type Decision = Pick<LedgerNote, "outcome" | "error" | "errorDescription" | "issued">;

type Form = Readonly<Record<string, string | undefined>>;

/** Who presented what, as far as the request itself tells. */
type Presentation = Pick<LedgerNote, "kind" | "clientId" | "grantType" | "via" | "userAgent" | "fingerprint">;

/** Writes every request at the token and revocation endpoints into ledger and record, and lets faults strike. */
export function watchTokens(provider: Provider, stage: Stage): void {
  const { clock, faults, ledger, record } = stage;
  const inTurn = takingTurns();
  const revoking = new WeakSet<Context>();
  const details = new WeakMap<Context, unknown>();
  provider.on("grant.revoked", (context: Context) => revoking.add(context));
  provider.on("grant.error", (context: Context, cause: object) => {
    details.set(context, Reflect.get(cause, "error_detail"));
  });
  provider.use(async (context, next) => {
    const atTokenEndpoint = context.path === TOKEN_PATH;
    if (context.method !== "POST" || !(atTokenEndpoint || context.path === REVOCATION_PATH)) {
      return next();
    }
    const fault = atTokenEndpoint ? faults.take() : undefined;
    const note = (form: Form, decision: Decision) => {
      recordSecrets(record, context, form);
      ledger.note({
        ...presentationOf(context, form),
        ...decision,
        atMs: clock.nowMs(),
        grantId: context.oidc?.entities.Grant?.jti ?? context.oidc?.entities.RefreshToken?.grantId,
        grantRevoked: revoking.has(context),
        detail: textOf(details.get(context)),
        fault: fault?.fault,
      });
    };
    if (fault !== undefined && strikesBefore(fault)) {
      const form = Object.fromEntries(new URLSearchParams(await readBody(context.req)));
      note(form, {
        outcome: "unprocessed",
        error: undefined,
        errorDescription: undefined,
        issued: undefined,
      });
      return strike(context, fault, stage);
    }
    if (fault?.fault === "delay" && fault.where !== "after") {
      await faults.wait(fault.ms);
    }
    await inTurn(async () => {
      await next();
      const form = context.oidc?.params ?? {};
      record.note("id_token", answerOf(context).id_token);
      note(form, decisionOf(context, form));
    });
    return fault === undefined ? undefined : strike(context, fault, stage);
  });
}

/**
 * One request after the other, as a provider does with a lock on a token's row. A grant signs its ID token after it has
 * decided, so a refusal that came later could otherwise reach the ledger first and look as if its token were unspent.
 */
function takingTurns(): (work: () => Promise<void>) => Promise<void> {
  let last = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

async function strike(context: Context, fault: Fault, { clock, faults }: Stage): Promise<void> {
  await waitForFault(fault, faults);
  const body = JSON.stringify(faultyMembers(fault, answerOf(context)));
  const reply = { status: context.status, headers: { "content-type": context.type }, body };
  if (breaksSending(fault)) {
    context.respond = false;
    return sendFaulty(fault, reply, { faults, outgoing: context.res });
  }
  const faulty = faultyReply(fault, reply, clock.nowMs());
  context.status = faulty.status;
  context.body = faulty.body;
  const { "content-type": type = "application/json", ...rest } = faulty.headers;
  context.type = type;
  context.set(rest);
}

function decisionOf(context: Context, form: Form): Decision {
  const answer = answerOf(context);
  const issued = textOf(answer.refresh_token);
  return {
    outcome: outcomeOf(context, form, issued),
    error: textOf(answer.error),
    errorDescription: textOf(answer.error_description),
    issued: issued === undefined ? undefined : fingerprintOf(issued),
  };
}

function outcomeOf(context: Context, form: Form, issued: string | undefined): LedgerNote["outcome"] {
  if (context.status >= 400) {
    return "refused";
  }
  if (context.path === REVOCATION_PATH) {
    return "revoked";
  }
  if (form.grant_type !== "refresh_token") {
    return "exchanged";
  }
  return issued === undefined || issued === form.refresh_token ? "same" : "rotated";
}

function presentationOf(context: Context, form: Form): Presentation {
  const presented = form.token ?? form.refresh_token ?? form.code;
  const basic = basicCredentials(context);
  return {
    kind: kindOf(context, form),
    clientId: context.oidc?.entities.Client?.clientId ?? form.client_id ?? basic?.clientId,
    grantType: form.grant_type,
    via: basic !== undefined ? "client_secret_basic" : form.client_secret ? "client_secret_post" : "none",
    userAgent: context.get("user-agent") || undefined,
    fingerprint: presented === undefined ? undefined : fingerprintOf(presented),
  };
}

function kindOf(context: Context, { grant_type: grantType }: Form): LedgerNote["kind"] {
  if (context.path === REVOCATION_PATH) {
    return "revocation";
  }
  if (grantType === "refresh_token") {
    return "refresh";
  }
  return grantType === "authorization_code" ? "code" : "other";
}

function recordSecrets(record: Stage["record"], context: Context, form: Form): void {
  record.note("authorization_code", form.code);
  record.note("code_verifier", form.code_verifier);
  record.note("refresh_token", form.refresh_token);
  record.note("client_secret", form.client_secret);
  record.note("client_secret", basicCredentials(context)?.clientSecret);
}

/** RFC 6749 §2.3.1: both halves are form-encoded before they are joined. */
function basicCredentials(context: Context): { clientId: string; clientSecret: string } | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(context.get("authorization"))?.[1];
  if (encoded === undefined) {
    return undefined;
  }
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const [clientId = "", clientSecret = ""] = text.split(/:(.*)/s).map(formDecoded);
  return { clientId, clientSecret };
}

function formDecoded(text: string): string {
  return new URLSearchParams(`text=${text.replaceAll("&", "%26")}`).get("text") ?? "";
}

function answerOf({ body }: Context): Readonly<Record<string, unknown>> {
  return typeof body === "object" && body !== null ? { ...body } : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
