import { readFileSync } from "node:fs";
import type { Finding } from "../../api/doctor.ts";
import type { Clock } from "../../clock.ts";
import { InputError, WireError } from "../../errors.ts";
import type { Client } from "../../model.ts";
import type { Egress } from "../../wire/egress.ts";
import { type Environment, proxyFor } from "../../wire/proxy.ts";

/** Addresses that are asked at most. */
const mostOrigins = 5;
const deadlineMs = 10_000;
/** Seconds that two clocks may differ: the date of an answer is in whole seconds, and answers take time. */
const toleratedSeconds = 30;

/** Checks the settings of proxies and certificates. Reads no answer and shows no password. */
export function checkNetwork(env: Environment, clients: readonly Client[]): readonly Finding[] {
  const found = [...checkProxies(env, clients), ...checkCertificates(env)];
  if (found.some(({ level }) => level !== "ok")) return found.filter(({ level }) => level !== "ok");
  return found;
}

const network = (level: Finding["level"], code: Finding["code"], facts: Finding["facts"] = {}): Finding => ({
  check: "network",
  level,
  code,
  facts,
});

function checkProxies(env: Environment, clients: readonly Client[]): readonly Finding[] {
  const set = (name: string): string => (env[name] ?? "").trim();
  const found: Finding[] = [];
  for (const name of ["https_proxy", "all_proxy"]) {
    const [lower, upper] = [set(name), set(name.toUpperCase())];
    if (lower !== "" && upper !== "" && lower !== upper)
      found.push(network("warning", "proxy_twice", { used: name, other: name.toUpperCase() }));
  }
  const https = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
  const isHttpOnly = set("http_proxy") !== "" || set("HTTP_PROXY") !== "";
  if (isHttpOnly && https.every((name) => env[name] === undefined))
    found.push(network("warning", "proxy_http_only"));
  return [...found, proxyOf(env, clients)];
}

/** Finds the proxy of the providers' endpoints, or of any https address if there is no connection. */
function proxyOf(env: Environment, clients: readonly Client[]): Finding {
  const targets = clients.map(({ endpoints }) => new URL(endpoints.token));
  try {
    for (const target of targets.length > 0 ? targets : [new URL("https://login.example.com/")]) {
      const proxy = proxyFor(target, env);
      if (proxy !== null)
        return network("ok", "through_proxy", {
          proxy: `${proxy.hostname}:${proxy.port}`,
          host: target.host,
        });
    }
    return network("ok", "direct");
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return network("failed", "proxy_invalid", error.facts);
  }
}

function checkCertificates(env: Environment): readonly Finding[] {
  const found: Finding[] = [];
  const file = env.NODE_EXTRA_CA_CERTS ?? "";
  if (file !== "") {
    const code = codeOfCertificates(file);
    // Node says nothing of such a file but a warning at its start.
    if (code !== null) found.push(network("failed", code, { path: file }));
  }
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === "0") found.push(network("warning", "checks_off"));
  return found;
}

function codeOfCertificates(path: string): "ca_unreadable" | "ca_empty" | null {
  try {
    return readFileSync(path, "latin1").includes("-----BEGIN CERTIFICATE-----") ? null : "ca_empty";
  } catch {
    return "ca_unreadable";
  }
}

/**
 * Asks the provider of each connection for the time, without a token or anything of a connection, and compares it with
 * this machine's.
 */
export async function checkClock(
  clients: readonly Client[],
  { egress, clock }: { readonly egress: Egress; readonly clock: Clock },
): Promise<readonly Finding[]> {
  const origins = [...new Set(clients.map(({ endpoints }) => new URL(endpoints.token).origin))];
  const asked = await Promise.all(
    origins.slice(0, mostOrigins).map((origin) => compare(origin, egress, clock)),
  );
  const found = asked.flat();
  const wrong = found.filter(({ level }) => level !== "ok");
  if (wrong.length > 0) return wrong;
  return found
    .slice(0, 1)
    .concat(
      found.length === 0 ? [{ check: "clock", level: "ok", code: "clock_not_compared", facts: {} }] : [],
    );
}

async function compare(origin: string, egress: Egress, clock: Clock): Promise<readonly Finding[]> {
  const { host } = new URL(origin);
  const sentMs = clock.nowMs();
  try {
    const url = `${origin}/.well-known/openid-configuration`;
    const { headers } = await egress.send({ method: "GET", url, deadlineMs, fresh: true });
    const theirsMs = Date.parse(headers.get("date") ?? "");
    if (Number.isNaN(theirsMs)) return [];
    const aheadSeconds = Math.round(((sentMs + clock.nowMs()) / 2 - (theirsMs + 500)) / 1000);
    const seconds = Math.abs(aheadSeconds);
    if (seconds <= toleratedSeconds)
      return [
        { check: "clock", level: "ok", code: "clock_right", facts: { host, seconds: Math.max(1, seconds) } },
      ];
    const code = aheadSeconds > 0 ? "clock_ahead" : "clock_behind";
    return [{ check: "clock", level: "failed", code, facts: { host, seconds, platform: process.platform } }];
  } catch (error) {
    if (error instanceof InputError) return [];
    if (!(error instanceof WireError)) throw error;
    return [network("failed", "unreachable", { ...error.facts, host, origin })];
  }
}
