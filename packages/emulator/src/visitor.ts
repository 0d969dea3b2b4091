import { EmulatorError } from "./errors.ts";

/** What a visitor does on the emulator's pages. */
export interface Visit {
  /** Who logs in. Default: `alice`. */
  readonly user?: string;
  /** Press Deny instead of Allow. Default: false. */
  readonly deny?: boolean;
}

/**
 * Does what a person does in a browser, by plain requests: opens the authorization address, logs in, presses Allow (or
 * Deny), and returns the address that the browser ends on, which it does not open. For tests that need no browser.
 *
 * @throws {EmulatorError} `no_page` when the provider shows a page without a form, such as its error page
 */
export async function visit(url: string, how: Visit = {}): Promise<string> {
  const issuer = new URL(url).origin;
  const cookies = new Map<string, string>();
  let next: { url: string; body?: string } = { url };
  for (let hops = 0; hops < 20; hops += 1) {
    if (!next.url.startsWith(`${issuer}/`)) return next.url;
    const response = await fetch(next.url, {
      method: next.body === undefined ? "GET" : "POST",
      redirect: "manual",
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(next.body !== undefined && { "content-type": "application/x-www-form-urlencoded" }),
      },
      ...(next.body !== undefined && { body: next.body }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get("location");
    next = location
      ? { url: new URL(location, next.url).href }
      : fillIn(await response.text(), next.url, how);
  }
  throw new EmulatorError("no_page", "The pages lead in a circle.");
}

function fillIn(page: string, address: string, how: Visit): { url: string; body: string } {
  const form = [...page.matchAll(/<form[^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/gs)].find(([, , inside]) =>
    inside?.includes(how.deny && !page.includes('name="login"') ? 'id="deny"' : "<button"),
  );
  if (!form?.[1]) throw new EmulatorError("no_page", `There is no form on ${new URL(address).pathname}.`);
  const url = new URL(form[1].replaceAll("&amp;", "&"), address).href;
  if (page.includes('name="login"')) return { url, body: `login=${how.user ?? "alice"}&password=any` };
  const button = new RegExp(`<button[^>]*id="${how.deny ? "deny" : "allow"}"[^>]*>`).exec(page)?.[0] ?? "";
  const name = /name="([^"]+)"/.exec(button)?.[1];
  return { url, body: name ? `${name}=${/value="([^"]*)"/.exec(button)?.[1] ?? ""}` : "" };
}
