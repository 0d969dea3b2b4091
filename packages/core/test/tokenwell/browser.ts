/** What a person does in a browser, by plain requests: logs in, allows (or denies), and ends on the callback. */
export async function allow(
  url: string,
  how: { readonly user?: string; readonly deny?: boolean } = {},
): Promise<string> {
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
  throw new TypeError("the browser goes round in circles");
}

function fillIn(
  page: string,
  address: string,
  how: { user?: string; deny?: boolean },
): { url: string; body: string } {
  const form = [...page.matchAll(/<form[^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/gs)].find(([, , inside]) =>
    inside?.includes(how.deny && !page.includes('name="login"') ? 'id="deny"' : "<button"),
  );
  if (!form?.[1]) throw new TypeError(`no form on ${address}: ${page.slice(0, 500)}`);
  const url = new URL(form[1].replaceAll("&amp;", "&"), address).href;
  if (page.includes('name="login"')) return { url, body: `login=${how.user ?? "alice"}&password=any` };
  const button = new RegExp(`<button[^>]*id="${how.deny ? "deny" : "allow"}"[^>]*>`).exec(page)?.[0] ?? "";
  const name = /name="([^"]+)"/.exec(button)?.[1];
  return { url, body: name ? `${name}=${/value="([^"]*)"/.exec(button)?.[1] ?? ""}` : "" };
}
