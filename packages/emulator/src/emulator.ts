import { Changes } from "./changes.ts";
import { type EmulatorClock, ownClock, processClock } from "./clock.ts";
import { Control } from "./control.ts";
import { sendChanges } from "./control-page/events.ts";
import { pagePath } from "./control-page/form.ts";
import { eventsPath } from "./control-page/refresh-script.ts";
import { EmulatorError } from "./errors.ts";
import { Faults } from "./faults/faults.ts";
import { Ledger } from "./ledger.ts";
import { openPersonality } from "./open-personality.ts";
import { type EmulatorOptions, resolveOptions, type Settings } from "./options.ts";
import type { Administration, IssuedTokens, Personality, Services } from "./personality.ts";
import { seededRandomSource, withRandomSource } from "./random.ts";
import { SecretRecord } from "./secret-record.ts";
import { type EmulatorHost, type HostHandler, hostsOf, type OpenHosts, openHosts } from "./serving/hosts.ts";
import { urlOf } from "./serving/http.ts";

/** A provider that runs in this process. */
export interface Emulator extends Administration {
  /** The origin of the first host, where a login begins. Default: http://localhost and the port. */
  readonly issuer: string;
  /** The port of the first host. */
  readonly port: number;
  /** The path of the authority's certificate with `tls`, for NODE_EXTRA_CA_CERTS; otherwise `null`. */
  readonly caFile: string | null;
  /** The hosts of the provider by name. */
  readonly hosts: Readonly<Record<string, EmulatorHost>>;
  readonly clock: EmulatorClock;
  readonly ledger: Ledger;
  /** Every secret that the emulator issued or received, in full. */
  readonly record: SecretRecord;
  readonly faults: Faults;
  /**
   * Changes settings of an app. Their names are those of the options.
   *
   * @throws {EmulatorError} `invalid_option`
   */
  setApp(clientId: string, switches: Readonly<Record<string, unknown>>): void;
  /**
   * Connects users to an app without a browser, as fast as thousands of them need it: each user has logged in at the first
   * host and pressed Allow. The ledger has each refresh token as issued. Salesforce only.
   *
   * @throws {EmulatorError} `invalid_option`
   */
  connect(clientId: string, userNames: readonly string[]): readonly IssuedTokens[];
  /**
   * Breaks every connection and refuses new ones, as a provider that is down, or accepts them again. Nothing is
   * forgotten.
   */
  setReachable(isReachable: boolean): Promise<void>;
  /** Breaks every connection, stops, and forgets everything. */
  close(): Promise<void>;
}

/**
 * Starts a provider on 127.0.0.1 and ::1, over plain http by default, and resolves when it accepts requests. It is for
 * tests only: it accepts any password, its keys and client secrets are public, and it stores nothing.
 *
 * @throws {EmulatorError} `production`, `invalid_option`, `missing_dependency`, `no_loopback`
 * @see https://openid.net/specs/openid-connect-core-1_0.html
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  if (process.env.NODE_ENV === "production") {
    throw new EmulatorError(
      "production",
      "The emulator accepts any password. It does not run in production.",
    );
  }
  const settings = resolveOptions(options);
  // The provider issues URLs with its ports, so open the ports first.
  const opened = Promise.withResolvers<HostHandler>();
  const { personality: name, port, origins, tls, startMs } = settings;
  // oidc-provider reads Date itself.
  const clock = name === "oidc" ? processClock : ownClock(startMs);
  const plan = { names: hostsOf[name], port, origins, tls, clock };
  const front = await openHosts(plan, async (host, request, response) => {
    const handle = await opened.promise;
    await handle(host, request, response);
  });
  try {
    const services = servicesOf(settings, front, clock);
    const personality = await openPersonality(services);
    services.faults.attach(personality.faults);
    const control = new Control(services, personality, front.hosts);
    const handle: HostHandler = async (host, request, response) => {
      const { pathname } = urlOf(request);
      const isControl = pathname === pagePath || pathname.startsWith(`${pagePath}/`);
      if (!isControl || request.method !== "GET") response.once("close", () => services.changes.announce());
      if (pathname.replace(/\/$/, "") === pagePath) {
        const { answerControlPage } = await import("./control-page/control-page.ts");
        return answerControlPage(control, request, response);
      }
      if (pathname === eventsPath) return sendChanges(services.changes, request, response);
      return isControl ? control.answer(request, response) : personality.handle(host, request, response);
    };
    opened.resolve(withSeed(settings, handle));
    return emulatorOf(services, personality, front);
  } catch (cause) {
    await front.close();
    throw cause;
  }
}

/** Answers requests with the bytes of one seeded generator, if there is a seed. */
function withSeed({ seed }: Settings, handle: HostHandler): HostHandler {
  if (seed === undefined) return handle;
  const source = seededRandomSource(seed);
  return (...request) => withRandomSource(source, () => handle(...request));
}

function servicesOf(settings: Settings, { hosts }: OpenHosts, clock: EmulatorClock): Services {
  const changes = new Changes();
  return {
    originOf: (host) => hosts.get(host)?.origin ?? "",
    settings,
    clock: announcing(clock, changes),
    ledger: new Ledger(),
    record: new SecretRecord(),
    faults: new Faults(changes),
    changes,
  };
}

/** Returns a clock whose moves are announced. */
function announcing(clock: EmulatorClock, changes: Changes): EmulatorClock {
  return {
    ...clock,
    advance(ms) {
      clock.advance(ms);
      changes.announce();
    },
  };
}

function emulatorOf(services: Services, personality: Personality, front: OpenHosts): Emulator {
  const { changes, clock, faults, ledger, record, settings } = services;
  const announced = <Result>(result: Result): Result => {
    changes.announce();
    return result;
  };
  const [first = { origin: "", port: 0 }] = front.hosts.values();
  return {
    issuer: first.origin,
    port: first.port,
    caFile: front.caFile,
    hosts: Object.fromEntries(front.hosts),
    clock,
    ledger,
    record,
    faults,
    setBlocked: (userName, blocked) => announced(personality.setBlocked(userName, blocked)),
    revokeGrants: (userName) => announced(personality.revokeGrants(userName)),
    grants: () => personality.grants(),
    revokeGrant: (id) => announced(personality.revokeGrant(id)),
    expireAccessTokens: () => announced(personality.expireAccessTokens()),
    setApp: (clientId, switches) => {
      announced(personality.setApp(clientId, switches));
    },
    connect: (clientId, userNames) => {
      if (personality.connect === undefined)
        throw new EmulatorError("invalid_option", `"${settings.personality}" connects by a login only.`);
      return announced(personality.connect(clientId, userNames));
    },
    setReachable: (isReachable) => front.setListening(isReachable),
    close: async () => {
      faults.clear();
      await front.close();
    },
  };
}
