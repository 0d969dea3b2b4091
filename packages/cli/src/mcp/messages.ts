/** The part of a JSON-RPC message that the bridge must know. The message itself passes as it is. */
export interface Message {
  readonly kind: "request" | "notification" | "response";
  /** Id of a request or response as JSON; `""` for a notification. */
  readonly id: string;
  /** Method of a request or notification; `""` for a response. */
  readonly method: string;
  readonly params: Members;
  readonly result: Members;
}

type Members = Readonly<Record<string, unknown>>;

/** Reads a message or a batch of them; `null` if the text is neither. */
export function readMessages(text: string): readonly Message[] | null {
  try {
    const value: unknown = JSON.parse(text);
    const messages = [value].flat().map(readMessage);
    return messages.length > 0 && messages.every((one) => one !== null) ? messages : null;
  } catch {
    return null;
  }
}

function readMessage(value: unknown): Message | null {
  if (!isMembers(value)) return null;
  const { id, method, params, result } = value;
  const kind = typeof method !== "string" ? "response" : id === undefined ? "notification" : "request";
  return {
    kind,
    id: id === undefined ? "" : JSON.stringify(id),
    method: typeof method === "string" ? method : "",
    params: isMembers(params) ? params : {},
    result: isMembers(result) ? result : {},
  };
}

const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Id of the request that a notification cancels; `null` for any other message. */
export function cancelledBy({ method, params }: Message): string | null {
  return method === "notifications/cancelled" && params.requestId !== undefined
    ? JSON.stringify(params.requestId)
    : null;
}

/** Revision of MCP that a request names itself, from 2026-07-28 on; `null` for an earlier one, which has sessions. */
export function revisionOf({ params }: Message): string | null {
  const meta = isMembers(params._meta) ? params._meta : {};
  const revision = meta["io.modelcontextprotocol/protocolVersion"];
  return typeof revision === "string" ? revision : null;
}

/** Parameter of a method that the header `Mcp-Name` repeats. */
const named: Readonly<Record<string, string>> = {
  "tools/call": "name",
  "prompts/get": "name",
  "resources/read": "uri",
  "tasks/get": "taskId",
  "tasks/update": "taskId",
  "tasks/cancel": "taskId",
};

/**
 * Returns the headers that repeat parts of a request that names its revision, and none for any other message.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports#standard-headers read in the SDK 2.4.0
 */
export function repeatedHeaders(message: Message): Readonly<Record<string, string>> {
  const revision = revisionOf(message);
  if (revision === null) return {};
  const name = Object.hasOwn(named, message.method) ? message.params[named[message.method] ?? ""] : undefined;
  return {
    "mcp-protocol-version": revision,
    "mcp-method": message.method,
    ...(typeof name === "string" && { "mcp-name": asHeader(name) }),
  };
}

/** Writes a text as the value of a header: in base64 if it has characters or edges that a header may not have. */
function asHeader(text: string): string {
  const isPlain = /^[\t\x20-\x7e]+$/.test(text) && text === text.trim() && !/^=\?base64\?.*\?=$/.test(text);
  return isPlain ? text : `=?base64?${Buffer.from(text).toString("base64")}?=`;
}

/** Error of JSON-RPC for a fault of the bridge or its server. */
const internalError = -32_603;
const parseError = -32_700;

/** Writes the error that answers a request. `code` is for programs. */
export function errorLine(id: string, message: string, code: string): string {
  const isUnreadable = code === "unreadable";
  const error = { code: isUnreadable ? parseError : internalError, message, data: { tokenwell: code } };
  return `{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify(error)}}`;
}
