import { InputError } from "../errors.ts";
import { Secret } from "../secret.ts";
import { isLoopback } from "./target.ts";

/** Environment variables in the form of `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A proxy that tunnels to https targets. */
export interface ProxyServer {
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number;
  /** The value of `Proxy-Authorization`; `null` if the variable has no user name. */
  readonly authorization: Secret | null;
}

/**
 * Returns the proxy for a target, or `null` for a direct connection. Reads the first of `https_proxy`, `HTTPS_PROXY`,
 * `all_proxy` and `ALL_PROXY` that is set (empty: no proxy), and `no_proxy` or `NO_PROXY`. Ignores `HTTP_PROXY`: plain
 * http goes to loopback only, and loopback is always direct.
 *
 * @throws InputError `invalid_option` if the variable is no http or https URL; the error never quotes the value
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6
 */
export function proxyFor(target: URL, env: Environment): ProxyServer | null {
  if (target.protocol !== "https:" || isLoopback(target)) return null;
  const name = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].find(
    (each) => env[each] !== undefined,
  );
  const value = name === undefined ? "" : (env[name] ?? "").trim();
  if (name === undefined || value === "") return null;
  if (isExempt(target, env.no_proxy ?? env.NO_PROXY ?? "")) return null;
  return readProxy(name, value);
}

function readProxy(name: string, value: string): ProxyServer {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:") || url.hostname === "") {
    // The value may hold a password, so the error shows its scheme only.
    throw new InputError("invalid_option", {
      option: name,
      given: url === null ? "…" : `${url.protocol}//…`,
      takes: "http://host:port, https://host:port",
    });
  }
  const secure = url.protocol === "https:";
  return {
    secure,
    hostname: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (secure ? 443 : 80) : Number(url.port),
    authorization: url.username === "" && url.password === "" ? null : Secret.of(basic(name, url)),
  };
}

function basic(name: string, url: URL): string {
  try {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    return `Basic ${Buffer.from(pair).toString("base64")}`;
  } catch {
    throw new InputError("invalid_option", {
      option: name,
      given: "…",
      takes: "http://user:password@host:port",
    });
  }
}

/**
 * Whether `no_proxy` exempts the target. As in curl, an entry is `*` or a host, which includes its subdomains; it may
 * begin with a dot or `*.`, and end with a port.
 */
function isExempt(target: URL, list: string): boolean {
  const host = bare(target.hostname);
  const port = target.port === "" ? "443" : target.port;
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      if (entry === "*") return true;
      const [, name = "", wanted] = /^(\[.*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? [];
      const suffix = bare(name.replace(/^\*?\./, ""));
      if (suffix === "" || (wanted !== undefined && wanted !== port)) return false;
      return host === suffix || host.endsWith(`.${suffix}`);
    });
}

function bare(host: string): string {
  return host.toLowerCase().replace(/^\[|\]$|\.$/g, "");
}
