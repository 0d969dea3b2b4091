import type { IncomingMessage, ServerResponse } from "node:http";
import { answerApi } from "./api.ts";
import { type EmulatorClock, processClock } from "./clock.ts";
import { Control } from "./control.ts";
import { EmulatorError } from "./errors.ts";
import { Faults } from "./faults.ts";
import { type RequestHandler, sendJson, urlOf } from "./http.ts";
import { Ledger } from "./ledger.ts";
import { listenOnLoopback } from "./loopback.ts";
import { type EmulatorOptions, settle } from "./options.ts";
import { openOidcPersonality } from "./personalities/oidc.ts";
import type { Stage } from "./personality.ts";
import { SecretRecord } from "./record.ts";

/** A provider that runs in this process. */
export interface Emulator {
  /** Where discovery begins: http://localhost and the port. */
  readonly issuer: string;
  readonly port: number;
  readonly clock: EmulatorClock;
  readonly ledger: Ledger;
  /** Every secret that it issued or was sent, in full. */
  readonly record: SecretRecord;
  readonly faults: Faults;
  /** As an administrator would: lets nothing of a user work any longer, or lets him in again. */
  setBlocked(userName: string, blocked: boolean): void;
  /** Breaks every connection and stops. All that it knew is gone. */
  close(): Promise<void>;
}

/**
 * Starts a provider on 127.0.0.1 and ::1, over plain http, and resolves when it can be used. It is for tests: any
 * password is right, keys and client secrets are public, and nothing is kept.
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
  const settings = settle(options);
  // The issuer holds the port, so the port must be taken before there is a provider to answer.
  const opened = Promise.withResolvers<RequestHandler>();
  const loopback = await listenOnLoopback(settings.port, async (request, response) => {
    const handle = await opened.promise;
    await handle(request, response);
  });
  const { port } = loopback;
  const ledger = new Ledger();
  const record = new SecretRecord();
  const faults = new Faults();
  const stage = { issuer: `http://localhost:${port}`, settings, clock: processClock, ledger, record, faults };
  try {
    const personality = await openOidcPersonality(stage);
    const control = new Control(stage, personality);
    opened.resolve(
      guard(stage, port, (request, response) => {
        const { pathname } = urlOf(request);
        if (pathname.startsWith("/emulator/")) {
          return control.answer(request, response);
        }
        return pathname.startsWith("/api/")
          ? answerApi(personality, request, response)
          : personality.handle(request, response);
      }),
    );
    const setBlocked = personality.setBlocked;
    const close = async () => {
      faults.clear();
      await loopback.close();
    };
    return { issuer: stage.issuer, port, clock: processClock, ledger, record, faults, setBlocked, close };
  } catch (cause) {
    await loopback.close();
    throw cause;
  }
}

/** Lets only loopback names in, so that no web page reaches the emulator by a host name of its own. */
function guard({ clock }: Stage, port: number, handle: RequestHandler): RequestHandler {
  const hosts = new Set(["localhost", "127.0.0.1", "[::1]"].map((host) => `${host}:${port}`));
  return (request: IncomingMessage, response: ServerResponse) => {
    // Node dates its answers by the machine's clock, which the preload does not move.
    response.setHeader("date", new Date(clock.nowMs()).toUTCString());
    if (!hosts.has(request.headers.host?.toLowerCase() ?? "")) {
      sendJson(response, 403, { error: "The emulator answers to localhost, 127.0.0.1 and [::1] only." });
      return undefined;
    }
    return handle(request, response);
  };
}
