import type { IncomingMessage, ServerResponse } from "node:http";
import type { EmulatorClock } from "../clock.ts";
import { type RequestHandler, sendJson } from "./http.ts";
import { type Loopback, listenOnLoopback } from "./loopback.ts";

/** The hosts of each provider. A login begins at the first one. */
export const hostsOf = {
  oidc: ["issuer"],
  salesforce: ["login", "test", "myDomain", "sandbox", "site"],
  auth0: ["tenant", "custom"],
} as const;

/** The providers that the emulator can play. */
export type PersonalityName = keyof typeof hostsOf;

/** The hosts of all providers. */
export type HostName = (typeof hostsOf)[PersonalityName][number];

/** One host of the provider: its origin and its loopback port. */
export interface EmulatorHost {
  /** Default: http://localhost and the port, or https:// with `tls`. */
  readonly origin: string;
  readonly port: number;
}

/** Handles a request at one of the hosts. */
export type HostHandler = (
  host: HostName,
  request: IncomingMessage,
  response: ServerResponse,
) => void | Promise<void>;

/** The open ports of an emulator. */
export interface OpenHosts {
  readonly hosts: ReadonlyMap<HostName, EmulatorHost>;
  /** The path of the authority's certificate; `null` without TLS. */
  readonly caFile: string | null;
  /** Breaks every connection and refuses new ones, or listens again at the same ports. */
  setListening(isListening: boolean): Promise<void>;
  /** Breaks every connection and stops listening. */
  close(): Promise<void>;
}

/** The options of the hosts. */
export interface HostOptions {
  readonly names: readonly HostName[];
  /** The port of the first host; the others take the ports after it. 0: any free ports. */
  readonly port: number;
  /** The origins of hosts, if they differ from http://localhost and the port. */
  readonly origins: Readonly<Partial<Record<HostName, string>>>;
  readonly clock: EmulatorClock;
  /** Whether to serve https with a new certificate authority. */
  readonly tls: boolean;
}

/**
 * Opens a loopback port for each host.
 *
 * @throws {EmulatorError} `no_loopback`
 */
export async function openHosts(plan: HostOptions, handle: HostHandler): Promise<OpenHosts> {
  const opened: Loopback[] = [];
  const reopeners: (() => Promise<Loopback>)[] = [];
  const setListening = async (isListening: boolean) => {
    const isOpen = opened.length > 0;
    if (isListening && !isOpen) opened.push(...(await Promise.all(reopeners.map((reopen) => reopen()))));
    if (!isListening) await Promise.all(opened.splice(0).map((one) => one.close()));
  };
  // Load it only with TLS: creating keys takes time.
  const authority = plan.tls ? await (await import("./tls.ts")).makeAuthority() : undefined;
  const close = async () => {
    await Promise.all([...opened, ...(authority ? [authority] : [])].map((one) => one.close()));
  };
  const hosts = new Map<HostName, EmulatorHost>();
  try {
    for (const name of plan.names) {
      const port = plan.port === 0 ? 0 : plan.port + hosts.size;
      const guarded = requireLoopbackHost(plan.clock, (request, response) => handle(name, request, response));
      const loopback = await listenOnLoopback(port, guarded, authority);
      opened.push(loopback);
      reopeners.push(() => listenOnLoopback(loopback.port, guarded, authority));
      const origin = plan.origins[name] ?? `${authority ? "https" : "http"}://localhost:${loopback.port}`;
      hosts.set(name, { origin, port: loopback.port });
    }
  } catch (cause) {
    await close();
    throw cause;
  }
  return { hosts, caFile: authority?.caFile ?? null, setListening, close };
}

/** Refuses every host name except loopback ones, so that no web page reaches the emulator through a name of its own. */
function requireLoopbackHost(clock: EmulatorClock, handle: RequestHandler): RequestHandler {
  return (request, response) => {
    // Node sets this header by the machine's clock, which the preload does not move.
    response.setHeader("date", new Date(clock.nowMs()).toUTCString());
    const { localPort } = request.socket;
    const names = ["localhost", "127.0.0.1", "[::1]"].map((name) => `${name}:${localPort}`);
    if (!names.includes(request.headers.host?.toLowerCase() ?? "")) {
      sendJson(response, 403, { error: "The emulator answers to localhost, 127.0.0.1 and [::1] only." });
      return undefined;
    }
    return handle(request, response);
  };
}
