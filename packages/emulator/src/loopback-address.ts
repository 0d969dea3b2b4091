/** The host names of this machine. */
export const loopbackHosts: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether a value is an http or https URL of this machine. */
export function isLoopbackUrl(value: unknown): boolean {
  const url = typeof value === "string" ? URL.parse(value) : null;
  return url !== null && /^https?:$/.test(url.protocol) && loopbackHosts.has(url.hostname);
}
