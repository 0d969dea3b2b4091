import type { Context, Provider } from "oidc-provider";
import { applyToBody, injectFault, type Reply } from "../../faults/inject-fault.ts";
import type { Services } from "../../personality.ts";
import { readBody } from "../../serving/http.ts";
import {
  type Answer,
  type Endpoint,
  noteRequest,
  recordSecrets,
  serializer,
  textOf,
} from "../../serving/ledger-recorder.ts";
import { basicCredentials, parametersOf } from "../../serving/token-request.ts";

/** The paths of the two endpoints that the ledger watches, relative to the issuer. */
export const endpointPaths = { token: "/token", revocation: "/revoke" } as const;

/** Records every request at the token and revocation endpoints, and injects faults. */
export function watchTokens(provider: Provider, services: Services): void {
  const serialize = serializer();
  const revokedGrants = new WeakSet<Context>();
  const details = new WeakMap<Context, unknown>();
  provider.on("grant.revoked", (context: Context) => revokedGrants.add(context));
  provider.on("grant.error", (context: Context, cause: object) => {
    details.set(context, Reflect.get(cause, "error_detail"));
  });
  const answerOf = (context: Context): Answer => {
    const { Client: client, Grant: grant, RefreshToken: token } = context.oidc?.entities ?? {};
    return {
      status: context.status,
      body: membersOf(context),
      clientId: client?.clientId ?? textOf(context.oidc?.params?.client_id),
      grantId: grant?.jti ?? token?.grantId,
      grantRevoked: revokedGrants.has(context),
      detail: textOf(details.get(context)),
    };
  };
  provider.use(async (context, next) => {
    const endpoint = context.method === "POST" ? endpointAt(context.path) : undefined;
    if (endpoint === undefined) return next();
    const fault = endpoint === "token" ? services.faults.take() : undefined;
    const note = (form: object, answer?: Answer) => {
      const basic = basicCredentials(context.get("authorization"));
      const request = { parameters: parametersOf(form), basic };
      recordSecrets(services, request);
      noteRequest(
        services,
        { endpoint, request, userAgent: context.get("user-agent") || undefined, fault },
        answer,
      );
    };
    const reply = await injectFault(fault, services, context.res, {
      drop: async () => note(Object.fromEntries(new URLSearchParams(await readBody(context.req)))),
      process: async () => {
        // The provider signs an ID token after its decision. Without the queue, a later refusal could be recorded
        // first.
        await serialize(async () => {
          await next();
          services.record.note("id_token", membersOf(context).id_token);
          note(context.oidc?.params ?? {}, answerOf(context));
        });
        const body = JSON.stringify(applyToBody(fault, membersOf(context)));
        return { status: context.status, headers: { "content-type": context.type }, body };
      },
    });
    if (reply === undefined) context.respond = false;
    else if (fault !== undefined) respond(context, reply);
  });
}

function endpointAt(path: string): Endpoint | undefined {
  if (path === endpointPaths.token) return "token";
  return path === endpointPaths.revocation ? "revocation" : undefined;
}

function respond(context: Context, { body, headers, status }: Reply): void {
  const { "content-type": type = "application/json", ...rest } = headers;
  context.status = status;
  context.body = body;
  context.type = type;
  context.set(rest);
}

function membersOf({ body }: Context): Readonly<Record<string, unknown>> {
  return typeof body === "object" && body !== null ? { ...body } : {};
}
