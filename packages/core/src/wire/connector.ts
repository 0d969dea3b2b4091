import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net";
import tls, { type SecureContext } from "node:tls";
import { TokenwellError, WireError } from "../errors.ts";
import { isLocalName } from "../loopback.ts";
import { reasonOf, wireFailure } from "./failure.ts";
import { type Environment, type ProxyServer, proxyFor } from "./proxy.ts";
import { lookupWith } from "./target.ts";

/** Opens a connection to a target, up to the first byte. Rejects with a {@link WireError} whose `sent` is `false`. */
export type Dial = (target: URL, signal: AbortSignal) => Promise<Socket>;

/** Options of {@link openDial}. */
export interface DialOptions {
  /** The environment for the proxy variables. */
  readonly env: Environment;
  /** Trusted certificates (PEM) besides those of Node, the system and `NODE_EXTRA_CA_CERTS`. */
  readonly extraCa?: readonly string[];
  /** The name lookup. Default: the system's. */
  readonly lookup?: LookupFunction;
}

const maxTlsSessions = 100;
const keepAliveProbeMs = 60_000;
/** Milliseconds for one loopback address, which refuses at once: it takes long only if this process stood still. */
const loopbackAttemptMs = 10_000;

/**
 * Returns the one function that opens connections: TCP, a tunnel if the environment names a proxy, and TLS, whose
 * verification no environment variable turns off.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6
 * @see https://www.rfc-editor.org/rfc/rfc9325
 */
export function openDial(options: DialOptions): Dial {
  const dialer = new Dialer(options);
  return async (target, signal) => {
    try {
      return await dialer.dial(target, signal);
    } catch (error) {
      if (error instanceof TokenwellError) throw error;
      throw wireFailure(false, target.host, signal.aborted ? "stopped" : reasonOf(error), error);
    }
  };
}

class Dialer {
  readonly #options: DialOptions;
  readonly #lookup: LookupFunction;
  /** TLS sessions by host and port: resuming one saves a round trip. */
  readonly #sessions = new Map<string, Buffer>();
  #trust: SecureContext | undefined;

  constructor(options: DialOptions) {
    this.#options = options;
    this.#lookup = lookupWith(options.lookup);
  }

  async dial(target: URL, signal: AbortSignal): Promise<Socket> {
    const proxy = proxyFor(target, this.#options.env);
    const port = portOf(target);
    if (target.protocol === "http:") return this.#tcp(hostOf(target), port, signal);
    const under =
      proxy === null ? this.#tcp(hostOf(target), port, signal) : this.#viaProxy(proxy, target, signal);
    return this.#secure(under, hostOf(target), port, signal);
  }

  #tcp(host: string, port: number, signal: AbortSignal): Promise<Socket> {
    const socket = connectTcp({
      host,
      port,
      lookup: this.#lookup,
      autoSelectFamily: true,
      // Node gives an address up after half a second, though it may be connected by then.
      ...(isLocalName(host) && { autoSelectFamilyAttemptTimeout: loopbackAttemptMs }),
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: keepAliveProbeMs,
    });
    return ready(socket, "connect", signal);
  }

  async #secure(under: Promise<Socket>, host: string, port: number, signal: AbortSignal): Promise<Socket> {
    // Reading the system's certificates takes tens of milliseconds, so it happens while TCP connects.
    under.catch(() => {});
    this.#trust ??= trust(this.#options.extraCa ?? []);
    const key = `${host}:${port}`;
    const session = this.#sessions.get(key);
    const socket = tls.connect({
      socket: await under,
      host,
      ...(isIP(host) === 0 ? { servername: host.replace(/\.$/, "") } : {}),
      ...(session === undefined ? {} : { session }),
      secureContext: this.#trust,
      rejectUnauthorized: true,
      ALPNProtocols: ["http/1.1"],
    });
    socket.on("session", (fresh) => this.#keepSession(key, fresh));
    return ready(socket, "secureConnect", signal);
  }

  #keepSession(key: string, session: Buffer): void {
    this.#sessions.delete(key);
    this.#sessions.set(key, session);
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= maxTlsSessions) return;
      this.#sessions.delete(oldest);
    }
  }

  async #viaProxy(proxy: ProxyServer, target: URL, signal: AbortSignal): Promise<Socket> {
    try {
      const plain = this.#tcp(proxy.hostname, proxy.port, signal);
      const socket = await (proxy.secure ? this.#secure(plain, proxy.hostname, proxy.port, signal) : plain);
      return await tunnel(socket, proxy, target, signal);
    } catch (error) {
      if (error instanceof TokenwellError) throw error;
      throw wireFailure(false, target.host, signal.aborted ? "stopped" : "proxy_unreachable", error);
    }
  }
}

/** Asks the proxy for a tunnel. Node's HTTP parser reads the response; the bytes after it belong to the tunnel. */
async function tunnel(socket: Socket, proxy: ProxyServer, target: URL, signal: AbortSignal): Promise<Socket> {
  const { request } = process.getBuiltinModule("node:http");
  const authority = `${target.hostname}:${portOf(target)}`;
  return new Promise<Socket>((resolve, reject) => {
    const fail = (error: unknown): void => {
      socket.destroy();
      reject(error);
    };
    const asking = request({
      method: "CONNECT",
      path: authority,
      headers: {
        host: authority,
        "user-agent": "tokenwell",
        ...(proxy.authorization === null ? {} : { "proxy-authorization": proxy.authorization.expose() }),
      },
      // The connection to the proxy is open. Without an agent, Node neither pools nor opens another.
      createConnection: () => socket,
      signal,
    });
    asking.once("connect", (answer, _socket, head: Buffer) => {
      const status = answer.statusCode ?? 0;
      if (status < 200 || status > 299) {
        fail(new WireError("unreachable", false, { host: target.host, reason: "proxy", status }));
        return;
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asking.once("error", fail);
    asking.end();
  });
}

/** Resolves when the socket emits `event`; destroys the socket if the signal aborts first. */
function ready<S extends Socket>(
  socket: S,
  event: "connect" | "secureConnect",
  signal: AbortSignal,
): Promise<S> {
  // Stays: an error before the next owner adds its listener must not end the process.
  socket.on("error", () => {});
  return new Promise((resolve, reject) => {
    const stop = (): void => fail(signal.reason);
    const fail = (error: unknown): void => {
      signal.removeEventListener("abort", stop);
      socket.destroy();
      reject(error);
    };
    socket.once("error", fail);
    // A peer may close without an error.
    socket.once("close", fail);
    socket.once(event, () => {
      signal.removeEventListener("abort", stop);
      socket.off("error", fail);
      socket.off("close", fail);
      resolve(socket);
    });
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}

/**
 * Makes the context of trusted certificates: Node's list with `NODE_EXTRA_CA_CERTS`, the system's list (companies
 * install theirs there) and `extra`. Without additions it uses Node's own context, which is 50 times as fast to make.
 */
function trust(extra: readonly string[]): SecureContext {
  const all = new Set(tls.getCACertificates("default"));
  const own = all.size;
  for (const certificate of [...tls.getCACertificates("system"), ...extra]) all.add(certificate);
  return tls.createSecureContext(all.size === own ? {} : { ca: [...all] });
}

function hostOf(target: URL): string {
  return target.hostname.replace(/^\[|\]$/g, "");
}

function portOf(target: URL): number {
  if (target.port !== "") return Number(target.port);
  return target.protocol === "https:" ? 443 : 80;
}
