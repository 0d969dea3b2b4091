import type { IncomingMessage, ServerResponse } from "node:http";
import { type Control, comesFromElsewhere } from "../control.ts";
import { EmulatorError } from "../errors.ts";
import { readBody, sendJson, urlOf } from "../serving/http.ts";
import { languageOf } from "../text/say.ts";
import { callOf } from "./call.ts";
import { pagePath } from "./form.ts";
import { controlLook } from "./style.ts";
import { controlPage } from "./view.ts";

/** Serves the control page at /emulator. Its forms call the control interface. */
export async function answerControlPage(
  control: Control,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "POST") {
    show(control, request, response, undefined);
    return;
  }
  if (comesFromElsewhere(request)) {
    sendJson(response, 403, { error: "The control page takes no forms of other web pages." });
    return;
  }
  const form = new URLSearchParams(await readBody(request));
  try {
    if ((await control.perform(callOf(form))) === undefined)
      throw new EmulatorError("invalid_option", "The control interface has no such call.");
  } catch (cause) {
    if (!(cause instanceof EmulatorError)) throw cause;
    show(control, request, response, cause.message);
    return;
  }
  // A header allows no other characters.
  const section = (form.get("section") ?? "").replace(/[^a-z]/g, "");
  response.writeHead(303, { location: `${pagePath}?done=1#${section}`, "cache-control": "no-store" });
  response.end();
}

function show(
  control: Control,
  request: IncomingMessage,
  response: ServerResponse,
  refusal: string | undefined,
): void {
  const markup = controlPage(languageOf(request.headers["accept-language"]), {
    state: control.state(),
    canStrike: (fault) => control.canStrike(fault),
    switches: control.switches(),
    isDone: urlOf(request).searchParams.has("done"),
    refusal,
  });
  response.writeHead(refusal === undefined ? 200 : 400, controlLook.headers);
  response.end(markup);
}
