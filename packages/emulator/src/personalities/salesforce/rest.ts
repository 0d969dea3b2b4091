import type { Hono } from "hono";
import type { HostContext, HostEnv } from "../../serving/hono.ts";
import { sessionOf } from "./bearers.ts";
import type { Conditions } from "./conditions.ts";
import { jsonType } from "./discovery.ts";
import type { Session } from "./grants.ts";
import { orgAt } from "./orgs.ts";
import { answerQuery } from "./query.ts";
import { objectName, recordsOf } from "./records.ts";
import { opensApi } from "./scopes.ts";
import type { State } from "./state.ts";
import { apiVersions } from "./versions.ts";

const dailyRequests = 15_000;
const notForRest = "This session is not valid for use with the REST API";

type Members = Readonly<Record<string, unknown>>;

/**
 * Serves the REST API of an org at its My Domain.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_rest.htm
 */
export function serveRest(server: Hono<HostEnv>, state: State): void {
  const usage = { requests: 0 };
  const guarded =
    (answer: (context: HostContext, session: Session) => Response) =>
    (context: HostContext): Response => {
      const session = isMyDomain(context) ? sessionOf(context, state) : undefined;
      if (session === undefined) return restError(401, "INVALID_SESSION_ID", "Session expired or invalid");
      if (!opensApi(session.scopes)) return restError(401, "INVALID_SESSION_ID", notForRest);
      const failure = failureUnder(state.conditions.now);
      if (failure !== undefined) return failure;
      usage.requests += 1;
      const response = answer(context, session);
      response.headers.set("sforce-limit-info", `api-usage=${usage.requests}/${dailyRequests}`);
      return response;
    };
  server.get("/services/data", (context) => (isMyDomain(context) ? json(apiVersions) : notFound()));
  const base = "/services/data/:version{v[0-9]+\\.0}";
  server.get(base, guarded(resources));
  server.get(
    `${base}/limits`,
    guarded(() => json(limitsOf(usage.requests))),
  );
  server.get(
    `${base}/query`,
    guarded((context, session) => {
      const { body, status } = answerQuery(context.req.query("q") ?? "", {
        records: (object) => recordsOf(state, session, object),
        url: (object, id) => recordUrl(context, object, id),
        describesColumns: context.req.query("columns") === "true",
      });
      return json(body, status);
    }),
  );
  server.get(
    `${base}/sobjects/:object/:id`,
    guarded((context, session) => {
      const { id = "", object = "" } = context.req.param();
      const records = recordsOf(state, session, object) ?? [];
      const found = records.find((record) => record.Id === id || String(record.Id).slice(0, 15) === id);
      const url = recordUrl(context, object, String(found?.Id));
      return found === undefined
        ? notFound()
        : json({ attributes: { type: objectName(object), url }, ...found });
    }),
  );
  server.all("/services/data/*", guarded(notFound));
}

/** @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm */
function failureUnder({ apiEnabled, apiFailure }: Conditions): Response | undefined {
  if (!apiEnabled)
    return restError(403, "API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner");
  switch (apiFailure) {
    case "limit":
      return restError(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
    case "session":
      return restError(401, "INVALID_SESSION_ID", notForRest);
    case "unavailable":
      return restError(503, "SERVER_UNAVAILABLE", "server unavailable");
    default:
      return undefined;
  }
}

function isMyDomain({ env }: HostContext): boolean {
  return orgAt(env.host).myDomainHost === env.host;
}

function resources({ req }: HostContext): Response {
  const base = `/services/data/${req.param("version")}`;
  return json({ limits: `${base}/limits`, query: `${base}/query`, sobjects: `${base}/sobjects` });
}

function recordUrl({ req }: HostContext, object: string, id: string): string {
  return `/services/data/${req.param("version")}/sobjects/${objectName(object)}/${id}`;
}

function limitsOf(used: number): Members {
  return { DailyApiRequests: { Max: dailyRequests, Remaining: dailyRequests - used } };
}

function notFound(): Response {
  return restError(404, "NOT_FOUND", "The requested resource does not exist");
}

function restError(status: number, errorCode: string, message: string): Response {
  return json([{ message, errorCode }], status);
}

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": jsonType,
      "cache-control": "no-cache,must-revalidate,max-age=0,no-store,private",
    },
  });
}
