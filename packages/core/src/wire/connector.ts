import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net";
import tls, { type SecureContext } from "node:tls";
import { TokenwellError, WireError } from "../errors.ts";
import { isLocalName } from "../loopback.ts";
import { lookupWith } from "./address.ts";
import { reasonOf, wireFailure } from "./failure.ts";
import { type Environment, type ProxyServer, proxyFor } from "./proxy.ts";

/** Opens a connection to a target, ready for the first request byte. Rejects with a {@link WireError} that says not sent. */
export type Dial = (target: URL, signal: AbortSignal) => Promise<Socket>;

/** What {@link openDial} takes. */
export interface DialOptions {
  /** `HTTPS_PROXY`, `NO_PROXY` and their kin. */
  readonly env: Environment;
  /** Certificates in PEM that are trusted besides those of Node, of the system and of `NODE_EXTRA_CA_CERTS`. */
  readonly extraCa?: readonly string[];
  /** How names are looked up; the system's way by default. */
  readonly lookup?: LookupFunction;
}

const MAX_SESSIONS = 100;
const KEEP_ALIVE_PROBE_MS = 60_000;
/** For loopback only, which refuses at once what it refuses: a connection takes long there only if this process stood still. */
const LOOPBACK_ATTEMPT_MS = 10_000;

/**
 * The one way out: TCP, a proxy's tunnel where the environment names one, and TLS with verification, which no
 * environment variable turns off.
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
  /** TLS sessions by name and port, so that a fresh connection costs one round trip less. */
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
      ...(isLocalName(host) && { autoSelectFamilyAttemptTimeout: LOOPBACK_ATTEMPT_MS }),
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_PROBE_MS,
    });
    return ready(socket, "connect", signal);
  }

  async #secure(under: Promise<Socket>, host: string, port: number, signal: AbortSignal): Promise<Socket> {
    // Reading the system's certificates takes tens of milliseconds: done while the network is at work.
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
      if (this.#sessions.size <= MAX_SESSIONS) return;
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

/** Asks the proxy for a tunnel. Node's own parser reads the answer; what follows it belongs to the tunnel. */
async function tunnel(socket: Socket, proxy: ProxyServer, target: URL, signal: AbortSignal): Promise<Socket> {
  const { request } = await import("node:http");
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
      // The proxy is dialled here already. Without an agent nothing else is pooled or dialled.
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

/** Resolves when the socket has emitted `event`; destroys it when the signal aborts first. */
function ready<S extends Socket>(
  socket: S,
  event: "connect" | "secureConnect",
  signal: AbortSignal,
): Promise<S> {
  // For good: an error between this promise and the next owner's own listener must not end the process.
  socket.on("error", () => {});
  return new Promise((resolve, reject) => {
    const stop = (): void => fail(signal.reason);
    const fail = (error: unknown): void => {
      signal.removeEventListener("abort", stop);
      socket.destroy();
      reject(error);
    };
    socket.once("error", fail);
    // A peer may close without an error; after an error this changes nothing any more.
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
 * What is trusted: Node's list with `NODE_EXTRA_CA_CERTS`, the system's (where companies install theirs), and
 * `extra`. Where that is no more than Node's list, its own context is used, which is made 50 times as fast.
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
