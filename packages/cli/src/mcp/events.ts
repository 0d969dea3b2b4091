type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** One server-sent event. */
export interface ServerEvent {
  readonly type: string;
  /** Data as it arrived, its lines joined by `\n`. */
  readonly data: string;
  /** Last event id of the stream so far; `""` if it has none. */
  readonly id: string;
  /** Milliseconds that the server asks to wait before the stream is opened again; `null` if it does not say. */
  readonly retryMs: number | null;
}

/**
 * Reads the events of a stream. An event that the end of the stream cuts off is dropped, as the standard says.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation read on 2026-11-28
 */
export async function* readEvents(stream: Bytes): AsyncGenerator<ServerEvent> {
  let id = "";
  let retryMs: number | null = null;
  let type = "";
  let data: string[] = [];
  let isUsed = false;
  for await (const line of readLines(stream)) {
    if (line === "") {
      if (isUsed) yield { type: type || "message", data: data.join("\n"), id, retryMs };
      type = "";
      data = [];
      isUsed = false;
      continue;
    }
    const [, field = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    isUsed ||= field === "data" || field === "id" || field === "retry";
    if (field === "event") type = value;
    else if (field === "data") data.push(value);
    else if (field === "id" && !value.includes("\0")) id = value;
    else if (field === "retry" && /^\d{1,9}$/.test(value)) retryMs = Number(value);
  }
}

/** Splits a stream of UTF-8 into lines, which end with CR, LF or both. */
async function* readLines(stream: Bytes): AsyncGenerator<string> {
  // Removes the byte order mark, too.
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let endsWithReturn = false;
  for await (const chunk of stream) {
    let text = decoder.decode(chunk, { stream: true });
    if (text === "") continue;
    if (endsWithReturn && text.startsWith("\n")) text = text.slice(1);
    endsWithReturn = text.endsWith("\r");
    const lines = text.split(/\r\n|\r|\n/);
    const rest = lines.pop() ?? "";
    for (const line of lines) {
      // Only the first line was begun earlier. A long line is joined once.
      yield parts.splice(0).join("") + line;
    }
    parts.push(rest);
  }
}
