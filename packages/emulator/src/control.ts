import type { IncomingMessage, ServerResponse } from "node:http";
import { EmulatorError } from "./errors.ts";
import { parseFault } from "./fault.ts";
import type { OpenHosts } from "./hosts.ts";
import { readBody, sendJson, urlOf } from "./http.ts";
import type { ControlAction, Personality, Stage } from "./personality.ts";

type Actions = Readonly<Record<string, ControlAction>>;

/** Answers the control interface under /emulator/, by which another process reads and steers the emulator. */
export class Control {
  readonly #actions: Actions;

  constructor(stage: Stage, personality: Personality, hosts: OpenHosts["hosts"]) {
    this.#actions = {
      ...observations(stage),
      "GET hosts": () => ({ hosts: Object.fromEntries(hosts) }),
      ...interventions(stage),
      ...administration(personality),
      ...personality.actions,
    };
  }

  /** Answers one request. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A page in a browser must not steer it, and no other caller sends this header.
    if (request.headers.origin !== undefined) {
      sendJson(response, 403, { error: "The control interface does not serve web pages." });
      return;
    }
    const [, , resource = "", encodedName = ""] = urlOf(request).pathname.split("/");
    const action = this.#actions[`${request.method} ${resource}`];
    if (action === undefined) {
      sendJson(response, 404, {
        error: `The control interface has ${Object.keys(this.#actions).join(", ")}.`,
      });
      return;
    }
    try {
      const body = parseBody(await readBody(request));
      sendJson(response, 200, await action(body, decodeName(encodedName)));
    } catch (cause) {
      if (!(cause instanceof EmulatorError)) {
        throw cause;
      }
      sendJson(response, cause.code === "no_preload" ? 409 : 400, { error: cause.message, code: cause.code });
    }
  }
}

function observations({ clock, ledger, record, faults }: Stage): Actions {
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

function interventions({ clock, faults }: Stage): Actions {
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

/** What an administrator does at the provider. */
function administration(personality: Personality): Actions {
  return {
    "GET apps": () => ({ apps: personality.apps() }),
    "POST apps": (switches, clientId) => personality.setApp(clientId, switches),
    "POST users": ({ blocked, revoked }, userName) => {
      if (userName !== "" && revoked === true) {
        return { name: userName, revokedGrants: personality.revokeGrants(userName) };
      }
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
  if (text === "") {
    return {};
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null) {
      return { ...parsed };
    }
  } catch {
    // The sentence below says it better than the parser.
  }
  throw new EmulatorError("invalid_option", "The body must be a JSON object.");
}
