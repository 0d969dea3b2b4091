import type { Manifest } from "../connections/departure.ts";
import { checkName } from "../connections/find.ts";
import { InputError } from "../errors.ts";
import type { Client, ClientBehaviour, Endpoints, Lifetimes, RequestedAccess, Rotation } from "../model.ts";
import { serverWithEndpoints } from "../oauth/given-endpoints.ts";
import { providerOf } from "../providers/index.ts";

type Members = Readonly<Record<string, unknown>>;

const rotations: readonly unknown[] = ["static", "sliding", "grace", "strict", "unknown"];
const endpointNames = ["authorization", "token", "revocation", "introspection", "userinfo", "jwks"] as const;

/**
 * Reads what another store says of a connection that it moves here. Takes over what it knows, and nothing else.
 *
 * @throws InputError `invalid_manifest`, `invalid_name`, `insecure_address`
 */
export function readManifest(given: unknown): Manifest {
  const whole = membersOf(given, "manifest");
  const client = membersOf(whole.client, "client");
  const connection = membersOf(whole.connection, "connection");
  const details = membersOf(connection.details, "details");
  const connectedAtMs = optionalNumber(details.connectedAtMs, "connectedAtMs");
  return {
    id: idOf(whole.id),
    name: checkName(text(whole.name, "name")),
    client: readClient(client),
    connection: {
      subject: connection.subject === null ? null : text(connection.subject, "subject"),
      scope: text(connection.scope, "scope"),
      details: {
        ...optionalTexts(details, ["account", "instanceUrl", "otherTokenType", "apiBase"]),
        ...(details.requested !== undefined && { requested: readRequested(details.requested) }),
        ...(connectedAtMs !== undefined && { connectedAtMs }),
      },
    },
  };
}

function readClient(client: Members): Manifest["client"] {
  const issuer = text(client.issuer, "issuer");
  const provider = providerOf(text(client.provider, "provider")).id;
  const rotation = client.rotationSeen;
  if (rotation !== null && !rotations.includes(rotation)) throw invalid("rotationSeen");
  return {
    name: text(client.name, "name"),
    provider,
    issuer,
    endpoints: readEndpoints(issuer, membersOf(client.endpoints, "endpoints")),
    clientId: text(client.clientId, "clientId"),
    redirectUri: text(client.redirectUri, "redirectUri"),
    rotationSeen: rotation as Rotation | null,
    overlapSeconds: optionalNumber(client.overlapSeconds ?? undefined, "overlapSeconds") ?? null,
    lifetimes: numbersOf(client.lifetimes, ["accessSeconds", "idleSeconds", "maxSeconds"]),
    requested: readRequested(client.requested),
    behaviour: readBehaviour(membersOf(client.behaviour, "behaviour")),
  };
}

/** Reads endpoints, each of which may get a refresh token or the app's secret. */
function readEndpoints(issuer: string, members: Members): Endpoints {
  const given = optionalTexts(members, endpointNames);
  const { authorization, token } = given;
  if (authorization === undefined || token === undefined) throw invalid("endpoints");
  return serverWithEndpoints(issuer, { ...given, authorization, token }).endpoints;
}

function readRequested(given: unknown): RequestedAccess {
  return optionalTexts(membersOf(given, "requested"), ["scope", "audience", "resource", "apiBase"]);
}

function readBehaviour({
  demandsScope,
  revocationMethod,
  introspectionMethod,
}: Members): Client["behaviour"] {
  const isMethod = (value: unknown): value is NonNullable<ClientBehaviour["revocationMethod"]> =>
    value === "none" || value === "client_secret_basic" || value === "client_secret_post";
  return {
    ...(typeof demandsScope === "boolean" && { demandsScope }),
    ...(isMethod(revocationMethod) && { revocationMethod }),
    ...(isMethod(introspectionMethod) && { introspectionMethod }),
  };
}

function idOf(given: unknown): string {
  const id = text(given, "id");
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw invalid("id");
  return id;
}

function membersOf(given: unknown, what: string): Members {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw invalid(what);
  return { ...given };
}

function text(given: unknown, what: string): string {
  if (typeof given !== "string" || given.length > 8_192) throw invalid(what);
  return given;
}

function optionalNumber(given: unknown, what: string): number | undefined {
  if (given === undefined) return undefined;
  if (typeof given !== "number" || !Number.isFinite(given) || given < 0) throw invalid(what);
  return given;
}

function optionalTexts<K extends string>(members: Members, names: readonly K[]): Partial<Record<K, string>> {
  const found = names.filter((name) => members[name] !== undefined);
  return Object.fromEntries(found.map((name) => [name, text(members[name], name)])) as Partial<
    Record<K, string>
  >;
}

function numbersOf(given: unknown, names: readonly (keyof Lifetimes)[]): Lifetimes {
  const members = membersOf(given, "lifetimes");
  const found = names.filter((name) => members[name] !== undefined);
  return Object.fromEntries(found.map((name) => [name, optionalNumber(members[name], name)]));
}

const invalid = (what: string): InputError => new InputError("invalid_manifest", { what });
