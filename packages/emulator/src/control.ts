import type { IncomingMessage, ServerResponse } from "node:http";
import type { Checks } from "./checks.ts";
import { EmulatorError } from "./errors.ts";
import { type ArmedFault, type FaultName, parseFault } from "./faults/fault.ts";
import type { LedgerEntry, LedgerSummary } from "./ledger.ts";
import type {
  AppSwitches,
  ControlAction,
  GrantState,
  Personality,
  Services,
  UserState,
} from "./personality.ts";
import type { EmulatorHost, OpenHosts, PersonalityName } from "./serving/hosts.ts";
import { readBody, sendJson, urlOf } from "./serving/http.ts";

type Actions = Readonly<Record<string, ControlAction>>;

/** The state of the emulator. Holds no secret. */
export interface ControlState {
  readonly personality: PersonalityName;
  readonly hosts: Readonly<Record<string, EmulatorHost>>;
  readonly clock: { readonly nowMs: number; readonly offsetMs: number };
  readonly apps: readonly AppSwitches[];
  /** Whether an unknown client id is accepted, too. */
  readonly anyApp: boolean;
  readonly users: readonly UserState[];
  readonly grants: readonly GrantState[];
  readonly faults: { readonly armed: readonly ArmedFault[]; readonly held: number };
  readonly ledger: { readonly summary: LedgerSummary; readonly entries: readonly LedgerEntry[] };
}

/** One call of the control interface: an action such as `POST faults`, the name after it in the path, and the body. */
export interface ControlCall {
  readonly action: string;
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The control interface. Other processes and the control page use it to read and change the emulator. */
export class Control {
  readonly #actions: Actions;
  readonly #services: Services;
  readonly #personality: Personality;
  readonly #hosts: OpenHosts["hosts"];

  constructor(services: Services, personality: Personality, hosts: OpenHosts["hosts"]) {
    this.#services = services;
    this.#personality = personality;
    this.#hosts = hosts;
    this.#actions = {
      "GET state": () => this.state(),
      ...observations(services),
      "GET hosts": () => ({ hosts: Object.fromEntries(hosts) }),
      ...interventions(services),
      ...administration(personality),
      ...personality.actions,
    };
  }

  /** Returns the whole state. */
  state(): ControlState {
    const { clock, faults, ledger, settings } = this.#services;
    return {
      personality: settings.personality,
      hosts: Object.fromEntries(this.#hosts),
      clock: { nowMs: clock.nowMs(), offsetMs: clock.offsetMs() },
      apps: this.#personality.apps(),
      anyApp: settings.anyApp,
      users: this.#personality.users(),
      grants: this.#personality.grants(),
      faults: { armed: faults.list(), held: faults.heldCount() },
      ledger: { summary: ledger.summary(), entries: ledger.list() },
    };
  }

  /** Returns the checks of an app's settings. */
  switches(): Checks {
    return this.#personality.switches;
  }

  /** Whether the provider supports a fault. */
  canStrike(fault: FaultName): boolean {
    return this.#services.faults.canStrike(fault);
  }

  /**
   * Performs a call and resolves with its result, or with `undefined` if there is no such call.
   *
   * @throws {EmulatorError}
   */
  async perform({ action, body, name }: ControlCall): Promise<unknown> {
    const perform = Object.hasOwn(this.#actions, action) ? this.#actions[action] : undefined;
    return await perform?.(body, name);
  }

  /** Answers one request under /emulator/. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (comesFromElsewhere(request)) {
      sendJson(response, 403, { error: "The control interface does not serve other web pages." });
      return;
    }
    const [, , resource = "", encodedName = ""] = urlOf(request).pathname.split("/");
    const action = `${request.method} ${resource}`;
    try {
      const body = parseBody(await readBody(request));
      const answer = await this.perform({ action, body, name: decodeName(encodedName) });
      if (answer === undefined) {
        const known = Object.keys(this.#actions).join(", ");
        sendJson(response, 404, { error: `The control interface has ${known}.` });
        return;
      }
      sendJson(response, 200, answer);
    } catch (cause) {
      if (!(cause instanceof EmulatorError)) throw cause;
      sendJson(response, cause.code === "no_preload" ? 409 : 400, { error: cause.message, code: cause.code });
    }
  }
}

/**
 * Whether a page of another origin sent the request. Another port of this machine is another origin.
 *
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
export function comesFromElsewhere({ headers }: IncomingMessage): boolean {
  const { host = "", origin, "sec-fetch-site": site = "none" } = headers;
  const isElsewhere = origin !== undefined && URL.parse(origin)?.host !== host.toLowerCase();
  return isElsewhere || (site !== "none" && site !== "same-origin");
}

function observations({ clock, ledger, record, faults }: Services): Actions {
  return {
    "GET ledger": () => ({ summary: ledger.summary(), entries: ledger.list() }),
    "GET record": () => ({ secrets: record.list() }),
    "GET clock": () => ({ nowMs: clock.nowMs(), offsetMs: clock.offsetMs() }),
    "GET faults": () => ({ armed: faults.list(), held: faults.heldCount() }),
    "GET held": async () => {
      await faults.whenHeld();
      return { held: faults.heldCount() };
    },
  };
}

function interventions({ clock, faults }: Services): Actions {
  return {
    "POST clock": ({ advanceMs }) => {
      clock.advance(Number(advanceMs));
      return { nowMs: clock.nowMs(), offsetMs: clock.offsetMs() };
    },
    "POST faults": (body) => {
      faults.arm(parseFault(body));
      return { armed: faults.list() };
    },
    "DELETE faults": () => {
      faults.clear();
      return { armed: faults.list() };
    },
    "POST release": () => ({ released: faults.release() }),
  };
}

/** The actions of the provider's administrator. */
function administration(personality: Personality): Actions {
  return {
    "GET apps": () => ({ apps: personality.apps() }),
    "POST apps": (switches, clientId) => personality.setApp(clientId, switches),
    "GET grants": () => ({ grants: personality.grants() }),
    "DELETE grants": (_body, id) => {
      if (!personality.revokeGrant(id))
        throw new EmulatorError("invalid_option", `There is no live grant "${id}".`);
      return { id, revoked: true };
    },
    "POST expire": () => ({ expired: personality.expireAccessTokens() }),
    "GET users": () => ({ users: personality.users() }),
    "POST users": ({ blocked, revoked }, userName) => {
      if (userName !== "" && revoked === true)
        return { name: userName, revokedGrants: personality.revokeGrants(userName) };
      if (typeof blocked !== "boolean" || userName === "") {
        throw new EmulatorError(
          "invalid_option",
          'Send {"blocked":true} or {"revoked":true} to /emulator/users/NAME.',
        );
      }
      personality.setBlocked(userName, blocked);
      return { name: userName, blocked };
    },
  };
}

function decodeName(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (cause) {
    throw new EmulatorError("invalid_option", "The name in the path is not properly encoded.", { cause });
  }
}

function parseBody(text: string): Readonly<Record<string, unknown>> {
  if (text === "") return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null) return { ...parsed };
  } catch {
    // The error below is clearer than that of the parser.
  }
  throw new EmulatorError("invalid_option", "The body must be a JSON object.");
}
