import type { ControlCall } from "../control.ts";
import { EmulatorError } from "../errors.ts";

const unitsMs: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** Encodes a call of the control interface as the value of a button. */
export function callValue(action: string, { name = "", ...body }: Readonly<Record<string, unknown>> = {}) {
  return JSON.stringify({ action, name, body });
}

/**
 * Decodes the call of the control interface from a form of the page.
 *
 * @throws {EmulatorError} `invalid_option`
 */
export function callOf(form: URLSearchParams): ControlCall {
  const call = form.get("call") ?? "";
  if (call === "move") {
    const unitMs = unitsMs[form.get("unit") ?? ""] ?? Number.NaN;
    const advanceMs = Math.round(Number(form.get("amount")) * unitMs);
    return { action: "POST clock", name: "", body: { advanceMs } };
  }
  if (call === "arm") {
    const fault = members(parsedJson(form.get("json") || form.get("fault") || ""));
    const [skip, times] = [Number(form.get("skip") || 0), Number(form.get("times") || 1)];
    return { action: "POST faults", name: "", body: { skip, times, ...fault } };
  }
  if (call === "change") {
    const [name, setting] = [form.get("app") ?? "", form.get("setting") ?? ""];
    return { action: "POST apps", name, body: { [setting]: parsedJson(form.get("value") ?? "") } };
  }
  const { action, body, name } = members(parsedJson(call));
  return { action: String(action), name: String(name), body: members(body) };
}

function members(value: unknown): Readonly<Record<string, unknown>> {
  return { ...Object(value) };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EmulatorError("invalid_option", "That is not JSON.", { cause });
  }
}
