import type { Tokenwell } from "@tokenwell/core";
import { isAllowed, type Rule, resolvePath } from "./rules.ts";

/** A call that an agent asks for. */
export interface Call {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly contentType?: string | undefined;
  readonly accept?: string | undefined;
  readonly body?: string | undefined;
}

/** A refusal to make a call, and how a person may allow it. */
export interface Denial {
  readonly denied: "path" | "rule";
}

/** The answer of an API as an agent gets it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the body was longer. */
  readonly isCut: boolean;
}

/** Longest body that an agent gets, in bytes. */
export const mostBytes = 200_000;
/** Headers that an agent may need to go on. None of them has a secret. */
const shownHeaders = ["content-type", "link", "retry-after", "etag", "last-modified", "x-total-count"];
const textTypes = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|yaml|x-ndjson|javascript|graphql))/i;

/** Makes a call if the rules allow it. Its line in the history is stored before it is sent. */
export async function makeCall(
  tokenwell: Tokenwell,
  call: Call,
  rules: readonly Rule[],
  signal: AbortSignal,
): Promise<Answer | Denial> {
  const { name, method } = call;
  const [connection] = await tokenwell.status(name);
  const resolved = connection ? resolvePath(call.path, connection.apiBase) : null;
  const record = (kind: string, path: string): Promise<void> =>
    tokenwell.record(name, { kind, detail: { by: "mcp", method, path: path.slice(0, 500) } });
  if (resolved === null) {
    await record("agent_denied", call.path.split(/[?#]/)[0] ?? "");
    return { denied: "path" };
  }
  if (!isAllowed(method, resolved.path, rules)) {
    await record("agent_denied", resolved.path);
    return { denied: "rule" };
  }
  await record("agent_request", resolved.path);
  const body = method === "GET" || method === "HEAD" ? undefined : call.body;
  const headers = {
    accept: call.accept ?? "application/json, text/*;q=0.9, */*;q=0.1",
    ...(body !== undefined && { "content-type": call.contentType ?? "application/json" }),
  };
  const response = await tokenwell.fetch(name, resolved.address, {
    method,
    headers,
    ...(body !== undefined && { body }),
    stream: true,
    signal,
  });
  const { accessToken, idToken } = await tokenwell.token(name, { minTtlSeconds: 0 }).catch(() => ({
    accessToken: "",
    idToken: undefined,
  }));
  return await readAnswer(response, [accessToken, idToken ?? ""]);
}

/** Reads the start of a response. Tokens that the API repeats are removed: some echo the headers of a request. */
async function readAnswer(response: Response, secrets: readonly string[]): Promise<Answer> {
  const { status } = response;
  const hide = (text: string): string =>
    secrets
      .filter((secret) => secret !== "")
      .flatMap((secret) => [secret, encodeURIComponent(secret)])
      .reduce((shown, secret) => shown.replaceAll(secret, "…"), text);
  const headers = Object.fromEntries(
    shownHeaders.flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, hide(value)]];
    }),
  );
  const type = response.headers.get("content-type") ?? "";
  const { bytes, isCut } = await startOf(response);
  const isText = type === "" || textTypes.test(type);
  // A cut may leave the start of a token at the end.
  const longest = Math.max(0, ...secrets.map(({ length }) => length * 3));
  const text = new TextDecoder().decode(bytes);
  const body = isText
    ? hide(isCut ? withoutTail(text, longest, secrets) : text)
    : `(${type}, ${bytes.length} bytes)`;
  return { status, headers, body, isCut };
}

/** Removes the end of a text if it may be the start of a secret. */
function withoutTail(text: string, longest: number, secrets: readonly string[]): string {
  const tail = text.slice(-longest);
  const starts = secrets
    .filter((secret) => secret !== "")
    .map((secret) => tail.lastIndexOf(secret.slice(0, 8)));
  const at = Math.max(-1, ...starts);
  return at === -1 ? text : text.slice(0, text.length - tail.length + at);
}

async function startOf(response: Response): Promise<{ readonly bytes: Uint8Array; readonly isCut: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    length += chunk.byteLength;
    if (length > mostBytes) break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, mostBytes), isCut: length > mostBytes };
}
