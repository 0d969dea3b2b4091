import { readFileSync } from "node:fs";
import { StoreError } from "../../errors.ts";
import { isLoopbackHost } from "../../loopback.ts";

/** Address of a database, read from its URL. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** The PostgreSQL schema with the tables. */
  readonly schema: string;
  /** Most connections of this process, beside those that are kept for responses. */
  readonly connections: number;
  /** Certificates that are trusted, and the name that the server's certificate must have; `false` for this machine. */
  readonly tls: { readonly ca?: string; readonly servername: string } | false;
  /** The address for sentences: without user and password. */
  readonly place: string;
}

/** Decodes a part of an address. */
function decoded(text: string, part: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that stands for itself, as in many passwords, is written %25.
    return refuse(`${part}: %`);
  }
}

const known = new Set(["schema", "connections", "sslmode", "sslrootcert"]);

/** Whether a store is named by an address of PostgreSQL. */
export const isPostgresUrl = (text: string): boolean => /^postgres(ql)?:\/\//i.test(text);

/**
 * Reads `postgres://user:password@host:port/database`, with the parameters `schema`, `connections`, `sslrootcert` and
 * `sslmode` (`verify-full`, the only one except on this machine).
 *
 * @throws StoreError `store_address` if it cannot be used; it never quotes the address
 * @see https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 */
export function readAddress(text: string): Address {
  const url = parse(text);
  const socket = url.searchParams.get("host");
  url.searchParams.delete("host");
  const unknown = [...url.searchParams.keys()].find((name) => !known.has(name));
  if (unknown !== undefined) refuse(`?${unknown}`);
  const host = socket ?? decoded(url.hostname.replace(/^\[|\]$/g, ""), "host");
  if (host === "") refuse("host");
  const port = url.port === "" ? 5432 : Number(url.port);
  const database = decoded(url.pathname.slice(1), "database");
  if (database === "" || database.includes("/")) refuse("database");
  const isHere = host.startsWith("/") || isLoopbackHost(host);
  return {
    host,
    port,
    database,
    user: decoded(url.username, "user") || undefined,
    password: decoded(url.password, "password") || undefined,
    schema: schemaOf(url.searchParams.get("schema") ?? "tokenwell"),
    connections: countOf(url.searchParams.get("connections") ?? "8"),
    tls: tlsOf(url, host, isHere),
    place: `postgres://${host.includes(":") ? `[${host}]` : host}:${port}/${database}`,
  };
}

function parse(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !isPostgresUrl(text)) refuse("postgres://");
  return url;
}

function schemaOf(name: string): string {
  // It stands in statements as it is.
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name) || name.startsWith("pg_")) refuse("?schema");
  return name;
}

function countOf(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) refuse("?connections");
  return Number(text);
}

function tlsOf(url: URL, host: string, isHere: boolean): Address["tls"] {
  const mode = url.searchParams.get("sslmode") ?? (isHere ? "disable" : "verify-full");
  const rootCert = url.searchParams.get("sslrootcert");
  // Anything less lets a machine in between read every token.
  if (mode !== "verify-full" && !(isHere && mode === "disable")) refuse("?sslmode");
  if (mode === "disable") return false;
  return {
    servername: host,
    ...(rootCert !== null && rootCert !== "system" && { ca: certificates(rootCert) }),
  };
}

function certificates(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return refuse("?sslrootcert");
  }
}

function refuse(part: string): never {
  throw new StoreError("store_address", { part });
}
